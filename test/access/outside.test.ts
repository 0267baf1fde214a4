// The server as somebody sees it who does not wish it well: guesses, foreign pages, odd names, odd clocks, odd
// keys. Beside access.test.ts (roles and links) and room/hostile.test.ts (frames).

import { createHash } from "node:crypto";
import { connect as connectTcp } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { contentOf } from "../../lib/doc.ts";
import { systemClock } from "../../sync-server/ops/clock.ts";
import type { ServerOptions } from "../../sync-server/server.ts";
import { createMemoryStore } from "../../sync-server/store/memory.ts";
import type { Store } from "../../sync-server/store/store.ts";
import { type Running, startServer, until } from "../support/server.ts";
import { Visitor } from "../support/visitor.ts";

const DAY_MS = 86_400_000;

let running: Running;
let store: Store;
let owner: Visitor;
let doc: string;
/** ms that the server's clock is ahead of ours. */
let ahead = 0;
/** Keys of records that were read, in order. */
let reads: string[] = [];

async function start(options: Partial<ServerOptions> = {}): Promise<void> {
  const memory = createMemoryStore();
  store = {
    ...memory,
    get(key) {
      reads.push(key);
      return memory.get(key);
    },
    read(room) {
      reads.push(`room ${room}`);
      return memory.read(room);
    },
    list(prefix) {
      reads.push(`list ${prefix}`);
      return memory.list(prefix);
    },
  };
  running = await startServer({
    access: "links",
    store,
    clock: { ...systemClock, now: () => Date.now() + ahead },
    ...options,
  });
  owner = new Visitor(running);
  doc = (await owner.create()).id;
}

beforeEach(async () => {
  ahead = 0;
  await start();
});

afterEach(() => running.server.close());

const guest = async (role: "view" | "comment" | "edit") => {
  const visitor = new Visitor(running);
  await visitor.me();
  expect((await visitor.open((await owner.link(doc, role)).secret)).status).toBe(200);
  return visitor;
};

describe("[A4] whoever guesses addresses", () => {
  const NEVER = "N".repeat(21);

  /** What was read of the store, with the document's id left out. */
  async function stepsOf(id: string, ask: (id: string) => Promise<unknown>): Promise<unknown[]> {
    reads = [];
    const answer = await ask(id);
    return [answer, reads.map((key) => key.replace(id, "ID"))];
  }

  it.each(["the owner is in it", "nobody is in it", "it lies in the trash"])(
    "gets the same answer by the same steps for what is not theirs and what never was, where %s",
    async (where) => {
      const writer = where === "the owner is in it" ? await owner.write(doc) : undefined;
      writer?.text.insert(0, "words");
      if (where === "it lies in the trash") await owner.post(`/api/docs/${doc}/document/trash`);
      const stranger = new Visitor(running);
      await stranger.me();
      const file = createHash("sha256").update("a file").digest("hex");
      const answer = async (method: string, path: string, body?: object) => {
        const { status, json } = await stranger.ask(method, path, body);
        return [status, json];
      };
      const doors: ((id: string) => Promise<unknown>)[] = [
        (id) => answer("GET", `/api/docs/${id}`),
        (id) => answer("GET", `/api/docs/${id}/reading`),
        (id) => answer("GET", `/api/docs/${id}/sharing`),
        (id) => answer("GET", `/api/docs/${id}/export`),
        (id) => answer("GET", `/api/docs?ids=${id}`),
        (id) => answer("GET", `/api/docs/${id}/files/${file}`),
        (id) => answer("POST", `/api/docs/${id}/document/rename`, { title: "mine" }),
        (id) => answer("POST", `/api/docs/${id}/document/duplicate`, {}),
        (id) => answer("POST", `/api/docs/${id}/sharing/add-link`, { role: "edit" }),
        (id) => stranger.refusal(id),
      ];
      for (const door of doors) {
        const theirs = await stepsOf(doc, door);
        expect(theirs).toEqual(await stepsOf(NEVER, door));
        // It was a look at access, not a refusal before it.
        expect(JSON.stringify(theirs[1]), String(door)).toContain("grant/ID/");
      }
      writer?.leave();
    },
  );
});

describe("[R10] a viewer", () => {
  it("with a stock provider stays connected and in sync, sees what others write, and writes nothing", async () => {
    const visitor = await guest("view");
    const viewer = await visitor.write(doc);
    let closes = 0;
    viewer.provider.on("connection-close", () => closes++);
    viewer.text.insert(0, "by a viewer");
    const writer = await owner.write(doc);
    writer.text.insert(0, "by the owner");
    await until("the viewer reads it", () => viewer.text.toString().includes("by the owner"));
    expect([closes, viewer.provider.synced]).toEqual([0, true]);
    expect(writer.text.toString()).toBe("by the owner");
    viewer.leave();
    writer.leave();
    const later = await owner.write(doc);
    expect(later.text.toString()).toBe("by the owner");
    later.leave();
  });

  it("changes nothing by a command either, and nobody enters the margin", async () => {
    const visitor = await guest("comment");
    for (const [path, body] of [
      ["document/rename", { title: "mine" }],
      ["document/trash", {}],
      ["document/delete", {}],
      ["sharing/add-link", { role: "edit" }],
      ["sharing/set", { general: "edit" }],
      ["sharing/set-role", { person: (await visitor.me()).id, role: "edit" }],
      ["sharing/hand-over", { person: (await visitor.me()).id }],
    ] as const) {
      expect((await visitor.post(`/api/docs/${doc}/${path}`, body)).status, path).toBe(403);
    }
    for (const by of [visitor, owner]) await expect(by.raw(`${doc}.margin`)).rejects.toThrow("HTTP 400");
    expect((await owner.get(`/api/docs/${doc}`)).json.doc).toMatchObject({ title: "", role: "own" });
    expect((await owner.sharing(doc)).links).toHaveLength(1);
  });
});

describe("pages of other sites", () => {
  it("[A2] change nothing, by none of six origins, and open no socket", async () => {
    const host = `127.0.0.1:${running.port}`;
    for (const origin of [
      "http://evil.example",
      `https://${host}`,
      "http://127.0.0.1:1",
      `http://${host}.evil.example`,
      "null",
      `http://localhost:${running.port}`,
    ]) {
      expect((await owner.ask("POST", "/api/docs", {}, { origin })).status, origin).toBe(403);
      await expect(owner.raw(doc, { origin }), origin).rejects.toThrow("HTTP 403");
    }
    expect((await owner.get("/api/docs")).json.docs).toHaveLength(1);
  });

  it("[A1] get no answer under a name that leads here since a moment ago", async () => {
    const answer = await spoken(
      `GET /api/docs/${doc} HTTP/1.1\r\nHost: evil.example:${running.port}\r\nCookie: ${owner.cookie}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 403/);
    expect(answer).not.toContain(doc);
    await expect(owner.raw(doc, { host: "evil.example" })).rejects.toThrow("HTTP 403");
  });
});

/** What comes back to exactly these bytes. */
function spoken(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let said = "";
    const socket = connectTcp(running.port, "127.0.0.1", () => socket.write(bytes));
    socket.on("data", (chunk) => {
      said += chunk.toString("latin1");
      // An accepted upgrade stays open: its first line is the answer.
      if (said.startsWith("HTTP/1.1 101")) socket.destroy();
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(said));
  });
}

describe("[A3] room names", () => {
  const ODD = [
    "",
    ".",
    "..",
    "...",
    "a.b",
    "a.margin.margin",
    ".margin",
    "a/b",
    "/a",
    "a/",
    "a//b",
    "a%2fb",
    "a%5cb",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e",
    "%00",
    "a%00b",
    "a%0ab",
    "a%0d%0ab",
    "a%20b",
    "a+b",
    "a*b",
    "a:b",
    "a;b",
    "a,b",
    "a=b",
    "a@b",
    "a!b",
    "a~b",
    "a'b",
    "a(b)",
    "a%22b",
    "a%3cb%3e",
    "a%7cb",
    "%e4",
    "%c3%a4",
    "%f0%9f%98%80",
    "%zz",
    "x".repeat(201),
    "__proto__.margin.",
  ];
  const RAW = [
    "/sync/../api/docs",
    "/sync/../../etc/passwd",
    "//sync/room",
    "/SYNC/room",
    "/sync",
    "/sync/room/../../x",
    "/sync\\room",
    "http://evil.example/sync/room",
    "/sync/room#/../x",
  ];

  const upgraded = async (path: string): Promise<string> =>
    (
      await spoken(
        `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${running.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
      )
    ).split("\r\n", 1)[0] ?? "";

  it(`that are odd (${ODD.length}) and paths that are (${RAW.length}) are refused, and nothing is kept of them`, async () => {
    await running.server.close();
    await start({ access: "open" }).catch(() => {});
    // Where any name may be entered, only the names themselves stand between a path and a room.
    const before = await everything();
    for (const name of ODD) expect(await upgraded(`/sync/${name}`), name).toMatch(/^HTTP\/1\.1 (400|404) /);
    for (const path of RAW) expect(await upgraded(path), path).not.toContain(" 101 ");
    expect(running.server.rooms.size).toBe(0);
    expect(await everything()).toEqual(before);
    expect(await upgraded("/sync/a-room_1")).toContain(" 101 ");
  });

  async function everything(): Promise<string[]> {
    const found: string[] = [];
    for await (const { key } of store.list("")) found.push(key);
    for await (const room of store.rooms()) found.push(room);
    return found;
  }
});

describe("clocks", () => {
  it("of the server alone decide: a day ahead, ends are its own, and everything that lasts goes on", async () => {
    const visitor = await guest("edit");
    const inAnHour = await owner.link(doc, "view", { expires: Date.now() + 3_600_000 });
    const late = new Visitor(running);
    await late.me();
    ahead = DAY_MS;
    expect((await late.open(inAnHour.secret)).status).toBe(404);
    expect(
      (
        await owner.post(`/api/docs/${doc}/sharing/add-link`, {
          role: "view",
          expires: Date.now() + 3_600_000,
        })
      ).status,
    ).toBe(400);
    const writer = await visitor.write(doc);
    writer.text.insert(0, "tomorrow");
    await until(
      "it is known",
      async () => (await owner.get(`/api/docs/${doc}`)).json.doc.editedAt > Date.now() + DAY_MS / 2,
    );
    const stored = await store.read(doc as never);
    expect(stored?.tail.every(({ time }) => time > Date.now() + DAY_MS / 2)).toBe(true);
    writer.leave();
  });

  it("[A5] that say a cookie is over end it, and it gets no byte", async () => {
    ahead = 401 * DAY_MS;
    expect((await owner.get(`/api/docs/${doc}`)).status).toBe(404);
    const old = new Visitor(running, { cookie: owner.cookie });
    expect((await old.refusal(doc)).bytes).toBe(0);
  });

  it("of clients count for nothing: a time in a body is not looked at", async () => {
    const year = 4_000_000_000_000;
    const { json } = await owner.post("/api/docs", { createdAt: year, editedAt: year, openedAt: year });
    expect(json.doc.createdAt).toBeLessThan(year);
    expect(json.doc.editedAt).toBeLessThan(year);
    await owner.post(`/api/docs/${json.doc.id}/document/open`, { openedAt: year });
    expect((await owner.get(`/api/docs/${json.doc.id}`)).json.doc.openedAt).toBeLessThan(year);
  });
});

describe("keys that every object has", () => {
  it("are harmless in bodies, queries, presence and documents", async () => {
    const nasty = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},';
    for (const [path, rest] of [
      ["/api/docs", '"id":null}'],
      ["/api/me", '"name":"Ada","hue":3}'],
      [`/api/docs/${doc}/document/rename`, '"title":"x"}'],
      [`/api/docs/${doc}/sharing/add-link`, '"role":"view"}'],
      [`/api/docs/${doc}/sharing/set`, '"general":"none"}'],
      ["/api/links/open", '"secret":"x"}'],
    ] as const) {
      expect((await owner.ask("POST", path, nasty + rest)).status, path).toBeLessThan(500);
    }
    expect((await owner.get("/api/docs?__proto__[polluted]=1&constructor=1")).status).toBe(200);
    const raw = await owner.raw(doc);
    const body = new Y.Doc();
    const block = new Y.XmlElement("paragraph");
    for (const key of ["__proto__", "constructor", "prototype"]) {
      block.setAttribute(key, { polluted: 1 } as never);
      body.getMap(key).set(key, { polluted: 1 });
      body.getMap("m").set(key, { polluted: 1 });
    }
    const text = new Y.XmlText();
    block.insert(0, [text]);
    contentOf(body).push([block]);
    text.insert(0, "harmless", { ["__proto__"]: { polluted: 1 }, constructor: { polluted: 1 } } as object);
    raw.update(Y.encodeStateAsUpdate(body));
    raw.presence([[9, 1, JSON.parse(`${nasty}"user":{"__proto__":{"polluted":1}}}`)]]);
    const reader = await owner.write(doc);
    await until("it is there", () => contentOf(reader.doc).toString().includes("harmless"));
    await until("it is seen", () => reader.provider.awareness.getStates().has(9));
    for (const as of ["md", "html", "txt", "json"]) {
      expect((await owner.get(`/api/docs/${doc}/export?as=${as}`)).status).toBe(200);
    }
    expect((await owner.get(`/api/docs/${doc}/reading`)).json.reading.blocks).toHaveLength(1);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    reader.leave();
    raw.socket.terminate();
  });
});
