// Lists, search, renaming, copies, and the feed that keeps a home page alive.

import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { contentOf, titleOf } from "../../lib/doc.ts";
import { silentLog } from "../../sync-server/ops/log.ts";
import { createMemoryStore } from "../../sync-server/store/memory.ts";
import { type Running, startServer, until } from "../support/server.ts";
import { Visitor } from "../support/visitor.ts";

let running: Running;
let ada: Visitor;

beforeEach(async () => {
  running = await startServer({ access: "links" });
  ada = new Visitor(running);
  await ada.me();
});

afterEach(async () => {
  await running.server.close();
});

async function written(by: Visitor, title: string, text: string): Promise<string> {
  const { id } = await by.create();
  const writer = await by.write(id);
  writer.doc.transact(() => {
    titleOf(writer.doc).insert(0, title);
    const paragraph = new Y.XmlElement("paragraph");
    paragraph.insert(0, [new Y.XmlText(text)]);
    contentOf(writer.doc).insert(0, [paragraph]);
  });
  await until("its title is known", async () => (await by.get(`/api/docs/${id}`)).json.doc.title === title);
  writer.leave();
  return id;
}

const titles = async (of: Visitor, query = "") =>
  (await of.get(`/api/docs?${query}`)).json.docs.map(({ title }: { title: string }) => title);

describe("lists", () => {
  it("show what is mine, what was shared with me, and nothing of anybody else", async () => {
    const bob = new Visitor(running);
    await bob.me();
    const shared = await written(bob, "Bob shares", "a");
    await written(bob, "Bob keeps", "b");
    await written(ada, "Ada's", "c");
    await ada.open((await bob.link(shared, "view")).secret);
    expect((await titles(ada)).sort()).toEqual(["Ada's", "Bob shares"]);
    expect(await titles(ada, "view=mine")).toEqual(["Ada's"]);
    expect(await titles(ada, "view=shared")).toEqual(["Bob shares"]);
    await ada.post(`/api/docs/${shared}/document/forget`);
    expect(await titles(ada, "view=shared")).toEqual([]);
  });

  it("come in pages and orders", async () => {
    for (const title of ["b", "a", "d", "c", "e"]) {
      const { id } = await ada.create();
      await ada.post(`/api/docs/${id}/document/rename`, { title });
    }
    expect(await titles(ada, "order=title")).toEqual(["a", "b", "c", "d", "e"]);
    const first = (await ada.get("/api/docs?order=title&limit=2")).json;
    const second = (await ada.get(`/api/docs?order=title&limit=2&cursor=${first.next}`)).json;
    const third = (await ada.get(`/api/docs?order=title&limit=2&cursor=${second.next}`)).json;
    const seen = [...first.docs, ...second.docs, ...third.docs].map(({ title }: { title: string }) => title);
    expect(seen).toEqual(["a", "b", "c", "d", "e"]);
    expect(third.next).toBeUndefined();
  });

  it("remember stars", async () => {
    const { id } = await ada.create();
    await ada.post(`/api/docs/${id}/document/star`);
    expect((await ada.get(`/api/docs/${id}`)).json.doc.starred).toBe(true);
    await ada.post(`/api/docs/${id}/document/unstar`);
    expect((await ada.get(`/api/docs/${id}`)).json.doc.starred).toBe(false);
  });
});

describe("search", () => {
  it("finds words of the text and the title, with and without accents, and in languages without spaces", async () => {
    await written(ada, "Fahrplan", "Der letzte Zug läuft um zehn Uhr ein.");
    await written(ada, "日本語", "東京都の天気は晴れです。");
    const bob = new Visitor(running);
    await bob.me();
    await written(bob, "Bob's Zug", "Zug Zug Zug");
    expect(await titles(ada, "q=Zug")).toEqual(["Fahrplan"]);
    expect(await titles(ada, "q=lauft")).toEqual(["Fahrplan"]);
    expect(await titles(ada, "q=l%C3%A4uft")).toEqual(["Fahrplan"]);
    expect(await titles(ada, "q=fahr")).toEqual(["Fahrplan"]);
    expect(await titles(ada, `q=${encodeURIComponent("天気")}`)).toEqual(["日本語"]);
    expect(await titles(ada, "q=nirgends")).toEqual([]);
    const [hit] = (await ada.get("/api/docs?q=Zug")).json.docs;
    expect(hit.snippet).toContain("Zug");
  });
});

describe("a page that is left while it asks", () => {
  it("is no error in the log", async () => {
    const errors: unknown[] = [];
    const log = { ...silentLog, error: (...said: unknown[]) => errors.push(said) } as typeof silentLog;
    const other = await startServer({ access: "links", log });
    const { hostname, port } = new URL(other.http);
    const socket = connect({ host: hostname, port: Number(port) });
    const head = `POST /api/me HTTP/1.1\r\nHost: ${hostname}:${port}\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{`;
    await new Promise<void>((written) => socket.write(head, () => written()));
    // A second question is answered only when the first one has arrived.
    await fetch(`${other.http}/api/docs`);
    socket.destroy();
    for (let question = 0; question < 3; question++) await fetch(`${other.http}/api/docs`);
    await other.server.close();
    expect(errors).toEqual([]);
  });
});

describe("what somebody is just writing", () => {
  it("is in lists and in what is found at the first question, not a while later", async () => {
    const id = await written(ada, "Harbour", "The north berth is closed.");
    const [writer, reader] = [await ada.write(id), await ada.write(id)];
    const write = async (word: string) => {
      const first = contentOf(writer.doc).get(0) as Y.XmlElement;
      (first.get(0) as Y.XmlText).insert(0, `${word} `);
      titleOf(writer.doc).insert(0, `${word} `);
      // Whoever is shown it is shown what is stored.
      await until("it is shown", () => titleOf(reader.doc).toString().startsWith(word));
    };
    await write("heron");
    expect(await titles(ada, "q=heron")).toEqual(["heron Harbour"]);
    await write("gull");
    const [listed] = (await ada.get("/api/docs")).json.docs;
    expect([listed.title, listed.excerpt]).toEqual([
      "gull heron Harbour",
      "gull heron The north berth is closed.",
    ]);
    await write("tern");
    expect((await ada.get(`/api/docs?ids=${id}`)).json.docs[0].title).toBe("tern gull heron Harbour");
    await write("swan");
    expect((await ada.get(`/api/docs/${id}`)).json.doc.title).toBe("swan tern gull heron Harbour");
    await write("rook");
    const bob = new Visitor(running);
    await bob.me();
    const { secret } = await ada.link(id, "view");
    expect((await bob.open(secret)).json.title).toBe("rook swan tern gull heron Harbour");
    for (const one of [writer, reader]) one.leave();
  });

  it("is in the record after a server that was killed has started again", async () => {
    // What is on the disk stays there when a server goes.
    const store = { ...createMemoryStore(), close: async () => {} };
    const before = await startServer({ access: "links", store });
    const eve = new Visitor(before);
    await eve.me();
    const id = await written(eve, "Plan", "one two three");
    await before.server.close();
    const key = `doc/${id}`;
    const record = JSON.parse(Buffer.from((await store.get(key)) as Uint8Array).toString("utf8"));
    expect(record.title).toBe("Plan");
    await store.put(key, Buffer.from(JSON.stringify({ ...record, title: "", excerpt: "", words: 0 })));
    const after = await startServer({ access: "links", store });
    await until("the record is mended", async () => {
      const bytes = (await store.get(key)) as Uint8Array;
      return JSON.parse(Buffer.from(bytes).toString("utf8")).words === 3;
    });
    const mended = JSON.parse(Buffer.from((await store.get(key)) as Uint8Array).toString("utf8"));
    expect(mended).toEqual({ ...record, words: 3 });
    await after.server.close();
  });

  it("is found after a start although another document cannot be read", async () => {
    const store = { ...createMemoryStore(), close: async () => {} };
    const before = await startServer({ access: "links", store });
    const eve = new Visitor(before);
    await eve.me();
    const ids = [await written(eve, "One", "heron"), await written(eve, "Two", "heron")];
    await before.server.close();
    // Whichever of the two is read first.
    const [first] = ids.sort();
    const broken = {
      ...store,
      read: (room: Parameters<typeof store.read>[0]) =>
        room === first ? Promise.reject(new Error("It cannot be read.")) : store.read(room),
    };
    const after = await startServer({ access: "links", store: broken });
    const again = new Visitor(after, { cookie: eve.cookie });
    await until("the other one is found", async () => (await titles(again, "q=heron")).length === 1);
    await after.server.close();
  });
});

describe("a document", () => {
  it("is renamed in its text, for everybody who is in it", async () => {
    const id = await written(ada, "Old", "text");
    const writer = await ada.write(id);
    await ada.post(`/api/docs/${id}/document/rename`, { title: "New  name\n" });
    await until("it is in the text", () => titleOf(writer.doc).toString() === "New name");
    expect((await ada.get(`/api/docs/${id}`)).json.doc.title).toBe("New name");
    writer.leave();
  });

  it("is copied as it is, and the copy goes its own way", async () => {
    const id = await written(ada, "Minutes", "We agreed.");
    const copy = (await ada.post(`/api/docs/${id}/document/duplicate`)).json.doc;
    expect(copy.title).toBe("Minutes (copy)");
    const writer = await ada.write(copy.id);
    expect(contentOf(writer.doc).toString()).toContain("We agreed.");
    titleOf(writer.doc).insert(0, "x");
    await until("the copy is renamed", async () =>
      (await ada.get(`/api/docs/${copy.id}`)).json.doc.title.startsWith("x"),
    );
    expect((await ada.get(`/api/docs/${id}`)).json.doc.title).toBe("Minutes");
    writer.leave();
  });
});

describe("the live feed", () => {
  async function listen(visitor: Visitor, headers: Record<string, string> = {}) {
    const stop = new AbortController();
    const response = await fetch(`${running.http}/api/events`, {
      headers: { cookie: visitor.cookie, ...headers },
      signal: stop.signal,
    });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const heard: { kind: string; id?: string; doc?: { id: string; title: string; people: unknown[] } }[] = [];
    let lastId = "";
    const reading = (async () => {
      const decoder = new TextDecoder();
      let rest = "";
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        rest += decoder.decode(chunk, { stream: true });
        const blocks = rest.split("\n\n");
        rest = blocks.pop() ?? "";
        for (const block of blocks) {
          for (const line of block.split("\n")) {
            if (line.startsWith("id: ")) lastId = line.slice(4);
            if (line.startsWith("data: ")) heard.push(JSON.parse(line.slice(6)));
          }
        }
      }
    })().catch(() => {});
    return {
      heard,
      lastId: () => lastId,
      async stop() {
        stop.abort();
        await reading;
      },
    };
  }

  it("tells of documents that appear, are renamed, are entered and go; and of nothing that is not mine", async () => {
    const feed = await listen(ada);
    const bob = new Visitor(running);
    await bob.me();
    const other = await bob.create();
    const { id } = await ada.create();
    await until("it appears", () => feed.heard.some((e) => e.doc?.id === id));
    await ada.post(`/api/docs/${id}/document/rename`, { title: "Named" });
    await until("its name comes", () => feed.heard.some((e) => e.doc?.title === "Named"));
    const writer = await ada.write(id);
    writer.provider.awareness.setLocalStateField("user", { name: "Ada", hue: 1 });
    await until("who is in it comes", () =>
      feed.heard.some((e) => e.doc?.id === id && e.doc.people.length === 1),
    );
    writer.leave();
    await ada.open((await bob.link(other.id, "view")).secret);
    await until("what is shared comes", () => feed.heard.some((e) => e.doc?.id === other.id));
    const { links } = await bob.sharing(other.id);
    await bob.post(`/api/docs/${other.id}/sharing/end-link`, { link: links[0]?.id });
    await until("what is taken away goes", () =>
      feed.heard.some((e) => e.kind === "gone" && e.id === other.id),
    );
    const strangers = await bob.create();
    await bob.post(`/api/docs/${strangers.id}/document/rename`, { title: "private" });
    await ada.post(`/api/docs/${id}/document/rename`, { title: "Last" });
    await until("the last comes", () => feed.heard.some((e) => e.doc?.title === "Last"));
    expect(feed.heard.some((e) => e.doc?.id === strangers.id)).toBe(false);
    await feed.stop();
  });

  it("goes on where it broke", async () => {
    const feed = await listen(ada);
    const { id } = await ada.create();
    await until("it appears", () => feed.heard.some((e) => e.doc?.id === id));
    await feed.stop();
    await ada.post(`/api/docs/${id}/document/rename`, { title: "While away" });
    await until(
      "the server noted it",
      async () => (await ada.get(`/api/docs/${id}`)).json.doc.title === "While away",
    );
    const again = await listen(ada, { "last-event-id": feed.lastId() });
    await until("it is told", () => again.heard.some((e) => e.doc?.title === "While away"));
    await again.stop();
  });
});

describe("a document that a browser began", () => {
  const ID = "AAAAAbbbbbCCCCCddddd1";

  it("is made once, under the id that it came with, however often it is asked for", async () => {
    const first = await ada.post("/api/docs", { id: ID });
    expect(first.status).toBe(201);
    expect(first.json.doc).toMatchObject({ id: ID, role: "own" });
    const again = await Promise.all([1, 2, 3].map(() => ada.post("/api/docs", { id: ID })));
    expect(again.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await ada.get("/api/docs")).json.docs).toHaveLength(1);
  });

  it("asked for at the same moment by two tabs, is one", async () => {
    const both = await Promise.all([ada.post("/api/docs", { id: ID }), ada.post("/api/docs", { id: ID })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 201]);
  });

  it("is never somebody else's: not what is there, not what lies in the trash, not what was deleted", async () => {
    const bob = new Visitor(running);
    await bob.me();
    const { id } = await ada.create();
    const refused = { status: 409, json: { code: "store/conflict" } };
    expect(await bob.post("/api/docs", { id })).toMatchObject(refused);
    await ada.post(`/api/docs/${id}/document/trash`);
    expect(await bob.post("/api/docs", { id })).toMatchObject(refused);
    await ada.post(`/api/docs/${id}/document/delete`);
    // Copies of it may still lie in browsers: they must not flow into a new one, whoever makes it.
    expect(await bob.post("/api/docs", { id })).toMatchObject(refused);
    expect(await ada.post("/api/docs", { id })).toMatchObject(refused);
    expect((await bob.get(`/api/docs/${id}`)).status).toBe(404);
    expect((await ada.get("/api/docs")).json.docs).toEqual([]);
  });

  it("with an id that is none is refused", async () => {
    for (const id of ["short", "with/slash/in/the/mid", "AAAAAbbbbbCCCCCddddd1.margin", 21]) {
      expect((await ada.post("/api/docs", { id })).status, String(id)).toBe(400);
    }
  });
});
