// When the process commits: turned by hand, with a store that says when it was asked.

import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { RoomName, Seq, UserId } from "../../lib/names.ts";
import { LIMITS } from "../../sync-server/ops/limits.ts";
import { silentLog } from "../../sync-server/ops/log.ts";
import { inlineFolder } from "../../sync-server/room/fold.ts";
import { Rooms } from "../../sync-server/room/rooms.ts";
import type { NewEntry, Store } from "../../sync-server/store/store.ts";
import { SimClock } from "../support/sim.ts";

const ADA = "ada" as UserId;

async function house(rooms: number) {
  const clock = new SimClock(() => 0.5);
  const commits: { at: number; rooms: number }[] = [];
  let seq = 0;
  const store = {
    append: async (entries: readonly NewEntry[]) => {
      commits.push({ at: clock.now(), rooms: entries.length });
      return entries.map(() => ++seq as Seq);
    },
    read: async () => undefined,
  } as Partial<Store> as Store;
  const all = new Rooms({ store, clock, limits: LIMITS, log: silentLog, folder: inlineFolder });
  const open = await Promise.all(Array.from({ length: rooms }, (_, i) => all.open(`r${i}` as RoomName)));
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  /** One more letter in every room. */
  const write = () => {
    doc.getText("t").insert(doc.getText("t").length, "x");
    for (const room of open) void room.writeAs(ADA, updates.at(-1) as Uint8Array);
  };
  const gaps = () => commits.slice(1).map(({ at }, i) => at - (commits[i]?.at ?? 0));
  return { clock, commits, write, gaps };
}

describe("commits", () => {
  it("[R6] come at once after a quiet moment, however many rooms there are", async () => {
    const { clock, commits, write } = await house(20);
    for (let i = 0; i < 3; i++) {
      const before = clock.now();
      write();
      await clock.advance(0);
      expect(commits.at(-1)).toEqual({ at: before, rooms: 20 });
      await clock.advance(1_000);
    }
  });

  it("[R6] keep a frame between them while a few rooms are awake", async () => {
    const { clock, write, gaps } = await house(LIMITS.crowdRooms);
    for (let ms = 0; ms < 200; ms += 4) {
      write();
      await clock.advance(4);
    }
    expect(gaps().every((gap) => gap === LIMITS.commitGapMs)).toBe(true);
  });

  it("[R6] keep two frames between them while many are, so that one fsync serves more of them", async () => {
    const { clock, commits, write, gaps } = await house(LIMITS.crowdRooms + 1);
    for (let ms = 0; ms < 400; ms += 4) {
      write();
      await clock.advance(4);
    }
    expect(gaps().every((gap) => gap === LIMITS.crowdCommitGapMs)).toBe(true);
    expect(commits.length).toBe(Math.ceil(400 / LIMITS.crowdCommitGapMs));
  });
});
