// The text of a document for a page, seen from outside: who gets it, who gets no byte of it, that it is the
// text of now, and for whom the web app asks.

import { createServer as createHttp, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { contentOf, titleOf } from "../../lib/doc.ts";
import type { LinkRole } from "../../lib/policy.ts";
import { decodeReading } from "../../lib/render/decode.ts";
import { PAGE } from "../../lib/render/reading.ts";
import { createOnBehalf, ON_BEHALF } from "../../sync-server/http/on-behalf.ts";
import { LIMITS } from "../../sync-server/ops/limits.ts";
import { inlineFolder } from "../../sync-server/room/fold.ts";
import { type Running, startServer, until } from "../support/server.ts";
import { Visitor } from "../support/visitor.ts";

const SECRET = "Nobody else shall read this";

let running: Running;
let owner: Visitor;
let doc: string;

beforeEach(async () => {
  running = await startServer({ access: "links", general: "none", limits: { ...LIMITS, idleMs: 20 } });
  owner = new Visitor(running);
  doc = (await owner.create()).id;
  await write((body) => {
    titleOf(body).insert(0, `Title: ${SECRET}`);
    append(body, SECRET);
  });
});

afterEach(() => running.server.close());

function append(body: Y.Doc, words: string): void {
  const paragraph = new Y.XmlElement("paragraph");
  paragraph.insert(0, [new Y.XmlText(words)]);
  contentOf(body).push([paragraph]);
}

/** The owner writes with a stock provider, and goes when the server has it. */
async function write(change: (body: Y.Doc) => void): Promise<void> {
  const writer = await owner.write(doc);
  const witness = await owner.write(doc);
  change(writer.doc);
  const vector = () => Buffer.from(Y.encodeStateVector(witness.doc)).toString("hex");
  await until(
    "the server has shown it",
    () => vector() === Buffer.from(Y.encodeStateVector(writer.doc)).toString("hex"),
  );
  writer.leave();
  witness.leave();
}

const reading = (visitor: Visitor, query = "") => visitor.get(`/api/docs/${doc}/reading${query}`);

async function guest(role?: LinkRole): Promise<Visitor> {
  const visitor = new Visitor(running);
  await visitor.me();
  if (role !== undefined) await visitor.open((await owner.link(doc, role)).secret);
  return visitor;
}

const textOf = async (visitor: Visitor) =>
  JSON.stringify((await reading(visitor)).json.reading?.blocks ?? null);

describe("the text of a document for a page", () => {
  it("is given to whoever may read it, with what they may do", async () => {
    for (const role of ["view", "comment", "edit"] as const) {
      const { status, json } = await reading(await guest(role));
      expect(status).toBe(200);
      expect(json.doc.role).toBe(role);
      expect(json.reading.title).toBe(`Title: ${SECRET}`);
      expect(json.reading.blocks).toMatchObject([{ tag: "p", of: [SECRET] }]);
      expect(decodeReading(json.reading)).toEqual(json.reading);
    }
    expect((await reading(owner)).json.doc.role).toBe("own");
  });

  it("is not given to anybody else: not a byte, and like a document that never was", async () => {
    const stranger = await guest();
    const refused = await reading(stranger);
    const never = await stranger.get(`/api/docs/${"0".repeat(21)}/reading`);
    expect([refused.status, refused.json]).toEqual([never.status, never.json]);
    expect(refused.status).toBe(404);
    expect(JSON.stringify(refused.json)).not.toContain(SECRET);
    const program = new Visitor(running, { authorization: "Bearer concord_nonsense" });
    expect((await reading(program)).status).toBe(404);
  });

  it("ends with the right to it: a link that ended, a document in the trash", async () => {
    const visitor = new Visitor(running);
    await visitor.me();
    const link = await owner.link(doc, "view");
    await visitor.open(link.secret);
    expect((await reading(visitor)).status).toBe(200);
    await owner.post(`/api/docs/${doc}/sharing/end-link`, { link: link.id });
    // It is kept in memory by now, for whoever may.
    expect((await reading(visitor)).status).toBe(404);
    const other = await guest("edit");
    await owner.post(`/api/docs/${doc}/document/trash`);
    expect((await reading(other)).status).toBe(404);
    expect((await reading(owner)).status).toBe(200);
  });

  it("is the text of now, also when it was asked for before", async () => {
    const visitor = await guest("view");
    expect(await textOf(visitor)).not.toContain("and one more");
    await write((body) => append(body, "and one more"));
    // While somebody writes it may lag by a moment, never longer.
    await until(
      "the new words are in it",
      async () => (await textOf(visitor)).includes("and one more"),
      3_000,
    );
  });

  it("is made once for many who ask at once, and kept until the document changes", async () => {
    let made = 0;
    await running.server.close();
    running = await startServer({
      access: "links",
      general: "view",
      folder: {
        ...inlineFolder,
        read(job, from) {
          made++;
          return inlineFolder.read(job, from);
        },
      },
    });
    owner = new Visitor(running);
    doc = (await owner.create()).id;
    await write((body) => append(body, "one"));
    const visitors = Array.from({ length: 20 }, () => new Visitor(running));
    await Promise.all(visitors.map((visitor) => reading(visitor)));
    await reading(owner);
    expect(made).toBe(1);
    await write((body) => append(body, "two"));
    await until("the new words are in it", async () => (await textOf(owner)).includes("two"), 3_000);
    expect(made).toBe(2);
  });

  it("opens the page without the text where that cannot be drawn", async () => {
    await running.server.close();
    running = await startServer({
      access: "links",
      folder: { ...inlineFolder, read: () => Promise.reject(new Error("too much")) },
    });
    owner = new Visitor(running);
    doc = (await owner.create()).id;
    const { status, json } = await reading(owner);
    expect(status).toBe(200);
    expect(json.doc.role).toBe("own");
    expect(json.reading).toBeUndefined();
  });

  it("comes in parts where it is long, and refuses a beginning that is none", async () => {
    await write((body) => {
      for (let index = 0; index < PAGE.blocks; index++) append(body, `Line ${index}`);
    });
    await until(
      "all of it is there",
      async () => (await reading(owner)).json.reading.next === PAGE.blocks,
      3_000,
    );
    const rest = await reading(owner, `?from=${PAGE.blocks}`);
    expect(rest.json.reading.blocks).toMatchObject([{ of: [`Line ${PAGE.blocks - 1}`] }]);
    expect(rest.json.reading.next).toBeUndefined();
    for (const from of ["-1", "1.5", "x", "99999999"]) {
      expect((await reading(owner, `?from=${from}`)).status).toBe(400);
    }
  });
});

describe("search engines", () => {
  it("may list it only where the owner wants that and a stranger may read it", async () => {
    const set = (rules: object) => owner.post(`/api/docs/${doc}/sharing/set`, rules);
    const findable = async () => (await reading(owner)).json.findable;
    expect(await findable()).toBe(false);
    await set({ findable: true });
    expect(await findable()).toBe(false);
    await set({ general: "view" });
    expect(await findable()).toBe(true);
    await set({ findable: false });
    expect(await findable()).toBe(false);
    // Only the owner's word counts.
    const editor = await guest("edit");
    expect((await editor.post(`/api/docs/${doc}/sharing/set`, { findable: true })).status).toBe(403);
    expect(await findable()).toBe(false);
  });
});

describe("a page that the web app draws", () => {
  let web: HttpServer;
  let seen: { [name: string]: string | string[] | undefined } | undefined;

  beforeEach(async () => {
    web = createHttp((request, response) => {
      seen = request.headers;
      response.end("a page");
    });
    await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
  });
  afterEach(() => new Promise((resolve) => web.close(resolve)));

  it("is asked for on behalf of an address that nobody can make up", async () => {
    const { port } = web.address() as AddressInfo;
    const other = await startServer({
      access: "links",
      webUpstream: `http://127.0.0.1:${port}`,
      trustProxy: true,
    });
    const headers = { [ON_BEHALF]: "x 6.6.6.6", "x-forwarded-for": "203.0.113.7" };
    const response = await fetch(`${other.http}/d/anything`, { headers });
    await response.text();
    const sealed = String(seen?.[ON_BEHALF]);
    expect(sealed).toMatch(/ 203\.0\.113\.7$/);
    expect([...response.headers.keys()]).not.toContain(ON_BEHALF);
    await other.server.close();
    await new Promise((resolve) => web.closeAllConnections() ?? resolve(undefined));
  });

  it("is believed by the seal alone", () => {
    const ours = createOnBehalf();
    const sealed = ours.seal("2001:db8::1");
    expect(ours.open(sealed)).toBe("2001:db8::1");
    for (const wrong of [
      undefined,
      "",
      "2001:db8::1",
      sealed.replace("::1", "::2"),
      ` ${sealed}`,
      `${sealed} `,
      [sealed],
      sealed.padEnd(300),
      createOnBehalf().seal("2001:db8::1"),
    ]) {
      expect(ours.open(wrong)).toBeUndefined();
    }
  });
});
