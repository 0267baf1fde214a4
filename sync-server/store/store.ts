// The seam to the disk. The Store is truth: what it has acknowledged survives a crash of the
// machine. Called by rooms (the log) and by features (records); test/contract/store.ts is its exam.

import type { ClientId, RoomName, Seq, UserId } from "../../lib/names.ts";

/** Who sent a part of an entry, and the client ids under which its new structs were written. */
export interface Author {
  readonly user: UserId;
  /** Empty for one who only deleted. */
  readonly clients: readonly ClientId[];
}

/** One room's share of one commit. */
export interface NewEntry {
  readonly room: RoomName;
  /** Milliseconds since 1970, by the server's clock. */
  readonly time: number;
  readonly authors: readonly Author[];
  /** A Yjs update, version 1 encoding. */
  readonly update: Uint8Array;
}

export interface LogEntry {
  readonly seq: Seq;
  readonly time: number;
  readonly authors: readonly Author[];
  readonly update: Uint8Array;
}

/** What it takes to open a room: the snapshot holds everything that was folded, the tail the rest. */
export interface Stored {
  /** Whole state as one update, or `undefined` where nothing was folded yet. */
  readonly snapshot: Uint8Array | undefined;
  /** The snapshot's state vector as it was folded with it; `undefined`: not known, read the snapshot. */
  readonly vector?: Uint8Array | undefined;
  /** In ascending order of `seq`. */
  readonly tail: readonly LogEntry[];
}

export interface Folded {
  /** The new snapshot: state of the old one and of every entry in `seqs`, at least. */
  readonly snapshot: Uint8Array;
  /** Its state vector, if that counts all of it. Kept beside it, so that opening need not read it all. */
  readonly vector?: Uint8Array | undefined;
  /** Exactly the entries to take out of the tail. */
  readonly seqs: readonly Seq[];
  /**
   * The same entries for the history, oldest first; neighbours may have been joined into steps, which
   * carry the newest time and seq of their parts. The store compresses them.
   */
  readonly steps: readonly LogEntry[];
}

export interface Record {
  readonly key: string;
  readonly value: Uint8Array;
}

export type JoinSteps = (steps: readonly LogEntry[]) => Promise<readonly LogEntry[]>;

export interface Store {
  /**
   * Appends one entry for each room, all or none, and resolves when they are on the disk (fsync),
   * with their seqs in the same order. Rejects with `store/failed` and leaves nothing behind that a
   * later read would see as half an entry. Concurrent calls are allowed; they may share one fsync.
   */
  append(entries: readonly NewEntry[]): Promise<Seq[]>;
  /** `undefined` where the room has never been written. A read error rejects; it is never absence. */
  read(room: RoomName): Promise<Stored | undefined>;
  /** Replaces snapshot and folded entries in one step. Entries appended meanwhile stay. */
  fold(room: RoomName, folded: Folded): Promise<void>;
  /**
   * Every step of the room with `after < seq <= upTo`, oldest first, folded ones included. Folded
   * steps may have been joined: one then carries the newest time and seq of its parts.
   */
  history(room: RoomName, after?: Seq, upTo?: Seq): AsyncIterable<LogEntry>;
  /**
   * Makes the history coarser, once: the folded steps that are older than `before` are replaced by what
   * `join` makes of them. It may only join neighbours; the newest seq of the parts stays theirs.
   */
  thin(room: RoomName, before: number, join: JoinSteps): Promise<void>;
  /** Removes log, snapshot and history of the room. */
  drop(room: RoomName): Promise<void>;
  /** Every room that has content, in no promised order. */
  rooms(): AsyncIterable<RoomName>;

  /** Records: small values under printable keys such as `doc/<id>`. Absence is `undefined`. */
  get(key: string): Promise<Uint8Array | undefined>;
  /**
   * Durable when it resolves. With `expect` it writes only if the present value is exactly that
   * (`null`: absent) and rejects with `store/conflict` otherwise.
   */
  put(key: string, value: Uint8Array, expect?: Uint8Array | null): Promise<void>;
  del(key: string): Promise<void>;
  /** Records whose key starts with `prefix`, in key order. */
  list(prefix: string): AsyncIterable<Record>;

  /** Waits for everything under way. Idempotent. Afterwards every call rejects with `store/closed`. */
  close(): Promise<void>;
}
