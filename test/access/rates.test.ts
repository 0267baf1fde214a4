// How much one identity, and one address, may do in a while; and that nobody else is slowed down by it.

import { afterEach, describe, expect, it } from "vitest";
import { LIMITS, type Limits } from "../../sync-server/ops/limits.ts";
import { updatesOf } from "../support/raw.ts";
import { type Running, startServer, until } from "../support/server.ts";
import { Visitor } from "../support/visitor.ts";

let running: Running;

afterEach(() => running.server.close());

async function serverWith(limits: Partial<Limits>): Promise<void> {
  running = await startServer({ access: "links", limits: { ...LIMITS, idleMs: 20, ...limits } });
}

async function arrive(): Promise<Visitor> {
  const visitor = new Visitor(running);
  await visitor.me();
  return visitor;
}

describe("[A7] one identity", () => {
  it("makes so many documents and no more; others go on, and it is told when to come back", async () => {
    await serverWith({ docBurst: 3, docsPerSecond: 0.001 });
    const eager = await arrive();
    const answers = [];
    for (let i = 0; i < 5; i++) answers.push(await eager.post("/api/docs"));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 429, 429]);
    expect(answers[4]?.json.code).toBe("too-many");
    expect(Number(answers[4]?.headers.get("retry-after"))).toBeGreaterThan(0);
    const [{ id }] = (await eager.get("/api/docs")).json.docs;
    expect((await eager.post(`/api/docs/${id}/document/duplicate`)).status).toBe(429);
    expect((await (await arrive()).post("/api/docs")).status).toBe(201);
  });

  it("gives so many commands and no more; reading goes on", async () => {
    await serverWith({ commandBurst: 4, commandsPerSecond: 0.001 });
    const eager = await arrive();
    const doc = (await eager.create()).id;
    const statuses = [];
    for (let i = 0; i < 5; i++) statuses.push((await eager.post(`/api/docs/${doc}/document/star`)).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect((await eager.get(`/api/docs/${doc}`)).status).toBe(200);
    expect((await (await arrive()).post("/api/docs")).status).toBe(201);
  });

  it("has so many pages drawn and no more; others go on, and the document itself is still there", async () => {
    await serverWith({ readingBurst: 3, readingsPerSecond: 0.001 });
    const eager = await arrive();
    const doc = (await eager.create()).id;
    const statuses = [];
    for (let i = 0; i < 5; i++) statuses.push((await eager.get(`/api/docs/${doc}/reading`)).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect((await eager.get(`/api/docs/${doc}`)).status).toBe(200);
    const other = await arrive();
    await other.open((await eager.link(doc, "view")).secret);
    expect((await other.get(`/api/docs/${doc}/reading`)).status).toBe(200);
  });

  it("has so many connections open and no more; one that closes makes room", async () => {
    await serverWith({ identitySockets: 2 });
    const eager = await arrive();
    const doc = (await eager.create()).id;
    const [first, second] = [await eager.raw(doc), await eager.raw(doc)];
    expect(await eager.refusal(doc)).toEqual({ code: 1008, bytes: 0 });
    const guest = await arrive();
    await guest.open((await eager.link(doc, "edit")).secret);
    (await guest.raw(doc)).socket.terminate();
    first.socket.terminate();
    await until("there is room again", () => eager.refusalOrOpen(doc).then((code) => code === "open"));
    second.socket.terminate();
  });

  it("opens so many connections in a while and no more", async () => {
    await serverWith({ identitySocketBurst: 3, identitySocketsPerSecond: 0.001 });
    const eager = await arrive();
    const doc = (await eager.create()).id;
    for (let i = 0; i < 3; i++) (await eager.raw(doc)).socket.terminate();
    expect((await eager.refusal(doc)).code).toBe(1008);
  });

  it("writes so much over all its connections together, and who writes with it goes on", async () => {
    await serverWith({ identityWriteBurst: 6, identityWritesPerSecond: 0.001 });
    const eager = await arrive();
    const doc = (await eager.create()).id;
    const guest = await arrive();
    await guest.open((await eager.link(doc, "edit")).secret);
    const other = await guest.raw(doc);
    const both = [await eager.raw(doc), await eager.raw(doc)];
    const updates = updatesOf(7, [..."abcdefgh"]);
    for (const [i, update] of updates.entries()) both[i % 2]?.update(update);
    expect(await Promise.race(both.map(({ closed }) => closed))).toBe(1008);
    other.update(updatesOf(8, ["fine"])[0] as Uint8Array);
    await until("the other's words are stored", () => other.saved() === 1);
    const kept = other.content().getText("t").toString().replace("fine", "");
    expect("abcdefgh".startsWith(kept)).toBe(true);
    expect(kept.length).toBeLessThanOrEqual(6);
    for (const raw of [other, ...both]) raw.socket.terminate();
  });
});

describe("[A7] one address", () => {
  it("is bounded however many identities it takes: documents, and commands of nobody in particular", async () => {
    await serverWith({
      docAddressBurst: 2,
      docsPerAddressSecond: 0.001,
      commandAddressBurst: 6,
      commandsPerAddressSecond: 0.001,
    });
    const made = [];
    for (let i = 0; i < 3; i++) made.push((await (await arrive()).post("/api/docs")).status);
    expect(made).toEqual([201, 201, 429]);
    const named = [];
    for (let i = 0; i < 5; i++)
      named.push((await (await arrive()).post("/api/me", { name: "N", hue: 1 })).status);
    expect(named).toEqual([200, 200, 200, 429, 429]);
  });

  it("guesses so many documents and then learns nothing; whoever was let in goes on", async () => {
    await serverWith({ guessBurst: 5, guessesPerSecond: 0.001 });
    const owner = await arrive();
    const [closed, open] = [(await owner.create()).id, (await owner.create()).id];
    await owner.post(`/api/docs/${open}/sharing/set`, { general: "view" });
    const guest = await arrive();
    await guest.open((await owner.link(closed, "edit")).secret);
    const stranger = await arrive();
    const never = (i: number) => `${i}`.padStart(21, "0");
    expect((await stranger.get(`/api/docs/${open}`)).status).toBe(200);
    const statuses = [];
    for (let i = 0; i < 7; i++) statuses.push((await stranger.get(`/api/docs/${never(i)}`)).status);
    expect(new Set(statuses.slice(0, 4))).toEqual(new Set([404]));
    expect(statuses.at(-1)).toBe(429);
    // What is there, what is there for others and what never was look alike now, over every door.
    const answers = [];
    for (const doc of [closed, never(1)]) {
      const { status, json } = await stranger.get(`/api/docs/${doc}`);
      answers.push(JSON.stringify([status, json, await stranger.refusal(doc)]));
    }
    expect(new Set(answers).size).toBe(1);
    expect((await stranger.refusal(closed)).code).toBe(1008);
    expect(
      (await stranger.get(`/api/docs?ids=${Array.from({ length: 100 }, (_, i) => never(i)).join()}`)).status,
    ).toBe(429);
    for (const known of [owner, guest]) {
      expect((await known.get(`/api/docs/${closed}`)).status).toBe(200);
      (await known.raw(closed)).socket.terminate();
    }
  });
});
