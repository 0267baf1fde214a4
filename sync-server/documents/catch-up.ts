// When a document that somebody writes in is read again, so that something derived from its text catches up: after the
// first edit, at pauses, and never for more than a small part of a thread. Called by digests, once for what lists
// show and once for the search index.

import type { RoomName } from "../../lib/names.ts";
import type { Clock } from "../ops/clock.ts";
import type { Room } from "../room/room.ts";

export interface Pace {
  /** ms after the first edit in a while. */
  readonly firstMs: number;
  /** ms without an edit. */
  readonly quietMs: number;
  /** ms between two readings while somebody writes without a pause, at least. */
  readonly restMs: number;
  /**
   * What a reading takes, in ms for each kB that is stored of the document, on a small machine. Not measured each
   * time: the first one also waits for its worker to start.
   */
  readonly readMsPerKb: number;
}

/** While somebody writes without a pause, one part in 100 of a thread, and a minute of rest at most. */
const REST = 100;
const MAX_REST_MS = 60_000;
/** Where pauses come often, or somebody asks, one part in 20. */
const SHORT_REST = 20;

export interface CatchUpEnv {
  readonly clock: Clock;
  /** Asked anew each time: it may hang on who is looking. */
  readonly pace: (room: Room) => Pace;
  /** Never rejects. */
  readonly read: (room: Room) => Promise<void>;
}

export interface CatchUp {
  /** Something was stored. */
  edited(room: Room): void;
  /** All of it was read in some other way. False: it was not behind. */
  caughtUp(room: Room): boolean;
  /** Something was stored that no reading has begun with. */
  isBehind(room: Room): boolean;
  /** Those that are behind or just being read. */
  unread(): Room[];
  /** Reads it now, or is there when the reading that is on its way ends; nothing if it was read a moment ago. */
  now(room: Room): Promise<void>;
  /** The pace is another one now. */
  paceChanged(): void;
  /** Reads all that are behind. */
  finish(): Promise<void>;
  /** Reads none any more. Resolves when the last reading has ended. */
  stop(): Promise<void>;
}

interface Behind {
  /** The last in which it was written: rooms close and open, and what an older one holds is old. */
  room: Room;
  /** When the first edit was stored that was not read, and the last one. */
  readonly since: number;
  last: number;
  cancel: () => void;
}

export function createCatchUp({ clock, pace: paceOf, read }: CatchUpEnv): CatchUp {
  const behind = new Map<RoomName, Behind>();
  const reading = new Map<RoomName, { readonly room: Room; readonly end: Promise<void> }>();
  /** When each was read, and what that takes, in ms. */
  const lastRead = new WeakMap<Room, { readonly at: number; readonly takes: number }>();

  function edited(room: Room): void {
    const known = behind.get(room.name);
    if (known !== undefined) {
      known.room = room;
      known.last = clock.now();
      return;
    }
    const since = clock.now();
    const entry: Behind = { room, since, last: since, cancel: () => {} };
    behind.set(room.name, entry);
    if (!reading.has(room.name)) waitFor(entry);
  }

  function waitFor(entry: Behind): void {
    const look = () => (clock.now() >= dueAt(entry) ? void start(entry.room) : waitFor(entry));
    entry.cancel = clock.after(Math.max(0, dueAt(entry) - clock.now()), look);
  }

  function dueAt({ room, since, last }: Behind): number {
    const pace = paceOf(room);
    const quiet = last + pace.quietMs;
    const before = lastRead.get(room);
    if (before === undefined) return Math.min(since + pace.firstMs, quiet);
    const rest = Math.min(Math.max(pace.restMs, before.takes * REST), Math.max(pace.restMs, MAX_REST_MS));
    return Math.max(Math.min(Math.max(since + pace.firstMs, before.at + rest), quiet), restedAt(room));
  }

  /** Not even where somebody asks before that. */
  function restedAt(room: Room): number {
    const before = lastRead.get(room);
    return before === undefined ? 0 : before.at + Math.min(before.takes * SHORT_REST, MAX_REST_MS);
  }

  function start(room: Room): Promise<void> {
    behind.get(room.name)?.cancel();
    // What is stored from here on is not in what is read.
    behind.delete(room.name);
    const takes = (bytesOf(room) / 1024) * paceOf(room).readMsPerKb;
    const end = read(room).then(() => {
      reading.delete(room.name);
      lastRead.set(room, { at: clock.now(), takes });
      const entry = behind.get(room.name);
      if (entry !== undefined) waitFor(entry);
    });
    reading.set(room.name, { room, end });
    return end;
  }

  const ended = () => Promise.all([...reading.values()].map(({ end }) => end));

  return {
    edited,
    caughtUp({ name }) {
      behind.get(name)?.cancel();
      return behind.delete(name);
    },
    isBehind: ({ name }) => behind.has(name),
    unread: () => [...new Set([...behind.values(), ...reading.values()].map(({ room }) => room))],
    now(room) {
      const under = reading.get(room.name);
      if (under !== undefined) return under.end;
      return behind.has(room.name) && clock.now() >= restedAt(room) ? start(room) : Promise.resolve();
    },
    paceChanged() {
      for (const [name, entry] of behind) {
        entry.cancel();
        if (!reading.has(name)) waitFor(entry);
      }
    },
    async finish() {
      await ended();
      await Promise.all([...behind.values()].map(({ room }) => start(room)));
    },
    async stop() {
      for (const { cancel } of behind.values()) cancel();
      behind.clear();
      await ended();
    },
  };
}

function bytesOf({ content: { snapshot, tail } }: Room): number {
  return tail.reduce((sum, { update }) => sum + update.byteLength, snapshot?.byteLength ?? 0);
}
