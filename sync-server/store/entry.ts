// The bytes of one log entry: time, authors, update. Called by log-store.ts and segment.ts.
// Promises that decoding untrusted or damaged bytes either gives an entry or throws.

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { ClientId, UserId } from "../../lib/names.ts";
import { damaged } from "./seal.ts";
import type { Author, LogEntry } from "./store.ts";

export type EntryValue = Omit<LogEntry, "seq">;

const VERSION = 1;

export function encodeEntry(entry: EntryValue): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, VERSION);
  encoding.writeVarUint(encoder, Math.max(0, Math.floor(entry.time)));
  writeAuthors(encoder, entry.authors);
  encoding.writeUint8Array(encoder, entry.update);
  return encoding.toUint8Array(encoder);
}

/** The update is a view of `bytes`, not a copy. */
export function decodeEntry(key: string, bytes: Uint8Array): EntryValue {
  try {
    const decoder = decoding.createDecoder(bytes);
    if (decoding.readUint8(decoder) !== VERSION) throw damaged(key);
    const time = decoding.readVarUint(decoder);
    const authors = readAuthors(decoder);
    return { time, authors, update: bytes.subarray(decoder.pos) };
  } catch (cause) {
    throw damaged(key, cause);
  }
}

export function writeAuthors(encoder: encoding.Encoder, authors: readonly Author[]): void {
  encoding.writeVarUint(encoder, authors.length);
  for (const author of authors) {
    encoding.writeVarString(encoder, author.user);
    encoding.writeVarUint(encoder, author.clients.length);
    for (const client of author.clients) encoding.writeVarUint(encoder, client);
  }
}

export function readAuthors(decoder: decoding.Decoder): Author[] {
  const authors: Author[] = [];
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    const user = decoding.readVarString(decoder) as UserId;
    const clients: ClientId[] = [];
    for (let n = decoding.readVarUint(decoder); n > 0; n--) {
      clients.push(decoding.readVarUint(decoder) as ClientId);
    }
    authors.push({ user, clients });
  }
  return authors;
}
