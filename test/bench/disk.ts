// How large a data folder is, and what of our own store is history rather than the present state.

import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { RoomName } from "../../lib/names.ts";
import { segmentRange } from "../../sync-server/store/keys.ts";
import { openLevel } from "../../sync-server/store/level.ts";

export function bytesOf(folder: string): number {
  let sum = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) sum += statSync(join(entry.parentPath, entry.name)).size;
  }
  return sum;
}

/** Bytes of keys and values of the history of the long document. The server must have ended. */
export async function logicalSizes(folder: string): Promise<{ history: number }> {
  const kv = await openLevel(folder);
  try {
    const pairs = await kv.page(segmentRange("long" as RoomName));
    return { history: pairs.reduce((sum, { key, value }) => sum + key.length + value.length, 0) };
  } finally {
    await kv.close();
  }
}
