// A checksum behind every value. Called by log-store.ts for whatever it writes and reads.
// Promises that damaged bytes are an error that names the key, never a value. Needed because the
// LevelDB binding does not let us switch on the verification of LevelDB's own checksums.

import zlib from "node:zlib";
import { AppError } from "../../lib/errors.ts";

/** At the end of every sealed value. */
export const CHECKSUM_BYTES = 4;

export function seal(value: Uint8Array): Uint8Array {
  const sealed = new Uint8Array(value.length + CHECKSUM_BYTES);
  sealed.set(value);
  new DataView(sealed.buffer).setUint32(value.length, crc32(value), true);
  return sealed;
}

export function unseal(key: string, sealed: Uint8Array): Uint8Array {
  const length = sealed.length - CHECKSUM_BYTES;
  if (length < 0) throw damaged(key);
  const value = sealed.subarray(0, length);
  const view = new DataView(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (view.getUint32(length, true) !== crc32(value)) throw damaged(key);
  return value;
}

export const damaged = (key: string, cause?: unknown): AppError =>
  new AppError("store/damaged", `The stored value "${key}" is damaged.`, { cause });

// zlib.crc32 came with Node 20.15; before that a table does the same, slower.
const crc32: (bytes: Uint8Array) => number =
  typeof zlib.crc32 === "function" ? (bytes) => zlib.crc32(bytes) : crc32ByTable;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** Exported for its test only. */
export function crc32ByTable(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0);
  return ~crc >>> 0;
}
