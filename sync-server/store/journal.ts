// Looks at LevelDB's write-ahead log before LevelDB does. Called by level.ts when it opens. LevelDB, as
// the binding sets it up, skips damaged parts of this log in silence: acknowledged words would be gone
// and nobody told. Promises to tell such damage from the torn end that a crash leaves behind.

import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

// LevelDB's log format: blocks with records { checksum: 4, length: 2, kind: 1, payload }.
const BLOCK_BYTES = 32 * 1024;
const HEADER_BYTES = 7;
const FULL = 1;
const FIRST = 2;
const LAST = 4;
const BEGINNINGS = [FULL, FIRST];

/** The path of the first damaged log file, or `undefined` when all are sound. */
export async function findDamagedLog(directory: string): Promise<string | undefined> {
  for (const name of (await readdir(directory)).sort()) {
    if (!name.endsWith(".log")) continue;
    const file = path.join(directory, name);
    if (isDamaged(await readFile(file))) return file;
  }
  return undefined;
}

/**
 * Every write is synced before the next one begins, so only the last one may be incomplete. A bad record
 * with the beginning of another write behind it is therefore damage.
 */
export function isDamaged(log: Uint8Array): boolean {
  let bad = false;
  for (let block = 0; block < log.length; block += BLOCK_BYTES) {
    const end = Math.min(block + BLOCK_BYTES, log.length);
    let at = block;
    while (at + HEADER_BYTES <= end) {
      const next = endOfRecord(log, at, end);
      if (next === undefined) {
        // The length cannot be trusted, so the next record may begin anywhere.
        bad = true;
        at++;
      } else if (bad && BEGINNINGS.includes(log[at + 6] ?? 0)) {
        return true;
      } else {
        at = next;
      }
    }
  }
  return false;
}

/** Where the sound record that begins at `at` ends; `undefined` where there is none. */
function endOfRecord(log: Uint8Array, at: number, end: number): number | undefined {
  const kind = log[at + 6] ?? 0;
  if (kind < FULL || kind > LAST) return undefined;
  const view = new DataView(log.buffer, log.byteOffset, log.byteLength);
  const next = at + HEADER_BYTES + view.getUint16(at + 4, true);
  if (next > end) return undefined;
  return unmasked(view.getUint32(at, true)) === crc32c(log, at + 6, next) ? next : undefined;
}

/** LevelDB stores checksums rotated and shifted, so that data with checksums in it checks well too. */
const unmasked = (stored: number): number => {
  const rotated = (stored - 0xa282ead8) >>> 0;
  return ((rotated >>> 17) | (rotated << 15)) >>> 0;
};

// CRC-32C (Castagnoli): zlib has only the other one.
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

function crc32c(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0xffffffff;
  for (let i = from; i < to; i++) crc = (crc >>> 8) ^ (TABLE[(crc ^ (bytes[i] ?? 0)) & 0xff] ?? 0);
  return ~crc >>> 0;
}
