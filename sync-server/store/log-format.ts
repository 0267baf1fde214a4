// What a store says about itself: the version of its format and the newest seq. Called by log-store.ts
// when it opens and by the repair command. Promises that data of newer software is left alone.

import { AppError } from "../../lib/errors.ts";
import { FORMAT_KEY, SEQ_KEY } from "./keys.ts";
import type { Kv } from "./kv.ts";
import { damaged, seal, unseal } from "./seal.ts";

/** Goes up when older software could no longer read what is written. */
export const FORMAT = 1;

/** Checks the format, writes it into a new store, and resolves with the newest seq given out. */
export async function prepare(kv: Kv): Promise<number> {
  await refuseNewer(kv);
  if ((await readNumber(kv, FORMAT_KEY)) === undefined) {
    // Only an empty store has no format; anything else lost it.
    const [first] = await kv.page({ from: "\0", to: "\u{10ffff}" }, { limit: 1, keysOnly: true });
    if (first !== undefined) throw damaged(FORMAT_KEY);
    await kv.write([{ type: "put", key: FORMAT_KEY, value: sealNumber(FORMAT) }]);
  }
  return (await readNumber(kv, SEQ_KEY)) ?? 0;
}

/** Rejects with `store/too-new`: what newer software wrote would look like damage here. */
export async function refuseNewer(kv: Kv): Promise<void> {
  const format = await readNumber(kv, FORMAT_KEY).catch(() => undefined);
  if (format === undefined || format <= FORMAT) return;
  const message = `The data was written by newer software (format ${format}, this one knows ${FORMAT}): update the software.`;
  throw new AppError("store/too-new", message);
}

/** Decimal digits, so that a person who looks at the file can read them. */
export const sealNumber = (value: number): Uint8Array => seal(new TextEncoder().encode(String(value)));

/** Rejects with `store/damaged` where there is something that is no number. */
export async function readNumber(kv: Kv, key: string): Promise<number | undefined> {
  const sealed = await kv.get(key);
  if (sealed === undefined) return undefined;
  const value = Number(new TextDecoder().decode(unseal(key, sealed)));
  if (!Number.isSafeInteger(value) || value < 0) throw damaged(key);
  return value;
}
