// What an administrator can ask of a data folder while the server is stopped. Called by cli.ts. Each
// command resolves with an exit code and says its findings line by line; only `repair` changes data.

import { stat } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../../lib/errors.ts";
import type { RoomName } from "../../lib/names.ts";
import { findDamage, pairs } from "./check.ts";
import { segmentRange } from "./keys.ts";
import type { Kv } from "./kv.ts";
import { openLevel, repairLevel } from "./level.ts";
import { createLogStore } from "./log-store.ts";
import type { LogEntry, Store } from "./store.ts";

type Say = (line: string) => void;

/** Entries of the tail that `inspect` prints one by one. */
const SHOWN_ENTRIES = 20;

export function listRooms(folder: string, say: Say): Promise<number> {
  return withStore(folder, async (kv, store) => {
    say(row("room", "snapshot", "tail", "entries", "history"));
    let count = 0;
    for await (const room of store.rooms()) {
      const size = await sizesOf(kv, store, room);
      say(row(room, kb(size.snapshot), kb(size.tail), String(size.entries), kb(size.history)));
      count++;
    }
    say(`${count} ${count === 1 ? "room" : "rooms"}`);
    return 0;
  });
}

export function inspectRoom(folder: string, name: string, say: Say): Promise<number> {
  return withStore(folder, async (kv, store) => {
    const room = name as RoomName;
    const stored = await store.read(room);
    if (stored === undefined) throw new AppError("doc/not-found", `There is no room "${name}".`);
    const size = await sizesOf(kv, store, room);
    say(`room      ${room}`);
    say(`snapshot  ${kb(size.snapshot)}`);
    say(`tail      ${kb(size.tail)} in ${size.entries} entries`);
    let steps = 0;
    const people = new Set<string>();
    let first: LogEntry | undefined;
    let last: LogEntry | undefined;
    for await (const step of store.history(room)) {
      first ??= step;
      last = step;
      steps++;
      for (const user of usersOf(step)) people.add(user);
    }
    say(
      `history   ${kb(size.history)}; with the tail ${steps} steps by ${[...people].join(", ") || "nobody"}`,
    );
    if (first !== undefined && last !== undefined) {
      say(`written   ${when(first)} to ${when(last)}, seq ${first.seq} to ${last.seq}`);
    }
    if (stored.tail.length > SHOWN_ENTRIES) say(`... the last ${SHOWN_ENTRIES} entries:`);
    for (const entry of stored.tail.slice(-SHOWN_ENTRIES)) {
      say(`  ${entry.seq}  ${when(entry)}  ${entry.update.length} bytes  ${[...usersOf(entry)].join(", ")}`);
    }
    return 0;
  });
}

export function verify(folder: string, say: Say): Promise<number> {
  return withKv(folder, async (kv) => {
    let damaged = 0;
    for await (const { key, problem } of findDamage(kv)) {
      say(`${key}: ${problem}`);
      damaged++;
    }
    if (damaged === 0) say("Everything can be read.");
    else say(`${damaged} damaged. The command "repair" sets them aside, so that the rest opens.`);
    return damaged === 0 ? 0 : 1;
  });
}

export async function repair(folder: string, say: Say): Promise<number> {
  await checkFolder(folder);
  for (const { key, problem } of await repairLevel(folder)) say(`set aside ${key}: ${problem}`);
  return verify(folder, say);
}

async function sizesOf(kv: Kv, store: Store, room: RoomName) {
  const stored = await store.read(room);
  let history = 0;
  for await (const { value } of pairs(kv, segmentRange(room))) history += value.length;
  return {
    snapshot: stored?.snapshot?.length ?? 0,
    tail: stored?.tail.reduce((sum, entry) => sum + entry.update.length, 0) ?? 0,
    entries: stored?.tail.length ?? 0,
    history,
  };
}

async function withKv<T>(folder: string, work: (kv: Kv) => Promise<T>): Promise<T> {
  await checkFolder(folder);
  const kv = await openLevel(folder);
  try {
    return await work(kv);
  } finally {
    await kv.close();
  }
}

/** For commands that know more than rooms. */
export const withStore = <T>(folder: string, work: (kv: Kv, store: Store) => Promise<T>): Promise<T> =>
  withKv(folder, async (kv) => {
    const store = await createLogStore(kv);
    try {
      return await work(kv, store);
    } finally {
      await store.close();
    }
  });

/** Looking at a folder must not make one. */
async function checkFolder(folder: string): Promise<void> {
  const found = await stat(path.join(folder, "store")).catch(() => undefined);
  if (!found?.isDirectory()) throw new AppError("store/failed", `There is no database in ${folder}.`);
}

const usersOf = (entry: LogEntry): Set<string> => new Set(entry.authors.map((author) => author.user));
const when = (entry: LogEntry): string => new Date(entry.time).toISOString();
const kb = (bytes: number): string => (bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`);

const row = (name: string, ...cells: string[]): string =>
  [name.padEnd(32), ...cells.map((cell) => cell.padStart(10))].join(" ");
