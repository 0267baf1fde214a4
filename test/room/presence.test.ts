// Who may speak for whom. Raw clients, because stock ones never lie.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SUBPROTOCOL } from "../../lib/protocol.ts";
import { LIMITS } from "../../sync-server/ops/limits.ts";
import { connect, type Raw, updatesOf } from "../support/raw.ts";
import { type Running, startServer, until } from "../support/server.ts";

let running: Running;
const raws: Raw[] = [];

beforeEach(async () => {
  running = await startServer({ limits: { ...LIMITS, challengeMs: 50 } });
});

afterEach(async () => {
  for (const raw of raws.splice(0)) raw.socket.terminate();
  await running.server.close();
});

const enter = async (protocols: string[] = []) => {
  const raw = await connect(running.url, "r", protocols);
  raws.push(raw);
  return raw;
};

/** Everything sent before this has been handled: the answer to a question came after it. */
async function handled(raw: Raw) {
  const before = raw.heard.filter((m) => m[0] === 0 && m[1] === 1).length;
  raw.send(new Uint8Array([0, 0, 1, 0]));
  await until("it was handled", () => raw.heard.filter((m) => m[0] === 0 && m[1] === 1).length > before);
}

describe("presence", () => {
  it("[P2] nobody can set, remove or out-clock another's state", async () => {
    const [ada, eve, bob] = [await enter(), await enter(), await enter()];
    ada.presence([[1, 5, { user: "Ada" }]]);
    eve.presence([[2, 1, { user: "Eve" }]]);
    await until("both are seen", () => bob.people().size === 2);
    eve.presence([[1, 6, { user: "forged" }]]);
    eve.presence([[1, 2 ** 31, { user: "forged" }]]);
    eve.presence([[1, 7, null]]);
    await handled(eve);
    ada.presence([[1, 6, { user: "Ada", moved: true }]]);
    await until("Ada moved", () => (bob.people().get(1) as { moved?: boolean }).moved === true);
    expect(bob.people().get(1)).toEqual({ user: "Ada", moved: true });
  });

  it("[P5] repeats are dropped, renewals are shown", async () => {
    const [ada, bob] = [await enter(), await enter()];
    ada.presence([[1, 5, { a: 1 }]]);
    await until("seen", () => bob.people().has(1));
    const count = () => bob.heard.filter((m) => m[0] === 1).length;
    const before = count();
    ada.presence([[1, 5, { a: 1 }]]);
    ada.presence([[1, 4, { a: 0 }]]);
    await handled(ada);
    await handled(bob);
    expect(count()).toBe(before);
    ada.presence([[1, 6, { a: 1 }]]);
    await until("the renewal came", () => count() === before + 1);
  });

  it("[P3] a session that was there does not become somebody who has left by repeating them", async () => {
    const [ada, bob] = [await enter(), await enter()];
    bob.presence([[2, 1, { user: "Bob" }]]);
    ada.presence([[1, 5, { user: "Ada" }]]);
    await until("Ada is seen", () => bob.people().has(1));
    ada.socket.terminate();
    await until("Ada is gone", () => !bob.people().has(1));
    bob.presence([[1, 5, { user: "Ada" }]]);
    await handled(bob);
    const cyd = await enter();
    await until("Cyd sees Bob", () => cyd.people().has(2));
    expect(cyd.people().has(1)).toBe(false);
  });

  it("[P7] who comes back with the same clock is seen at once, and sees no old state of their own", async () => {
    const [ada, bob] = [await enter(), await enter()];
    bob.presence([[2, 1, { user: "Bob" }]]);
    for (let round = 0; round < 3; round++) {
      const back = round === 0 ? ada : await enter();
      back.presence([[1, 5, { user: "Ada", round }]]);
      await until("Ada is seen", () => (bob.people().get(1) as { round?: number })?.round === round);
      back.presence([[1, 6, { user: "Ada", round, moved: true }]]);
      await until("and moves", () => (bob.people().get(1) as { moved?: boolean })?.moved === true);
      if (round > 0) expect(back.people().has(1)).toBe(false);
      back.socket.terminate();
      await until("Ada is gone", () => !bob.people().has(1));
    }
  });

  it("[P4] a half-open predecessor is pinged, and makes room for who comes back", async () => {
    const bob = await enter();
    const dead = await enter();
    dead.presence([[1, 5, { user: "Ada" }]]);
    await until("Ada is seen", () => bob.people().has(1));
    dead.socket.pause(); // alive for TCP, deaf for pings
    const back = await enter();
    back.presence([[1, 5, { user: "Ada", again: true }]]);
    await until("she is back", () => (bob.people().get(1) as { again?: boolean })?.again === true);
  });

  it("[P4] a living holder keeps the id", async () => {
    const [ada, eve] = [await enter(), await enter()];
    ada.presence([[1, 5, { user: "Ada" }]]);
    await until("Ada is seen", () => eve.people().has(1));
    const ponged = new Promise((resolve) => ada.socket.once("ping", resolve));
    eve.presence([[1, 9, { user: "Eve" }]]);
    await ponged;
    await handled(ada);
    await handled(eve);
    expect(eve.people().get(1)).toEqual({ user: "Ada" });
  });

  it("[P8] a connection speaks for four at most, in states of at most 16 KiB that are objects", async () => {
    const [eve, bob] = [await enter(), await enter()];
    eve.presence(Array.from({ length: 60 }, (_, i) => [100 + i, 1, { i }] as const));
    await until("some came", () => bob.people().size > 0);
    expect(bob.people().size).toBe(4);
    eve.presence([[100, 2, { big: "x".repeat(20_000) }]]);
    eve.presence([[100, 3, "text"]]);
    eve.presence([[100, 4, { fine: true }]]);
    await until("the fine one came", () => (bob.people().get(100) as { fine?: boolean }).fine === true);
    expect(bob.heard.every((m) => m.length < 2_000)).toBe(true);
  });

  it("[P8] keys such as __proto__ pass through as data", async () => {
    const [eve, bob] = [await enter(), await enter()];
    eve.socket.send(rawPresence(1, '{"__proto__":{"x":1},"constructor":{"prototype":{"x":1}}}'));
    await until("it came", () => bob.people().has(1));
    expect(({} as { x?: number }).x).toBeUndefined();
    expect((await fetch(`${running.http}/healthz`)).status).toBe(200);
  });

  it("[P6] a stock client hears its own presence, one of ours does not", async () => {
    const stock = await enter();
    stock.presence([[1, 1, { user: "Stock" }]]);
    await until("the echo came", () => stock.people().has(1));
    const ours = await enter([SUBPROTOCOL]);
    ours.presence([[2, 1, { user: "Ours" }]]);
    await until("others hear it", () => stock.people().has(2));
    expect(ours.people().has(2)).toBe(false);
  });

  it("[P1][R6] many moves and keys of one tick arrive as one message of each kind", async () => {
    const [ada, bob] = [await enter(), await enter()];
    ada.presence([[1, 0, { at: -1 }]]);
    await until("Ada is seen", () => bob.people().has(1));
    const before = bob.heard.length;
    const updates = updatesOf(
      1,
      Array.from({ length: 200 }, () => "x"),
    );
    updates.forEach((update, i) => {
      ada.update(update);
      ada.presence([[1, i + 1, { at: i }]]);
    });
    await until("all arrived", () => bob.content().getText("t").length === 200);
    await until("the last move arrived", () => (bob.people().get(1) as { at: number }).at === 199);
    expect(bob.heard.length - before).toBeLessThan(40);
  });
});

function rawPresence(id: number, json: string): Uint8Array {
  const state = Buffer.from(json);
  const inner = [1, id, 1, state.length, ...state];
  return Uint8Array.from([1, inner.length, ...inner]);
}
