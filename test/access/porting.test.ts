// Files in and out over HTTP, and by the administrator's command: who may, what comes back, what is refused.

import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { run } from "../../sync-server/cli.ts";
import { openLevelStore } from "../../sync-server/store/level.ts";
import { createMemoryStore } from "../../sync-server/store/memory.ts";
import { type Running, startServer } from "../support/server.ts";
import { Visitor } from "../support/visitor.ts";

const MARKDOWN =
  "# Plan\n\nSome **bold** text.\n\n- [x] done\n- [ ] not yet\n\n| a | b |\n| - | - |\n| 1 | 2 |\n";

let running: Running;
let ada: Visitor;

beforeEach(async () => {
  running = await startServer({ access: "links" });
  ada = new Visitor(running);
  await ada.me();
});
afterEach(() => running.server.close());

const send = (by: Visitor, as: string, body: string, name = "") =>
  by.ask("POST", `/api/import?as=${as}&name=${encodeURIComponent(name)}`, body);

describe("a file that is sent", () => {
  it("is a document of the sender's, and comes out as it went in", async () => {
    const { status, json } = await send(ada, "md", MARKDOWN);
    expect([status, json.doc.title, json.doc.role, json.lost]).toEqual([201, "Plan", "own", []]);
    const out = await ada.get(`/api/docs/${json.doc.id}/export?as=md`);
    expect(out.json).toBe(MARKDOWN.replace("\n\n- [x]", "\n\n- [x]"));
    expect(out.headers.get("content-disposition")).toContain("attachment");
    expect((await ada.get(`/api/docs/${json.doc.id}/export?as=html`)).json).toContain(
      "<strong>bold</strong>",
    );
    expect((await ada.get(`/api/docs/${json.doc.id}/export?as=txt`)).json).toContain("[x] done");
    const whole = await ada.get(`/api/docs/${json.doc.id}/export?as=json`);
    const again = await send(ada, "json", JSON.stringify(whole.json));
    expect((await ada.get(`/api/docs/${again.json.doc.id}/export?as=md`)).json).toBe(out.json);
  });

  it("leaves no copy of its text in the record that lists read", async () => {
    const store = { ...createMemoryStore(), close: async () => {} };
    const other = await startServer({ access: "links", store });
    const eve = new Visitor(other);
    await eve.me();
    const { json } = await send(eve, "md", MARKDOWN);
    await other.server.close();
    const record = Buffer.from((await store.get(`doc/${json.doc.id}`)) as Uint8Array).toString("utf8");
    expect(JSON.parse(record)).toMatchObject({ title: "Plan", excerpt: "Some bold text.", words: 10 });
    expect(record).not.toContain("not");
  });

  it("is named by its file where it has no title, and says what it could not keep", async () => {
    const { json } = await send(ada, "md", "![A cat](https://example.org/cat.png)\n", "My notes.md");
    expect(json.doc.title).toBe("My notes");
    expect(json.lost).toEqual([{ what: "pictures", times: 1 }]);
  });

  it("is refused where it is too large, no text, no document, or of no kind", async () => {
    expect((await send(ada, "md", "x".repeat(6_000_000))).status).toBe(413);
    expect((await send(ada, "json", "{}")).status).toBe(400);
    expect((await send(ada, "docx", "x")).status).toBe(400);
    expect((await ada.get("/api/docs?view=mine")).json.docs).toEqual([]);
  });
});

describe("a document that is asked for as a file", () => {
  it("is given to whoever may read it, and to nobody else", async () => {
    const { json } = await send(ada, "md", MARKDOWN);
    const bob = new Visitor(running);
    await bob.me();
    expect((await bob.get(`/api/docs/${json.doc.id}/export?as=md`)).status).toBe(404);
    await bob.open((await ada.link(json.doc.id, "view")).secret);
    expect((await bob.get(`/api/docs/${json.doc.id}/export?as=md`)).json).toContain("**bold**");
  });

  it("is one page with its pictures in it, and nothing is fetched for it from anywhere", async () => {
    // No multiple of three, and longer than a piece as disks give them.
    const gif = Buffer.concat([Buffer.from("GIF89a"), Buffer.alloc(200_000, "pixels")]);
    const pdf = Buffer.from("%PDF-1.7 the plan of the room");
    const hash = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
    const image = (bytes: Buffer, alt: string) => ({ type: "image", attrs: { file: hash(bytes), alt } });
    const content = [
      image(gif, "The room"),
      image(Buffer.from("nobody sent it"), "Gone"),
      { type: "file", attrs: { file: hash(pdf), name: "plan.pdf", bytes: pdf.length } },
      image(pdf, "No picture"),
      image(gif, "The room again"),
    ];
    const writing = { format: "concord", version: 1, title: "The room", content: { type: "doc", content } };
    const { json } = await send(ada, "json", JSON.stringify(writing));
    const at = `/api/docs/${json.doc.id}`;
    for (const [name, bytes] of Object.entries({ "room.gif": gif, "plan.pdf": pdf })) {
      const headers = { cookie: ada.cookie, "content-type": "application/octet-stream" };
      const url = `${running.http}${at}/files?name=${name}`;
      expect((await fetch(url, { method: "POST", headers, body: new Uint8Array(bytes) })).status).toBe(201);
    }
    const page: string = (await ada.get(`${at}/export?as=html`)).json;
    const within = `data:image/gif;base64,${gif.toString("base64")}`;
    const [, ...sources] = page.split(/<img src="/).map((after) => after.split('"')[0]);
    const link = (bytes: Buffer) =>
      expect.stringMatching(new RegExp(`^${running.http}${at}/files/${hash(bytes)}$`));
    expect(sources.map((source) => (source === within ? "within" : source))).toEqual([
      ...["within", link(Buffer.from("nobody sent it")), link(pdf), "within"],
    ]);
    expect(page).toMatch(new RegExp(`<a href="[^"]*${at}/files/${hash(pdf)}"`));
    expect(page).not.toContain("picture:");
  });
});

describe("the administrator", () => {
  it("takes all documents out and in again, under their addresses and owners", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "concord-porting-"));
    const at = (name: string) => path.join(folder, name);
    const said: string[] = [];
    const cli = (...args: string[]) => run(args, (line) => said.push(line));
    try {
      await (await openLevelStore(at("one"))).close();
      await (await openLevelStore(at("two"))).close();
      await writeFile(at("plan.md"), MARKDOWN);
      await writeFile(at("broken.json"), "{");
      expect(await cli("import", folder, "--owner", "u1", "--data", at("one"))).toBe(1);
      expect(said.join("\n")).toMatch(/broken\.json: not read/);
      const address = /plan\.md: \/d\/(\w+)/.exec(said.join("\n"))?.[1];
      expect(await cli("export", at("out"), "--as", "json", "--data", at("one"))).toBe(0);
      expect(await readdir(at("out"))).toEqual([`plan-${address}.json`]);
      expect(await cli("import", at("out"), "--data", at("two"))).toBe(0);
      expect(await cli("import", at("out"), "--data", at("two"))).toBe(0);
      expect(said.join("\n")).toContain("is here already");
      expect(await cli("export", at("again"), "--data", at("two"))).toBe(0);
      expect(await readFile(at(`again/plan-${address}.md`), "utf8")).toBe(MARKDOWN);
      const store = await openLevelStore(at("two"));
      const record = JSON.parse(Buffer.from((await store.get(`doc/${address}`)) ?? []).toString());
      expect(record).toMatchObject({ title: "Plan", owner: "u1", general: "none" });
      await store.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  describe("moves house with pictures and files", () => {
    const PNG = Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR, and the pixels", "latin1");
    const PLAN = Buffer.from("%PDF-1.7 the plan of the room");
    const hash = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
    const [png, pdf] = [hash(PNG), hash(PLAN)];
    const paragraph = (text: string) => ({ type: "paragraph", content: [{ type: "text", text }] });
    const id = (letter: string) => `${letter.repeat(20)}1`;
    const writing = (name: string, about: object, content: readonly object[]) => ({
      ...{ format: "concord", version: 1, title: name, about },
      content: { type: "doc", content },
    });
    const said: string[] = [];
    let folder: string;
    const at = (name: string) => path.join(folder, name);
    const cli = (...args: string[]) => run(args, (line) => said.push(line));

    beforeEach(async () => {
      said.length = 0;
      folder = await mkdtemp(path.join(tmpdir(), "concord-house-"));
      await mkdir(at("old/files"), { recursive: true });
      await writeFile(at(`old/files/${png}.png`), PNG);
      await writeFile(at(`old/files/${pdf}.pdf`), PLAN);
      const carried = [
        { file: png, name: "room.png" },
        { file: pdf, name: "../../plan.pdf" },
      ];
      const image = { type: "image", attrs: { file: png, name: "room.png", alt: "The room", width: 60 } };
      const file = { type: "file", attrs: { file: pdf, name: "plan.pdf", bytes: PLAN.length } };
      await writeFile(
        at("old/a.json"),
        JSON.stringify(
          writing("The reading room", { id: id("a"), owner: "u1", files: carried }, [
            paragraph("Before."),
            image,
            file,
          ]),
        ),
      );
      await writeFile(
        at("old/b.json"),
        JSON.stringify(
          writing("../../etc/passwd", { id: id("b"), owner: "u1", files: carried.slice(0, 1) }, [image]),
        ),
      );
      await writeFile(at("old/c.md"), "# Only words\n\nSome.\n");
    });
    afterEach(() => rm(folder, { recursive: true }));

    it("out in each form and into a folder that no server has seen, under the old addresses", async () => {
      expect(await cli("import", at("old"), "--data", at("one"))).toBe(0);
      for (const as of ["md", "html", "txt", "json"]) {
        expect(await cli("export", at(as), "--as", as, "--data", at("one"))).toBe(0);
        const names = await readdir(at(as));
        expect(names.filter((name) => name.endsWith(`.${as}`))).toHaveLength(3);
        // What a document is called is no path.
        expect(names).toContain(`etc-passwd-${id("b")}.${as}`);
        expect((await readdir(at(`${as}/files`))).sort()).toEqual([`${png}.png`, `${pdf}.pdf`].sort());
      }
      const name = `the-reading-room-${id("a")}`;
      expect(await readFile(at(`md/${name}.md`), "utf8")).toContain(`![The room](files/${png}.png)`);
      expect(await readFile(at(`html/${name}.html`), "utf8")).toContain(`src="files/${png}.png"`);
      expect(await readFile(at(`html/${name}.html`), "utf8")).toContain(`href="files/${pdf}.pdf"`);
      expect(await cli("import", at("json"), "--data", at("two"))).toBe(0);
      expect(await cli("verify", "--data", at("two"))).toBe(0);
      expect(await cli("export", at("again"), "--as", "json", "--data", at("two"))).toBe(0);
      expect(await readdir(at("again"))).toEqual(await readdir(at("json")));
      for (const file of [`${png}.png`, `${pdf}.pdf`]) {
        expect(await readFile(at(`again/files/${file}`))).toEqual(await readFile(at(`old/files/${file}`)));
      }
      const store = await openLevelStore(at("two"));
      const record = (key: string) =>
        store.get(key).then((found) => JSON.parse(String(Buffer.from(found ?? []))));
      expect(await record(`file/${id("a")}/${pdf}`)).toMatchObject({
        name: "plan.pdf",
        type: "application/pdf",
      });
      expect(await record(`doc/${id("b")}`)).toMatchObject({ owner: "u1" });
      await store.close();
    });

    it("says which files are not there or not what they were, and takes all the rest", async () => {
      await writeFile(at(`old/files/${png}.png`), "something else");
      await rm(at(`old/files/${pdf}.pdf`));
      expect(await cli("import", at("old"), "--data", at("one"))).toBe(1);
      expect(said.join("\n")).toContain(
        "a.json: files that are not there, or not what they were: room.png, plan.pdf",
      );
      expect(said.join("\n")).toContain("3 documents made");
      expect(await cli("verify", "--data", at("one"))).toBe(0);
    });

    it("says in one line what is wrong with a folder, and changes nothing", async () => {
      await expect(cli("import", at("nowhere"), "--data", at("one"))).rejects.toThrow(/There is no folder/);
      await expect(cli("import", at("old/a.json"), "--data", at("one"))).rejects.toThrow(
        /There is no folder/,
      );
      expect(await readdir(folder)).toEqual(["old"]);
      await cli("import", at("old"), "--data", at("one"));
      await expect(cli("export", at("old/a.json"), "--data", at("one"))).rejects.toThrow(
        /cannot be a folder: it is a file/,
      );
      const store = await openLevelStore(at("one"));
      for (const command of ["import", "export"])
        await expect(cli(command, at("old"), "--data", at("one"))).rejects.toMatchObject({
          code: "store/locked",
        });
      await store.close();
      // A name that is taken by a folder, and addresses that are none.
      await mkdir(at(`out/the-reading-room-${id("a")}.md`), { recursive: true });
      expect(await cli("export", at("out"), "--data", at("one"))).toBe(1);
      expect(said.join("\n")).toContain(`${id("a")}: not written: it is a folder`);
      await mkdir(at("odd"));
      await writeFile(
        at("odd/..%2f..%2fx.json"),
        JSON.stringify(
          writing("x", { id: "../../x", owner: 7, files: [{ file: "../../x" }, null] }, [paragraph("x")]),
        ),
      );
      expect(await cli("import", at("odd"), "--data", at("one"))).toBe(0);
    });
  });
});
