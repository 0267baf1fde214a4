// Quiet peers, deaf peers, slow readers, leaving and coming back.

import { afterEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { RoomName } from "../../lib/names.ts";
import { SUBPROTOCOL } from "../../lib/protocol.ts";
import { systemClock } from "../../sync-server/ops/clock.ts";
import { LIMITS, type Limits } from "../../sync-server/ops/limits.ts";
import { createMemoryStore } from "../../sync-server/store/memory.ts";
import { connect, type Raw, updatesOf } from "../support/raw.ts";
import { join, type Running, startServer, until } from "../support/server.ts";

let running: Running;
const raws: Raw[] = [];

const start = async (limits: Partial<Limits> = {}) => {
  running = await startServer({ limits: { ...LIMITS, ...limits } });
};

const enter = async (room = "r", protocols = [SUBPROTOCOL]) => {
  const raw = await connect(running.url, room, protocols);
  raws.push(raw);
  return raw;
};

afterEach(async () => {
  for (const raw of raws.splice(0)) raw.socket.terminate();
  await running.server.close();
});

describe("heartbeats", () => {
  it("[T3] cut off a peer that gives no sign of life, and its presence goes with it", async () => {
    await start({ heartbeatMs: 150 });
    const [ada, bob] = [await enter(), await enter()];
    ada.presence([[1, 1, { user: "Ada" }]]);
    await until("Ada is seen", () => bob.people().has(1));
    ada.socket.pause();
    await until("Ada is gone", () => !bob.people().has(1));
    expect(bob.socket.readyState).toBe(bob.socket.OPEN);
  });

  it("[T4] say something to a quiet peer, so that it stays", async () => {
    await start({ heartbeatMs: 60, quietMs: 10 });
    const lone = await enter("r", []);
    const before = lone.heard.length;
    await until("three signs came", () => lone.heard.length >= before + 3);
    expect(lone.heard.at(-1)).toEqual(new Uint8Array([1, 1, 0]));
    expect(lone.people().size).toBe(0);
  });
});

describe("a slow reader", () => {
  it("[R7] gets no live frames, one answer when it has drained, and misses nothing; others are not held up", async () => {
    await start({ lagBytes: 64 * 1024 });
    const [ada, bob, slow] = [await enter(), await enter(), await enter()];
    slow.socket.pause();
    const updates = updatesOf(
      1,
      Array.from({ length: 300 }, (_, i) => `${i}`.padEnd(40_000, "x")),
    );
    let sent = 0;
    for (const update of updates) {
      ada.update(update);
      sent += update.length;
    }
    await until("Bob has everything", () => bob.content().getText("t").length === 300 * 40_000, 15_000);
    const room = running.server.rooms.peek("r" as RoomName);
    expect([...(room?.sessions ?? [])].some((session) => session.lags)).toBe(true);
    slow.socket.resume();
    await until("the slow one has it too", () => slow.content().getText("t").length === 300 * 40_000, 15_000);
    expect(sent).toBeGreaterThan(10_000_000);
    expect([...(room?.sessions ?? [])].some((session) => session.lags)).toBe(false);
  });

  it("[R7] is cut off when it takes nothing at all", async () => {
    await start({ lagBytes: 64 * 1024, stuckMs: 100 });
    const [ada, stuck] = [await enter(), await enter()];
    stuck.socket.pause();
    const updates = updatesOf(
      1,
      Array.from({ length: 200 }, () => "x".repeat(40_000)),
    );
    for (const update of updates) ada.update(update);
    const room = running.server.rooms.peek("r" as RoomName);
    await until("it is out of the room", () => room?.sessions.size === 1, 15_000);
    await until("Ada's words are saved", () => ada.saved() === 200);
  });
});

describe("leaving and coming back", () => {
  it("[R12] a room leaves memory, folded, when nobody is there, and is whole when it is opened again", async () => {
    const store = createMemoryStore();
    running = await startServer({ store, limits: { ...LIMITS, idleMs: 30 } });
    const ada = await enter();
    for (const update of updatesOf(1, ["a", "b", "c"])) ada.update(update);
    await until("saved", () => ada.saved() === 3);
    ada.socket.close();
    await until("the room is gone", () => running.server.rooms.size === 0);
    const stored = await store.read("r" as RoomName);
    expect(stored?.tail).toEqual([]);
    expect(stored?.snapshot).toBeDefined();
    const steps = [];
    for await (const step of store.history("r" as RoomName)) steps.push(step);
    const doc = new Y.Doc();
    for (const { update } of steps) Y.applyUpdate(doc, update);
    expect(doc.getText("t").toString()).toBe("abc");
    const bob = await join(running.url, "r");
    expect(bob.text.toString()).toBe("abc");
    bob.leave();
  });

  it("[R12] three hundred rooms that were entered and left are all gone from memory, and whole on the disk", async () => {
    const store = createMemoryStore();
    running = await startServer({ store, limits: { ...LIMITS, idleMs: 5 } });
    const names = Array.from({ length: 300 }, (_, i) => `room-${i}`);
    for (let from = 0; from < names.length; from += 50) {
      await Promise.all(
        names.slice(from, from + 50).map(async (name, i) => {
          const raw = await enter(name);
          raw.update(updatesOf(1 + from + i, [name])[0] as Uint8Array);
          await until("saved", () => raw.saved() === 1);
          raw.socket.terminate();
        }),
      );
    }
    await until("no room is left", () => running.server.rooms.size === 0);
    for (const name of names) {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, (await store.read(name as RoomName))?.snapshot as Uint8Array);
      expect(doc.getText("t").toString()).toBe(name);
    }
  });

  it("[T3][R6] a server's clock that jumps a day ahead or back cuts nobody off and delays nothing", async () => {
    let skew = 0;
    const clock = { ...systemClock, now: () => Date.now() + skew };
    running = await startServer({ clock, limits: { ...LIMITS, heartbeatMs: 60 } });
    const [ada, bob] = [await enter(), await enter()];
    let pings = 0;
    bob.socket.on("ping", () => pings++);
    const updates = updatesOf(1, ["a", "b", "c"]);
    for (const [i, jump] of [0, 86_400_000, -86_400_000].entries()) {
      skew = jump;
      ada.update(updates[i] as Uint8Array);
      await until("it is saved", () => ada.saved() === i + 1);
      const before = pings;
      await until("two heartbeats have passed", () => pings >= before + 2);
    }
    await until("Bob has it", () => bob.content().getText("t").toString() === "abc");
    expect([ada, bob].map(({ socket }) => socket.readyState)).toEqual([1, 1]);
  });

  it("[R12] forty people who hop in and out lose nothing", async () => {
    running = await startServer({ limits: { ...LIMITS, idleMs: 0 } });
    for (let i = 0; i < 40; i++) {
      const raw = await enter();
      raw.update(updatesOf(1000 + i, [`<${i}>`])[0] as Uint8Array);
      await until("saved", () => raw.saved() === 1);
      raw.socket.terminate();
    }
    const reader = await join(running.url, "r");
    for (let i = 0; i < 40; i++) expect(reader.text.toString().split(`<${i}>`)).toHaveLength(2);
    reader.leave();
  });

  it("[R11] a room that grows is folded while people write, and nobody misses a letter", async () => {
    const store = createMemoryStore();
    running = await startServer({ store, limits: { ...LIMITS, foldEntries: 5, tickMs: 1 } });
    const [ada, bob] = [await enter(), await enter()];
    const updates = updatesOf(
      1,
      Array.from({ length: 150 }, (_, i) => `${i} `),
    );
    for (let i = 0; i < updates.length; i++) {
      ada.update(updates[i] as Uint8Array);
      await until("saved", () => ada.saved() === i + 1);
    }
    const text = Array.from({ length: 150 }, (_, i) => `${i} `).join("");
    await until("Bob has it", () => bob.content().getText("t").toString() === text);
    await until("it was folded", async () => (await store.read("r" as RoomName))?.snapshot !== undefined);
    const cyd = await join(running.url, "r");
    expect(cyd.text.toString()).toBe(text);
    cyd.leave();
  });

  it("[T7] a stop stores everything, says 1012, and a second stop is the same stop", async () => {
    const store = createMemoryStore();
    let stored: Promise<unknown> | undefined;
    const watched = {
      ...store,
      close: async () => {
        stored = store.read("r" as RoomName);
        await stored;
        await store.close();
      },
    };
    running = await startServer({ store: watched });
    const ada = await enter();
    for (const update of updatesOf(1, ["a", "b", "c"])) ada.update(update);
    await until(
      "it was heard",
      () => running.server.rooms.peek("r" as RoomName)?.isBusy === true || ada.saved() > 0,
    );
    const closing = running.server.close();
    expect(running.server.close()).toBe(closing);
    expect(await ada.closed).toBe(1012);
    await closing;
    const { tail } = (await stored) as { tail: { update: Uint8Array }[] };
    const doc = new Y.Doc();
    for (const { update } of tail) Y.applyUpdate(doc, update);
    expect(doc.getText("t").length).toBeGreaterThanOrEqual(ada.saved());
  });
});
