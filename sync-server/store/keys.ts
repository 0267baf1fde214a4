// How keys are spelled in an ordered key-value store. Called by log-store.ts and the repair command.
// Promises: the range of one room never touches a neighbour's, and keys of one room sort by seq,
// because `/` never occurs in a room name and seqs have a fixed width.

import type { RoomName, Seq } from "../../lib/names.ts";

/** 14 hex digits hold every safe integer. */
const SEQ_DIGITS = 14;

export const FORMAT_KEY = "m/format";
export const SEQ_KEY = "m/seq";

const hex = (seq: number): string => seq.toString(16).padStart(SEQ_DIGITS, "0");

export const entryKey = (room: RoomName, seq: Seq): string => `l/${room}/${hex(seq)}`;
export const snapshotKey = (room: RoomName): string => `s/${room}`;
/** The snapshot's state vector, and what tells which snapshot it is of. */
export const vectorKey = (room: RoomName): string => `v/${room}`;
/** A segment is named by the newest seq in it. */
export const segmentKey = (room: RoomName, last: Seq): string => `h/${room}/${hex(last)}`;
export const recordKey = (key: string): string => `r/${key}`;
/** Exists for every room with content, so that listing rooms does not read their snapshots. */
export const nameKey = (room: RoomName): string => `n/${room}`;

/** Both ends belong to the range. */
export interface KeyRange {
  readonly from: string;
  readonly to: string;
}

const HIGHEST_SEQ = "f".repeat(SEQ_DIGITS);

/** The log entries of a room with `after < seq`. */
export const entryRange = (room: RoomName, after = 0): KeyRange => ({
  from: `l/${room}/${hex(after + 1)}`,
  to: `l/${room}/${HIGHEST_SEQ}`,
});

/** The history segments of a room that hold anything with `after < seq`. */
export const segmentRange = (room: RoomName, after = 0): KeyRange => ({
  from: `h/${room}/${hex(after + 1)}`,
  to: `h/${room}/${HIGHEST_SEQ}`,
});

/** U+10FFFF sorts behind everything that may follow a prefix, in UTF-8 order too. */
export const prefixRange = (prefix: string): KeyRange => ({ from: prefix, to: `${prefix}\u{10ffff}` });

export const NAMES: KeyRange = prefixRange("n/");

export const recordOf = (key: string): string => key.slice(2);
export const nameOf = (key: string): RoomName => key.slice(2) as RoomName;
export const seqOf = (key: string): Seq => Number.parseInt(key.slice(-SEQ_DIGITS), 16) as Seq;
/** The room of an entry or segment key. */
export const roomOf = (key: string): RoomName => key.slice(2, -(SEQ_DIGITS + 1)) as RoomName;
