// The order of an edit: store, show, "Saved". A disk that the test holds, breaks and mends.

import { afterEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { MESSAGE_STANDING, SUBPROTOCOL } from "../../lib/protocol.ts";
import { EMPTY_UPDATE } from "../../lib/update.ts";
import { LIMITS } from "../../sync-server/ops/limits.ts";
import type { ServerOptions } from "../../sync-server/server.ts";
import { createMemoryStore } from "../../sync-server/store/memory.ts";
import { type Fault, faulty } from "../support/faulty-store.ts";
import { connect, type Raw, updatesOf } from "../support/raw.ts";
import { type Running, startServer, until } from "../support/server.ts";

let running: Running;
let fault: Fault;
const raws: Raw[] = [];

async function start(options: Partial<ServerOptions> = {}) {
  const store = faulty(createMemoryStore());
  fault = store.fault;
  running = await startServer({ store, ...options });
  return store;
}

const enter = async (room: string, own = true) => {
  const raw = await connect(running.url, room, own ? [SUBPROTOCOL] : []);
  raws.push(raw);
  return raw;
};

const textOf = (raw: Raw) => raw.content().getText("t").toString();

afterEach(async () => {
  for (const raw of raws.splice(0)) raw.socket.terminate();
  fault.mend();
  fault.release();
  await running.server.close();
});

describe("an edit", () => {
  it("[R3] is not shown to anybody before the store has it, and then it is", async () => {
    await start();
    const [ada, bob] = [await enter("r"), await enter("r")];
    const [first] = updatesOf(1, ["hello"]) as [Uint8Array];
    fault.hold();
    ada.update(first);
    await until("the store was asked", () => fault.tries === 1);
    bob.send(new Uint8Array([3]));
    await until("Bob's question was answered", () => bob.heard.some((m) => m[0] === 1));
    expect(textOf(bob)).toBe("");
    expect(ada.saved()).toBe(0);
    fault.release();
    await until("Bob sees it", () => textOf(bob) === "hello");
    await until("Ada's is saved", () => ada.saved() === 1);
  });

  it("[R4] 'saved n' counts this session's writes, and covers those that said nothing new", async () => {
    await start();
    const ada = await enter("r");
    const [a, b] = updatesOf(1, ["a", "b"]) as [Uint8Array, Uint8Array];
    fault.hold();
    ada.update(a);
    await until("the store was asked", () => fault.tries === 1);
    ada.update(a);
    ada.update(EMPTY_UPDATE);
    ada.update(b);
    ada.update(EMPTY_UPDATE);
    expect(ada.saved()).toBe(0);
    fault.release();
    await until("all five are saved", () => ada.saved() === 5);
    ada.update(b);
    await until("a repeat in a quiet room is saved at once", () => ada.saved() === 6);
    expect(fault.tries).toBe(2);
  });

  it("[R4] a repeat that arrives behind an unstored write is not saved before that write is", async () => {
    await start();
    const ada = await enter("r");
    const bob = await enter("r");
    const [a] = updatesOf(1, ["a"]) as [Uint8Array];
    const [x, y] = updatesOf(2, ["x", "y"]) as [Uint8Array, Uint8Array];
    bob.update(x);
    await until("x is saved", () => bob.saved() === 1);
    fault.hold();
    ada.update(a);
    await until("the store was asked", () => fault.tries === 2);
    bob.update(y);
    bob.update(x);
    bob.presence([[2, 1, { here: true }]]);
    await until("Bob is seen", () => ada.people().has(2));
    expect(bob.saved()).toBe(1);
    fault.release();
    await until("Bob's are saved", () => bob.saved() === 3);
    expect(textOf(ada)).toContain("xy");
  });

  it("[C2] hears nothing of our own numbers without our subprotocol", async () => {
    await start();
    const ada = await enter("r", false);
    ada.update(updatesOf(1, ["a"])[0] as Uint8Array);
    const bob = await enter("r");
    ada.update(updatesOf(2, ["b"])[0] as Uint8Array);
    await until("Bob has both", () => textOf(bob).includes("b"));
    expect(ada.heard.filter((m) => (m[0] as number) >= 100)).toEqual([]);
    expect(bob.heard.some((m) => m[0] === MESSAGE_STANDING)).toBe(true);
  });

  it("[R13] that everybody has is neither stored nor shown again, deletions included", async () => {
    const store = await start();
    const doc = new Y.Doc();
    doc.getText("t").insert(0, "hello");
    doc.getText("t").delete(1, 2);
    const ada = await enter("r");
    ada.update(Y.encodeStateAsUpdate(doc));
    await until("saved", () => ada.saved() === 1);
    const again = await enter("r");
    const { encodeSync } = await import("../../lib/protocol.ts");
    again.send(encodeSync(1, Y.encodeStateAsUpdate(doc)));
    await until("acknowledged", () => again.saved() === 1);
    expect(fault.tries).toBe(1);
    expect((await store.read("r" as never))?.tail).toHaveLength(1);
  });
});

describe("a failing store", () => {
  it("[R5] withholds showing and saving, tells the people, turns ready red, and recovers without hands", async () => {
    await start({ limits: { ...LIMITS, retryFirstMs: 5, retryLongestMs: 20 } });
    const [ada, bob] = [await enter("r"), await enter("r")];
    const updates = updatesOf(1, ["a", "b", "c"]);
    fault.breakIt();
    for (const update of updates) ada.update(update);
    await until("it was tried more than once", () => fault.tries > 3);
    expect(ada.saved()).toBe(0);
    expect(textOf(bob)).toBe("");
    const standing = (raw: Raw) => raw.heard.filter((m) => m[0] === MESSAGE_STANDING).at(-1)?.[2];
    expect(standing(ada)).toBe(0);
    expect(standing(bob)).toBe(0);
    expect((await fetch(`${running.http}/readyz`)).status).toBe(503);
    bob.presence([[2, 1, { here: true }]]);
    await until("people still see each other", () => ada.people().has(2));
    fault.mend();
    await until("everything is saved", () => ada.saved() === 3);
    await until("and shown, in order", () => textOf(bob) === "abc");
    expect(standing(ada)).toBe(1);
    expect((await fetch(`${running.http}/readyz`)).status).toBe(200);
  });

  it("[R5] sends people away with 1011 above the bound, acknowledging nothing", async () => {
    await start({ limits: { ...LIMITS, retryFirstMs: 5, retryLongestMs: 20, maxUnstoredBytes: 2_000 } });
    const ada = await enter("r");
    fault.breakIt();
    for (const update of updatesOf(1, ["a".repeat(900), "b".repeat(900), "c".repeat(900)]))
      ada.update(update);
    expect(await ada.closed).toBe(1011);
    expect(ada.saved()).toBe(0);
    fault.mend();
    const back = await enter("r");
    for (const update of updatesOf(1, ["a", "b"])) back.update(update);
    await until("what it brings again is saved", () => back.saved() === 2);
  });

  it("[R1] a load that fails closes with 1011, is forgotten, and is never an empty document", async () => {
    const store = await start();
    await store.append([
      { room: "r" as never, time: 1, authors: [], update: updatesOf(1, ["kept"])[0] as Uint8Array },
    ]);
    fault.failReads = true;
    const ada = await enter("r");
    expect(await ada.closed).toBe(1011);
    expect(ada.heard).toEqual([]);
    fault.failReads = false;
    const bob = await enter("r");
    bob.send(new Uint8Array([0, 0, 1, 0]));
    await until("the document is there", () => textOf(bob) === "kept");
  });
});

describe("joining", () => {
  it("[R1] a hundred who open a room at once share one load", async () => {
    await start();
    const all = await Promise.all(Array.from({ length: 100 }, () => enter("r")));
    expect(all).toHaveLength(100);
    expect(fault.reads).toBe(1);
  });

  it("[R8] reports only clocks without a gap, keeps what came early, and gives it to who asks", async () => {
    await start();
    const ada = await enter("r");
    const [a, b, c] = updatesOf(7, ["a", "b", "c"]) as [Uint8Array, Uint8Array, Uint8Array];
    ada.update(a);
    ada.update(c);
    await until("both are stored", () => ada.saved() === 2);
    const bob = await enter("r");
    const step1 = bob.heard.find((m) => m[0] === 0 && m[1] === 0) as Uint8Array;
    expect(Y.decodeStateVector(step1.subarray(3)).get(7)).toBe(1);
    ada.update(b);
    await until("it is stored", () => ada.saved() === 3);
    bob.send(new Uint8Array([0, 0, 1, 0]));
    await until("Bob has all three", () => textOf(bob) === "abc");
    const cyd = await enter("r");
    const later = cyd.heard.find((m) => m[0] === 0 && m[1] === 0) as Uint8Array;
    expect(Y.decodeStateVector(later.subarray(3)).get(7)).toBe(3);
  });
});
