// Files in and out over HTTP, and by the administrator's command: who may, what comes back, what is refused.

import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { run } from "../../sync-server/cli.ts";
import { openLevelStore } from "../../sync-server/store/level.ts";
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
});
