// Cuts an update that is too large for one message into several, between its structs. Called by the app's
// socket when somebody comes back with very much unsent work. Nothing is decoded: in version 1 of the
// encoding every struct stands for itself.

import * as encoding from "lib0/encoding";
import { ByteReader } from "./bytes.ts";
import { readStruct, SKIP } from "./update.ts";

interface Section {
  readonly client: number;
  readonly clock: number;
  readonly start: number;
  end: number;
  structs: number;
}

/** A client's number, its clock and a count: at most nine bytes each. */
const SECTION_BYTES = 27;

/**
 * Updates of at most `maxBytes` each that together say what `update` says, in the order in which they must
 * be sent; its deletions are in the last one. `undefined` where one struct alone, or the deletions, are larger.
 * Throws `update/malformed` for what is no update.
 */
export function splitUpdate(update: Uint8Array, maxBytes: number): Uint8Array[] | undefined {
  const reader = new ByteReader(update);
  const groups: Section[][] = [[]];
  // The count of sections, and of deletions where there are none.
  const frame = 10;
  let size = frame;
  for (let clients = reader.uint(); clients > 0; clients--) {
    let structs = reader.uint();
    const client = reader.uint();
    let clock = reader.uint();
    let section: Section | undefined;
    for (; structs > 0; structs--) {
      const start = reader.at;
      const info = reader.byte();
      const length = readStruct(reader, info);
      const bytes = reader.at - start;
      // A gap needs no struct of its own where a section begins behind it.
      if (!(info === SKIP && section === undefined)) {
        if (size + bytes + SECTION_BYTES > maxBytes) {
          if (frame + bytes + SECTION_BYTES > maxBytes) return undefined;
          groups.push([]);
          size = frame;
          section = undefined;
        }
        if (section === undefined) {
          section = { client, clock, start, end: start, structs: 0 };
          groups.at(-1)?.push(section);
          size += SECTION_BYTES;
        }
        section.end = reader.at;
        section.structs++;
        size += bytes;
      }
      clock += length;
    }
  }
  const deletes = update.subarray(reader.at);
  if (size + deletes.length > maxBytes) {
    if (frame + deletes.length > maxBytes) return undefined;
    groups.push([]);
  }
  return groups.map((sections, index) =>
    encode(update, sections, index === groups.length - 1 ? deletes : NO_DELETES),
  );
}

const NO_DELETES = new Uint8Array([0]);

function encode(update: Uint8Array, sections: readonly Section[], deletes: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, sections.length);
  for (const { client, clock, start, end, structs } of sections) {
    encoding.writeVarUint(encoder, structs);
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    encoding.writeUint8Array(encoder, update.subarray(start, end));
  }
  encoding.writeUint8Array(encoder, deletes);
  return encoding.toUint8Array(encoder);
}
