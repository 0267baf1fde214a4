// Reads Yjs updates (version 1 encoding) as bytes, without building a document. Called by the room
// for every inbound update, and when a room is loaded. What passes `scanUpdate` loads into any Y.Doc.
// The format is the one of yjs 13 `UpdateDecoderV1` and `readItemContent`.

import * as Y from "yjs";
import { ByteReader, malformed } from "./bytes.ts";

/** Structs `from <= clock < to` that one client wrote. */
export interface StructRange {
  readonly client: number;
  readonly from: number;
  readonly to: number;
}

/** Where one client's structs stand in an update, as offsets; for merging without reading them again. */
export interface Part extends StructRange {
  readonly structs: number;
  readonly start: number;
  readonly end: number;
}

export interface Scan {
  /** Runs without a gap, in the order of the update. Skips are no part of them. */
  readonly ranges: readonly Part[];
  /** No skips: `ranges` are all of the update's structs. */
  readonly isWhole: boolean;
  /** Where the delete set begins, as an offset into the update. */
  readonly deletesAt: number;
  readonly hasDeletes: boolean;
}

/** An update that says nothing: no structs, no deletions. */
export const EMPTY_UPDATE = new Uint8Array([0, 0]);

/** The state vector of somebody who has nothing. */
export const isEmptyVector = (vector: Uint8Array): boolean => vector.length === 1 && vector[0] === 0;

/**
 * Checks an update from its first byte to its last and says what it covers.
 * Throws `update/malformed` for anything that a Y.Doc could not read: wrong structure, text that is not
 * UTF-8, JSON that does not parse, empty structs, clocks beyond 2^53, nesting beyond 64, trailing bytes.
 */
export function scanUpdate(update: Uint8Array): Scan {
  const reader = new ByteReader(update);
  const ranges: Part[] = [];
  let isWhole = true;
  const clients = reader.uint();
  // A client that came twice would make Y.Doc keep only its second part.
  const seen = clients > 1 ? new Set<number>() : undefined;
  for (let i = 0; i < clients; i++) {
    const structs = reader.uint();
    const client = reader.uint();
    let clock = reader.uint();
    if (seen !== undefined) {
      if (seen.has(client)) malformed("a client twice");
      seen.add(client);
    }
    let from = clock;
    let start = reader.at;
    let first = 0;
    for (let s = 0; s < structs; s++) {
      const at = reader.at;
      const info = reader.byte();
      if (info === SKIP) {
        isWhole = false;
        if (clock > from) ranges.push({ client, from, to: clock, structs: s - first, start, end: at });
        clock = advance(clock, reader.uint());
        from = clock;
        start = reader.at;
        first = s + 1;
      } else {
        clock = advance(clock, info === GC ? reader.uint() : readItem(reader, info));
      }
    }
    if (clock > from)
      ranges.push({ client, from, to: clock, structs: structs - first, start, end: reader.at });
  }
  const deletesAt = reader.at;
  const deleters = reader.uint();
  for (let i = 0; i < deleters; i++) {
    reader.uint();
    const count = reader.uint();
    for (let d = 0; d < count; d++) advance(reader.uint(), reader.uint());
  }
  reader.end();
  return { ranges, isWhole, deletesAt, hasDeletes: deleters > 0 };
}

const GC = 0;
export const SKIP = 10;
const HAS_ORIGIN = 0x80;
const HAS_RIGHT_ORIGIN = 0x40;
const HAS_PARENT_KEY = 0x20;
const KIND = 0x1f;

function advance(clock: number, length: number): number {
  if (length === 0) malformed("an empty struct");
  const next = clock + length;
  if (next > Number.MAX_SAFE_INTEGER) malformed("a clock beyond 2^53");
  return next;
}

/** Reads one struct after its info byte and returns how many clock ticks it takes. For lib/split.ts. */
export const readStruct = (reader: ByteReader, info: number): number =>
  info === GC || info === SKIP ? reader.uint() : readItem(reader, info);

/** Reads one item after its info byte and returns how many clock ticks it takes. */
function readItem(reader: ByteReader, info: number): number {
  const hasOrigin = (info & HAS_ORIGIN) !== 0;
  const hasRight = (info & HAS_RIGHT_ORIGIN) !== 0;
  if (hasOrigin) reader.id();
  if (hasRight) reader.id();
  if (!hasOrigin && !hasRight) {
    if (reader.uint() === 1) reader.text();
    else reader.id();
    if ((info & HAS_PARENT_KEY) !== 0) reader.text();
  }
  switch (info & KIND) {
    case 1: // ContentDeleted
      return reader.uint();
    case 2: {
      // ContentJSON
      const count = reader.uint();
      for (let i = 0; i < count; i++) reader.json(true);
      return count;
    }
    case 3: // ContentBinary
      reader.skip(reader.uint());
      return 1;
    case 4: // ContentString: its clock counts UTF-16 code units
      return reader.text();
    case 5: // ContentEmbed
      reader.json(false);
      return 1;
    case 6: // ContentFormat
      reader.text();
      reader.json(false);
      return 1;
    case 7: {
      // ContentType: array, map, text, element, fragment, hook, xml text
      const type = reader.uint();
      if (type > 6) malformed("an unknown type");
      if (type === 3 || type === 5) reader.text();
      return 1;
    }
    case 8: {
      // ContentAny
      const count = reader.uint();
      for (let i = 0; i < count; i++) reader.any();
      return count;
    }
    case 9: // ContentDoc
      reader.text();
      reader.any();
      return 1;
    default:
      return malformed("an unknown struct");
  }
}

/** What somebody with this state vector lacks. The delete set always comes whole. */
export const diffUpdate = (update: Uint8Array, vector: Uint8Array): Uint8Array =>
  Y.diffUpdate(update, vector);
