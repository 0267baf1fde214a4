// Files over HTTP, as people with and without rights see them: rules F1 to F9 of SPEC.md.

import { request as ask } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { CONTENT } from "../../lib/doc.ts";
import { createMemoryFiles } from "../../sync-server/files/memory.ts";
import { systemClock } from "../../sync-server/ops/clock.ts";
import { hashOf } from "../contract/files.ts";
import { collect } from "../contract/store-support.ts";
import { type Running, startServer, until } from "../support/server.ts";
import { Visitor } from "../support/visitor.ts";

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);
const GRACE_MS = 86_400_000;
const COLLECT_MS = 77_000_000;

let running: Running;
let bytes: ReturnType<typeof createMemoryFiles>;
let now: number;
let due: { at: number; run: () => void; off: boolean }[];
let owner: Visitor;
let doc: string;

beforeEach(async () => {
  now = Date.now();
  due = [];
  bytes = createMemoryFiles();
  running = await startServer({
    access: "links",
    files: bytes,
    fileLimits: {
      fileBytes: 100_000,
      docBytes: 150_000,
      docFiles: 20,
      graceMs: GRACE_MS,
      collectMs: COLLECT_MS,
    },
    // Real timers for what is short; what takes minutes is turned by hand.
    clock: {
      ...systemClock,
      now: () => now,
      after(ms, run) {
        if (ms < 60_000) return systemClock.after(ms, run);
        const one = { at: now + ms, run, off: false };
        due.push(one);
        return () => {
          one.off = true;
        };
      },
    },
  });
  owner = new Visitor(running);
  await owner.me();
  doc = (await owner.create()).id;
});
afterEach(() => running.server.close());

async function pass(ms: number): Promise<void> {
  now += ms;
  const ready = due.filter((one) => one.at <= now && !one.off);
  due = due.filter((one) => !ready.includes(one));
  for (const one of ready) one.run();
}

const idOf = hashOf;

async function send(
  by: Visitor,
  to: string,
  content: Buffer,
  name = "a.png",
  headers: Record<string, string> = {},
) {
  const response = await fetch(`${running.http}/api/docs/${to}/files?name=${encodeURIComponent(name)}`, {
    method: "POST",
    headers: { cookie: by.cookie, "content-type": "application/octet-stream", ...headers },
    body: new Uint8Array(content),
  });
  return { status: response.status, json: await response.json() };
}

async function take(
  by: Visitor,
  from: string,
  file: string,
  headers: Record<string, string> = {},
  query = "",
) {
  const response = await fetch(`${running.http}/api/docs/${from}/files/${file}${query}`, {
    headers: { cookie: by.cookie, ...headers },
  });
  return {
    status: response.status,
    headers: response.headers,
    body: Buffer.from(await response.arrayBuffer()),
  };
}

async function guest(role?: "view" | "comment" | "edit"): Promise<Visitor> {
  const visitor = new Visitor(running);
  await visitor.me();
  if (role !== undefined) await visitor.open((await owner.link(doc, role)).secret);
  return visitor;
}

/** Puts a picture into the text, as an editor does. */
async function mention(by: Visitor, to: string, file: string) {
  const writer = await by.write(to);
  const picture = new Y.XmlElement("image");
  picture.setAttribute("file", file);
  writer.doc.getXmlFragment(CONTENT).push([picture]);
  await until("it is stored", async () =>
    Buffer.concat([...(running.server.rooms.peek(to as never)?.content.parts() ?? [])]).includes(file),
  );
  return writer;
}

describe("F1: what is stored is given back", () => {
  it("byte for byte, named by its hash, with its type and to be kept by the browser", async () => {
    const { status, json } = await send(owner, doc, PNG, "Ein Bild.png");
    expect(status).toBe(201);
    expect(json.file).toEqual({
      file: idOf(PNG),
      type: "image/png",
      bytes: PNG.length,
      name: "Ein Bild.png",
    });
    const { body, headers } = await take(owner, doc, idOf(PNG));
    expect(Buffer.compare(body, PNG)).toBe(0);
    expect(headers.get("content-type")).toBe("image/png");
    expect(headers.get("content-disposition")).toMatch(/^inline; filename="Ein Bild.png"/);
    expect(headers.get("cache-control")).toBe("private, max-age=31536000, immutable");
    expect(headers.get("etag")).toBe(`"${idOf(PNG)}"`);
  });

  it("once: sending it again changes nothing and takes no more room", async () => {
    const large = Buffer.alloc(90_000, 7);
    expect((await send(owner, doc, large)).status).toBe(201);
    expect((await send(owner, doc, large, "other name.bin")).status).toBe(201);
    const { json } = await owner.get(`/api/docs/${doc}/files`);
    expect(json.files).toHaveLength(1);
    expect(json.files[0].name).toBe("a.png");
    expect(await collect(bytes.all())).toHaveLength(1);
  });
});

describe("F3: bounds", () => {
  it("of a file, of a document, and of nothing at all", async () => {
    const refused = await send(owner, doc, Buffer.alloc(100_001, 1));
    expect([refused.status, refused.json.code]).toEqual([413, "too-large"]);
    expect(refused.json.message).toContain("100 kB");
    expect((await send(owner, doc, Buffer.alloc(100_000, 1))).status).toBe(201);
    expect((await send(owner, doc, Buffer.alloc(60_000, 2))).status).toBe(413);
    expect((await send(owner, doc, Buffer.alloc(50_000, 3))).status).toBe(201);
    expect((await send(owner, doc, Buffer.alloc(0))).status).toBe(400);
    const other = (await owner.create()).id;
    expect((await send(owner, other, Buffer.alloc(60_000, 2))).status).toBe(201);
    expect(await collect(bytes.all())).toHaveLength(3);
  });

  it("hold for a file that does not say how long it is", async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const outgoing = ask(
        `${running.http}/api/docs/${doc}/files`,
        { method: "POST", headers: { cookie: owner.cookie, "transfer-encoding": "chunked" } },
        (incoming) => resolve(incoming.statusCode ?? 0),
      );
      outgoing.on("error", reject);
      outgoing.write("some bytes");
      outgoing.end();
    });
    expect(status).toBe(400);
  });

  it("hold for how many files come at once from one person, and free themselves", async () => {
    const opened = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const outgoing = ask(`${running.http}/api/docs/${doc}/files`, {
          method: "POST",
          headers: { cookie: owner.cookie, "content-length": "1000" },
        });
        outgoing.on("error", () => {});
        await new Promise<void>((resolve) => outgoing.write("begun", () => resolve()));
        return outgoing;
      }),
    );
    await until("the seventh is refused", async () => (await send(owner, doc, PNG)).status === 429);
    for (const one of opened) one.destroy();
    await until("there is room again", async () => (await send(owner, doc, PNG)).status === 201);
    expect(await collect(bytes.all())).toEqual([idOf(PNG)]);
  });

  it("end a command whose body never comes as early as before there were files", async () => {
    const inAMinute = () => due.filter((one) => one.at - now === 60_000 && !one.off).length;
    const before = inAMinute();
    const outgoing = ask(`${running.http}/api/docs/${doc}/document/rename`, {
      method: "POST",
      headers: { cookie: owner.cookie, "content-length": "1000" },
    });
    const ended = new Promise<string>((resolve) => {
      outgoing.on("error", () => resolve("cut off"));
      outgoing.on("response", ({ statusCode }) => resolve(String(statusCode)));
    });
    outgoing.write("{");
    await until("the server waits", () => inAMinute() > before);
    await pass(60_000);
    expect(await ended).toMatch(/cut off|^[45]/);
  });

  it("end who begins to send and then is quiet", async () => {
    const outgoing = ask(`${running.http}/api/docs/${doc}/files`, {
      method: "POST",
      headers: { cookie: owner.cookie, "content-length": "1000" },
    });
    const ended = new Promise<string>((resolve) => {
      outgoing.on("error", () => resolve("cut off"));
      outgoing.on("response", ({ statusCode }) => resolve(String(statusCode)));
    });
    outgoing.write("begun");
    await until("the server listens", () => due.some((one) => one.at - now === 900_000 && !one.off));
    await pass(900_000);
    expect(await ended).toMatch(/cut off|400/);
  });
});

describe("F4: nothing that was stored runs in a browser", () => {
  it.each([
    ["SVG", '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "logo.svg"],
    ["HTML", "<!doctype html><script>alert(1)</script>", "page.html"],
    ["HTML that says it is a picture", "<html><script>alert(1)</script>", "photo.png"],
    ["a PDF", "%PDF-1.7\n/JS (app.alert(1))", "a.pdf"],
    ["a script", "alert(1)", "a.js"],
  ])("%s is a download", async (_, text, name) => {
    const content = Buffer.from(text);
    await send(owner, doc, content, name, { "content-type": "text/html" });
    const { headers } = await take(owner, doc, idOf(content));
    expect(headers.get("content-disposition")).toMatch(/^attachment; /);
    expect(headers.get("content-type")).toMatch(/^application\/(octet-stream|pdf)$/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
  });

  it("a file that is a picture and a script is a picture, and not sniffed", async () => {
    const content = Buffer.from("GIF89a/*\0\0*/=1;alert(1)", "latin1");
    await send(owner, doc, content, "x.js");
    const { headers } = await take(owner, doc, idOf(content));
    expect(headers.get("content-type")).toBe("image/gif");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
  });

  it("a picture is a download where one asks for it, and a name breaks no header", async () => {
    await send(owner, doc, PNG, 'a"\r\nX-Evil: 1\u202e.png');
    const { headers } = await take(owner, doc, idOf(PNG), {}, "?download");
    expect(headers.get("content-disposition")).toMatch(/^attachment; filename="a X-Evil 1 .png"/);
    expect(headers.get("x-evil")).toBeNull();
  });
});

describe("F5: parts of a file", () => {
  beforeEach(() => send(owner, doc, Buffer.from("0123456789"), "digits"));
  const file = idOf(Buffer.from("0123456789"));

  it("are given on request, and a range outside is refused", async () => {
    const part = await take(owner, doc, file, { range: "bytes=2-4" });
    expect([part.status, part.body.toString(), part.headers.get("content-range")]).toEqual([
      206,
      "234",
      "bytes 2-4/10",
    ]);
    const end = await take(owner, doc, file, { range: "bytes=-3" });
    expect([end.status, end.body.toString()]).toEqual([206, "789"]);
    const outside = await take(owner, doc, file, { range: "bytes=50-" });
    expect([outside.status, outside.headers.get("content-range")]).toEqual([416, "bytes */10"]);
    const changed = await take(owner, doc, file, { range: "bytes=2-4", "if-range": '"else"' });
    expect([changed.status, changed.body.length]).toEqual([200, 10]);
  });

  it("are not needed by who has it already", async () => {
    const { status, body } = await take(owner, doc, file, { "if-none-match": `W/"x", "${file}"` });
    expect([status, body.length]).toEqual([304, 0]);
  });
});

describe("F6: the roles of the document are those of its files", () => {
  it("who may edit stores; who may read sees; who may neither learns nothing", async () => {
    await send(owner, doc, PNG);
    const mine = Buffer.from("mine");
    for (const role of ["view", "comment"] as const) {
      const reader = await guest(role);
      const refused = await send(reader, doc, mine);
      expect([refused.status, refused.json.code]).toEqual([403, "forbidden"]);
      expect((await take(reader, doc, idOf(PNG))).status).toBe(200);
    }
    expect((await send(await guest("edit"), doc, mine)).status).toBe(201);
    const stranger = await guest();
    expect((await send(stranger, doc, mine)).status).toBe(404);
    expect((await stranger.get(`/api/docs/${doc}/files`)).status).toBe(404);
    const [there, absent] = await Promise.all([
      take(stranger, doc, idOf(PNG)),
      take(stranger, "a".repeat(21), idOf(PNG)),
    ]);
    expect(there.status).toBe(404);
    expect(there.body.toString()).toBe(absent.body.toString());
    expect(there.headers.get("etag")).toBeNull();
  });

  it("a locked document takes none", async () => {
    await owner.post(`/api/docs/${doc}/sharing/set`, { locked: true });
    expect((await send(owner, doc, PNG)).status).toBe(403);
    expect(await collect(bytes.all())).toEqual([]);
  });

  it("the hash of a file in a document that is not one's own gives nothing, nor does it through one's own", async () => {
    await send(owner, doc, PNG);
    const other = await guest();
    const own = (await other.create()).id;
    expect((await take(other, own, idOf(PNG))).status).toBe(404);
    expect((await take(other, own, idOf(PNG), { "if-none-match": `"${idOf(PNG)}"` })).status).toBe(404);
    expect((await take(owner, doc, "nonsense")).status).toBe(404);
  });

  it("pages of other sites store nothing", async () => {
    expect((await send(owner, doc, PNG, "a.png", { origin: "https://evil.example" })).status).toBe(403);
    expect((await send(owner, doc, PNG, "a.png", { origin: running.http })).status).toBe(201);
  });

  it("access that ended ends here as well", async () => {
    await send(owner, doc, PNG);
    const reader = await guest("view");
    expect((await take(reader, doc, idOf(PNG))).status).toBe(200);
    const { links } = await owner.sharing(doc);
    await owner.post(`/api/docs/${doc}/sharing/end-link`, { link: links[0]?.id });
    expect((await take(reader, doc, idOf(PNG))).status).toBe(404);
  });
});

describe("F7: files go where their document goes", () => {
  it("the trash keeps them for the owner, and deletion for ever removes them", async () => {
    await send(owner, doc, PNG);
    const reader = await guest("view");
    await owner.post(`/api/docs/${doc}/document/trash`);
    expect((await take(reader, doc, idOf(PNG))).status).toBe(404);
    expect((await take(owner, doc, idOf(PNG))).status).toBe(200);
    await owner.post(`/api/docs/${doc}/document/restore`);
    expect((await take(reader, doc, idOf(PNG))).status).toBe(200);
    await owner.post(`/api/docs/${doc}/document/trash`);
    await owner.post(`/api/docs/${doc}/document/delete`);
    expect((await take(owner, doc, idOf(PNG))).status).toBe(404);
    expect(await collect(bytes.all())).toEqual([]);
  });

  it("a copy has the files that its text names, and keeps them when the first is deleted", async () => {
    await send(owner, doc, PNG);
    const unused = Buffer.from("never put in");
    await send(owner, doc, unused);
    (await mention(owner, doc, idOf(PNG))).leave();
    const reader = await guest("view");
    const copy = (await reader.post(`/api/docs/${doc}/document/duplicate`)).json.doc.id;
    expect((await take(reader, copy, idOf(PNG))).status).toBe(200);
    expect((await take(reader, copy, idOf(unused))).status).toBe(404);
    await owner.post(`/api/docs/${doc}/document/trash`);
    await owner.post(`/api/docs/${doc}/document/delete`);
    expect((await take(reader, copy, idOf(PNG))).status).toBe(200);
    expect(await collect(bytes.all())).toEqual([idOf(PNG)]);
  });
});

describe("F8: what no version needs is collected, after its grace and not before", () => {
  it("a file that was never put in goes; one that a version of the past shows stays", async () => {
    await send(owner, doc, PNG);
    const never = Buffer.from("never put in");
    await send(owner, doc, never);
    const writer = await mention(owner, doc, idOf(PNG));
    writer.doc.getXmlFragment(CONTENT).delete(0, 1);
    await until("the deletion is stored", () => running.server.rooms.healthy);
    writer.leave();
    const has = async (content: Buffer) => (await bytes.size(idOf(content))) !== undefined;
    await pass(600_000);
    expect([await has(PNG), await has(never)]).toEqual([true, true]);
    await until("the next look is due", () => due.some((one) => one.at - now === COLLECT_MS));
    await pass(GRACE_MS + 1);
    await until("the unneeded one is gone", async () => !(await has(never)));
    expect(await has(PNG)).toBe(true);
    expect((await take(owner, doc, idOf(never))).status).toBe(404);
    expect((await take(owner, doc, idOf(PNG))).status).toBe(200);
  });

  it("bytes without a document go at once, for nobody can reach them", async () => {
    const incoming = await bytes.receive(
      (async function* () {
        yield Buffer.from("left by a crash");
      })(),
      100,
    );
    await incoming.keep();
    await send(owner, doc, PNG);
    await pass(600_000);
    await until("they are gone", async () => (await bytes.size(incoming.file)) === undefined);
    expect((await take(owner, doc, idOf(PNG))).status).toBe(200);
  });
});
