// Who may do what, seen from outside: owners, guests with links, strangers, programs.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { encodeSync, MESSAGE_STANDING } from "../../lib/protocol.ts";
import { LIMITS } from "../../sync-server/ops/limits.ts";
import { updatesOf } from "../support/raw.ts";
import { type Running, startServer, until } from "../support/server.ts";
import { Visitor } from "../support/visitor.ts";

let running: Running;
let owner: Visitor;
let doc: string;

beforeEach(async () => {
  running = await startServer({ access: "links", limits: { ...LIMITS, idleMs: 20 } });
  owner = new Visitor(running);
  doc = (await owner.create()).id;
});

afterEach(async () => {
  await running.server.close();
});

const guest = async (role: "view" | "comment" | "edit", more: object = {}) => {
  const visitor = new Visitor(running);
  await visitor.me();
  const link = await owner.link(doc, role, more);
  const opened = await visitor.open(link.secret);
  expect(opened.status).toBe(200);
  return { visitor, link };
};

describe("a stranger", () => {
  it("[A4] gets no byte of a document, over no door, and cannot tell it from one that never was", async () => {
    const writer = await owner.write(doc);
    writer.text.insert(0, "secret words");
    const stranger = new Visitor(running);
    await stranger.me();
    const never = "0".repeat(21);
    for (const path of ["", "/sharing"]) {
      const real = await stranger.get(`/api/docs/${doc}${path}`);
      const none = await stranger.get(`/api/docs/${never}${path}`);
      expect([real.status, real.json]).toEqual([none.status, none.json]);
      expect(real.status).toBe(404);
    }
    expect((await stranger.get(`/api/docs?ids=${doc},${never}`)).json.docs).toEqual([]);
    expect(await stranger.refusal(doc)).toEqual({ code: 4403, bytes: 0 });
    expect(await stranger.refusal(never)).toEqual({ code: 4403, bytes: 0 });
    expect(await new Visitor(running).refusal(doc)).toEqual({ code: 4403, bytes: 0 });
    writer.leave();
  });

  it.each([
    ["a cookie of nonsense", { cookie: "concord=abc.def.ghi" }],
    [
      "a cookie signed by another key",
      {
        cookie:
          "concord=eyJhbGciOiJIUzI1NiIsInR5cCI6ImNvbmNvcmQtaWRlbnRpdHkifQ.eyJzdWIiOiJ1MSIsImV4cCI6OTk5OTk5OTk5OX0.c2lnbmF0dXJl",
      },
    ],
    ["an unsigned cookie", { cookie: "concord=eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1MSJ9." }],
    ["a token of nonsense", { authorization: "Bearer concord_nonsense" }],
  ])("with %s is nobody", async (_what, headers) => {
    const visitor = new Visitor(running, headers as Record<string, string>);
    expect((await visitor.get(`/api/docs/${doc}`)).status).toBe(404);
    expect(await visitor.refusal(doc)).toEqual({ code: 4403, bytes: 0 });
  });

  it("[A4] with somebody else's cookie or token, or one that is over, gets no byte of what is not theirs", async () => {
    const writer = await owner.write(doc);
    writer.text.insert(0, "secret words");
    const other = new Visitor(running);
    await other.create();
    const tokenOf = async (who: Visitor, more: object = {}) =>
      (await who.post("/api/me/tokens", { name: "x", ...more })).json;
    const foreign = await tokenOf(other);
    const ended = await tokenOf(owner);
    await owner.post("/api/me/tokens/end", { id: ended.token.id });
    const expired = await tokenOf(owner, { expires: Date.now() + 20 });
    await until("it is over", () => Date.now() > expired.token.expires);
    const bearers = [foreign, ended, expired].map(
      ({ secret }) => new Visitor(running, { authorization: `Bearer ${secret}` }),
    );
    for (const visitor of [other, ...bearers]) {
      expect((await visitor.get(`/api/docs/${doc}`)).status).toBe(404);
      expect(await visitor.refusal(doc)).toEqual({ code: 4403, bytes: 0 });
      expect((await visitor.refusal(`${doc}.margin`)).bytes).toBe(0);
    }
    writer.leave();
  });
});

describe("a link", () => {
  it("[A5] lets a guest in with its role, and its secret is kept only as a hash", async () => {
    const { visitor, link } = await guest("edit");
    const writer = await visitor.write(doc);
    writer.text.insert(0, "by a guest");
    const reader = await owner.write(doc);
    await until("the owner sees it", () => reader.text.toString() === "by a guest");
    const shown = await owner.sharing(doc);
    expect(JSON.stringify(shown)).not.toContain(link.secret);
    expect(shown.people.map(({ role }) => role)).toEqual(["own", "edit"]);
    expect((await visitor.get(`/api/docs/${doc}/sharing`)).status).toBe(403);
    writer.leave();
    reader.leave();
  });

  it("[A5] that has ended, expired or never was looks the same", async () => {
    const visitor = new Visitor(running);
    await visitor.me();
    const ended = await owner.link(doc, "edit");
    await owner.post(`/api/docs/${doc}/sharing/end-link`, { link: ended.id });
    const short = await owner.link(doc, "edit", { expires: Date.now() + 30 });
    await until(
      "it is over",
      () => Date.now() > 0 && visitor.open(short.secret).then(({ status }) => status === 404),
    );
    const answers = [
      await visitor.open(ended.secret),
      await visitor.open(short.secret),
      await visitor.open("x".repeat(32)),
    ];
    expect(new Set(answers.map(({ status, json }) => JSON.stringify([status, json]))).size).toBe(1);
  });

  it("with a password opens with it and not without", async () => {
    const visitor = new Visitor(running);
    await visitor.me();
    const link = await owner.link(doc, "view", { password: "open sesame" });
    expect((await visitor.open(link.secret)).json.code).toBe("link/password");
    expect((await visitor.open(link.secret, "wrong")).json.code).toBe("link/password");
    expect((await visitor.open(link.secret, "open sesame")).status).toBe(200);
    expect((await visitor.get(`/api/docs/${doc}`)).json.doc.role).toBe("view");
  });

  it("cannot be guessed quickly: tries from one address are limited", async () => {
    const visitor = new Visitor(running);
    await visitor.me();
    const answers = [];
    for (let i = 0; i < 40; i++) answers.push((await visitor.open(`guess${i}`)).status);
    expect(answers).toContain(429);
  });
});

describe("[R10] a viewer", () => {
  it.each(["view", "comment"] as const)(
    "with %s changes nothing with any form of write, stays connected, and is present",
    async (role) => {
      const { visitor } = await guest(role);
      const raw = await visitor.raw(doc);
      const [update] = updatesOf(9, ["never"]) as [Uint8Array];
      raw.send(encodeSync(2, update));
      raw.send(encodeSync(1, update));
      raw.presence([[9, 1, { here: true }]]);
      const reader = await owner.write(doc);
      await until("the viewer is seen", () => reader.provider.awareness.getStates().has(9));
      expect(reader.text.toString()).toBe("");
      expect(raw.socket.readyState).toBe(raw.socket.OPEN);
      for (const form of [
        Uint8Array.from([0x80, 0, 2, update.length, ...update]),
        Uint8Array.from([0, 0x82, 0, update.length, ...update]),
        Uint8Array.from([...encodeSync(0, new Uint8Array([0])), ...encodeSync(2, update)]),
      ]) {
        const one = await visitor.raw(doc);
        one.send(form);
        await one.closed;
      }
      expect(reader.text.toString()).toBe("");
      reader.leave();
      raw.socket.terminate();
      await until("the room is gone", () => running.server.rooms.size === 0);
      const again = await owner.write(doc);
      expect(Y.encodeStateAsUpdate(again.doc)).toEqual(new Uint8Array([0, 0]));
      again.leave();
    },
  );

  it("is told who it is by the server: it cannot call itself the owner", async () => {
    const { visitor } = await guest("view");
    const reader = await owner.write(doc);
    const raw = await visitor.raw(doc);
    const ownerId = (await owner.me()).id;
    raw.presence([[9, 1, { user: { id: ownerId, name: "x" } }]]);
    await until("the viewer is seen", () => reader.provider.awareness.getStates().has(9));
    expect(reader.provider.awareness.getStates().get(9)?.user.id).toBe((await visitor.me()).id);
    raw.socket.terminate();
    reader.leave();
  });
});

describe("live connections", () => {
  it("[A6] end with 4403 when their link ends, and cannot come back", async () => {
    const { visitor, link } = await guest("edit");
    const raw = await visitor.raw(doc);
    await owner.post(`/api/docs/${doc}/sharing/end-link`, { link: link.id });
    expect(await raw.closed).toBe(4403);
    expect((await visitor.refusal(doc)).code).toBe(4403);
  });

  it("[A6] end when their link expires", async () => {
    const { visitor } = await guest("edit", { expires: Date.now() + 300 });
    const raw = await visitor.raw(doc);
    expect(await raw.closed).toBe(4403);
  });

  it("[A6] end with 4410 when the document goes to the trash, and come back when it is restored", async () => {
    const { visitor } = await guest("edit");
    const raw = await visitor.raw(doc);
    await owner.post(`/api/docs/${doc}/document/trash`);
    expect(await raw.closed).toBe(4410);
    expect((await visitor.get(`/api/docs/${doc}`)).status).toBe(404);
    expect((await owner.get("/api/docs?view=trash")).json.docs).toHaveLength(1);
    await owner.post(`/api/docs/${doc}/document/restore`);
    const back = await visitor.raw(doc);
    back.socket.terminate();
  });

  it("[A6] take a lowered and a raised role at once, without reconnecting", async () => {
    const { visitor, link } = await guest("edit");
    const raw = await visitor.raw(doc);
    const access = () => raw.heard.filter((m) => m[0] === MESSAGE_STANDING).at(-1)?.[1];
    await until("it may write", () => access() === 1);
    await owner.post(`/api/docs/${doc}/sharing/change-link`, { link: link.id, role: "view" });
    await until("it may only read", () => access() === 0);
    raw.update(updatesOf(3, ["no"])[0] as Uint8Array);
    await owner.post(`/api/docs/${doc}/sharing/change-link`, { link: link.id, role: "edit" });
    await until("it may write again", () => access() === 1);
    raw.update(updatesOf(4, ["yes"])[0] as Uint8Array);
    const reader = await owner.write(doc);
    await until("only that is there", () => reader.text.toString() === "yes");
    expect(raw.socket.readyState).toBe(raw.socket.OPEN);
    raw.socket.terminate();
    reader.leave();
  });

  it("[A6] are told when their role changes and they may still only read, so that their page asks anew", async () => {
    const { visitor, link } = await guest("view");
    const raw = await visitor.raw(doc);
    const standings = () => raw.heard.filter((m) => m[0] === MESSAGE_STANDING).length;
    await until("it knows what it may do", () => standings() === 1);
    for (const [i, role] of (["comment", "view"] as const).entries()) {
      await owner.post(`/api/docs/${doc}/sharing/change-link`, { link: link.id, role });
      await until("it is told", () => standings() === i + 2);
      expect((await visitor.get(`/api/docs/${doc}`)).json.doc.role).toBe(role);
    }
    raw.socket.terminate();
  });

  it("[A6] bring what was written while only reading was allowed, once writing is again", async () => {
    const { visitor, link } = await guest("edit");
    const writer = await visitor.write(doc);
    writer.text.insert(0, "before ");
    const reader = await owner.write(doc);
    await until("it is there", () => reader.text.toString() === "before ");
    await owner.post(`/api/docs/${doc}/sharing/change-link`, { link: link.id, role: "view" });
    writer.text.insert(7, "meanwhile ");
    // The viewer's presence comes after its write: when it is seen, the write was looked at.
    writer.provider.awareness.setLocalStateField("at", "meanwhile");
    await until("the viewer is seen", () =>
      [...reader.provider.awareness.getStates().values()].some(({ at }) => at === "meanwhile"),
    );
    expect(reader.text.toString()).toBe("before ");
    await owner.post(`/api/docs/${doc}/sharing/change-link`, { link: link.id, role: "edit" });
    writer.text.insert(17, "after");
    await until("all of it is there", () => reader.text.toString() === "before meanwhile after");
    writer.leave();
    reader.leave();
  });

  it("are read-only for everybody while the document is locked, its owner too", async () => {
    const raw = await owner.raw(doc);
    const access = () => raw.heard.filter((m) => m[0] === MESSAGE_STANDING).at(-1)?.[1];
    await until("the owner may write", () => access() === 1);
    await owner.post(`/api/docs/${doc}/sharing/set`, { locked: true });
    await until("nobody writes", () => access() === 0);
    await owner.post(`/api/docs/${doc}/sharing/set`, { locked: false });
    await until("the owner may write again", () => access() === 1);
    raw.socket.terminate();
  });
});

describe("owners", () => {
  it("say what the address alone allows", async () => {
    const stranger = new Visitor(running);
    await stranger.me();
    await owner.post(`/api/docs/${doc}/sharing/set`, { general: "view" });
    expect((await stranger.get(`/api/docs/${doc}`)).json.doc.role).toBe("view");
    await owner.post(`/api/docs/${doc}/sharing/set`, { general: "none" });
    expect((await stranger.get(`/api/docs/${doc}`)).status).toBe(404);
  });

  it("give and take roles by person, and hand the document over", async () => {
    const { visitor, link } = await guest("view");
    const id = (await visitor.me()).id;
    await owner.post(`/api/docs/${doc}/sharing/set-role`, { person: id, role: "edit" });
    expect((await visitor.get(`/api/docs/${doc}`)).json.doc.role).toBe("edit");
    await owner.post(`/api/docs/${doc}/sharing/end-link`, { link: link.id });
    expect((await visitor.get(`/api/docs/${doc}`)).json.doc.role).toBe("edit");
    await owner.post(`/api/docs/${doc}/sharing/hand-over`, { person: id });
    expect((await visitor.get(`/api/docs/${doc}`)).json.doc.role).toBe("own");
    expect((await owner.get(`/api/docs/${doc}`)).json.doc.role).toBe("edit");
    expect((await owner.get(`/api/docs/${doc}/sharing`)).status).toBe(403);
  });

  it("delete for ever: text, links and search are gone", async () => {
    const { visitor, link } = await guest("edit");
    const writer = await visitor.write(doc);
    writer.text.insert(0, "to be forgotten");
    await until("it is stored", async () => (await owner.get(`/api/docs/${doc}`)).json.doc.editedAt > 0);
    writer.leave();
    expect((await owner.post(`/api/docs/${doc}/document/delete`)).status).toBe(400);
    await owner.post(`/api/docs/${doc}/document/trash`);
    expect((await owner.post(`/api/docs/${doc}/document/delete`)).status).toBe(200);
    expect((await owner.get(`/api/docs/${doc}`)).status).toBe(404);
    expect((await owner.get("/api/docs?view=trash")).json.docs).toEqual([]);
    expect((await visitor.open(link.secret)).status).toBe(404);
    expect((await visitor.get("/api/docs")).json.docs).toEqual([]);
  });
});

describe("requests that change something", () => {
  it("[A2] are refused from pages of other sites", async () => {
    for (const origin of ["http://evil.example", "null", `https://127.0.0.1:${running.port}`]) {
      expect((await owner.ask("POST", "/api/docs", {}, { origin })).status).toBe(403);
    }
    const { headers } = await owner.ask("POST", "/api/docs", {}, { origin: running.http });
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("are answered in one shape when they are wrong, and change nothing", async () => {
    for (const [path, body] of [
      [`/api/docs/${doc}/sharing/add-link`, { role: "own" }],
      [`/api/docs/${doc}/sharing/add-link`, { role: "edit", expires: 5 }],
      [`/api/docs/${doc}/sharing/set`, { general: "own" }],
      [`/api/docs/${doc}/document/rename`, { title: "x".repeat(400) }],
      ["/api/me", { name: "", hue: 99 }],
      ["/api/me", "not json"],
    ] as const) {
      const { status, json } = await owner.post(path, body);
      expect(status, path).toBe(400);
      expect(Object.keys(json).sort()).toEqual(["code", "message"]);
    }
    expect((await owner.post("/api/me", "x".repeat(70_000))).status).toBe(413);
    expect((await owner.sharing(doc)).links).toEqual([]);
  });
});

describe("programs", () => {
  it("use a token for HTTP and for the socket, until it ends", async () => {
    const { token, secret } = (await owner.post("/api/me/tokens", { name: "backup" })).json;
    const program = new Visitor(running, { authorization: `Bearer ${secret}` });
    expect((await program.get(`/api/docs/${doc}`)).json.doc.role).toBe("own");
    const raw = await program.raw(doc);
    raw.update(updatesOf(1, ["from a program"])[0] as Uint8Array);
    await until("it is saved", () => raw.saved() === 1);
    raw.socket.terminate();
    expect((await program.post("/api/me/tokens", { name: "more" })).status).toBe(403);
    expect(JSON.stringify((await owner.get("/api/me/tokens")).json)).not.toContain(secret);
    await owner.post("/api/me/tokens/end", { id: token.id });
    expect((await program.get(`/api/docs/${doc}`)).status).toBe(404);
    expect((await program.refusal(doc)).code).toBe(4403);
  });

  it("[A6] are out at once when their token ends or expires, on open connections too; others stay", async () => {
    const tokenFor = async (more: object) =>
      (await owner.post("/api/me/tokens", { name: "x", ...more })).json;
    const programOf = (secret: string) => new Visitor(running, { authorization: `Bearer ${secret}` });
    const [ended, other, short] = [
      await tokenFor({}),
      await tokenFor({}),
      await tokenFor({ expires: Date.now() + 400 }),
    ];
    const [first, second, third] = await Promise.all(
      [ended, other, short].map(({ secret }) => programOf(secret).raw(doc)),
    );
    const person = await owner.raw(doc);
    await owner.post("/api/me/tokens/end", { id: ended.token.id });
    expect(await first?.closed).toBe(4401);
    expect(await third?.closed).toBe(4401);
    expect([second?.socket.readyState, person.socket.readyState]).toEqual([1, 1]);
    second?.socket.terminate();
    person.socket.terminate();
  });
});
