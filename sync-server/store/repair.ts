// Makes a store usable after damage. Called by level.ts behind LevelDB's own repair. Promises to throw
// nothing away: what cannot be read is set aside under `x/`, and a broken snapshot is made anew from the
// history where there is one.

import { mergeUpdates } from "../../lib/merge.ts";
import type { RoomName } from "../../lib/names.ts";
import { type Damage, findDamage, pairs, survey } from "./check.ts";
import { FORMAT_KEY, nameKey, SEQ_KEY, segmentRange, snapshotKey } from "./keys.ts";
import type { Kv, Operation } from "./kv.ts";
import { FORMAT, readNumber, refuseNewer, sealNumber } from "./log-format.ts";
import { seal, unseal } from "./seal.ts";
import { decodeSegment } from "./segment.ts";

/** Resolves with what was set aside. */
export async function mend(kv: Kv): Promise<Damage[]> {
  await refuseNewer(kv);
  const damage: Damage[] = [];
  for await (const found of findDamage(kv)) {
    if (found.key !== SEQ_KEY && found.key !== FORMAT_KEY) damage.push(found);
  }
  for (const { key } of damage) {
    const value = await kv.get(key);
    if (value === undefined) continue;
    await kv.write([
      { type: "put", key: `x/${key}`, value },
      { type: "del", key },
    ]);
  }
  const { rooms, newest } = await survey(kv);
  const operations: Operation[] = [];
  for (const room of rooms) {
    operations.push({ type: "put", key: nameKey(room), value: new Uint8Array(0) });
    // Where the history has begun there was a snapshot.
    if ((await kv.get(snapshotKey(room))) !== undefined) continue;
    const snapshot = await fromHistory(kv, room);
    if (snapshot !== undefined)
      operations.push({ type: "put", key: snapshotKey(room), value: seal(snapshot) });
  }
  const counted = await readNumber(kv, SEQ_KEY).catch(() => undefined);
  const format = await readNumber(kv, FORMAT_KEY).catch(() => undefined);
  operations.push(
    { type: "put", key: SEQ_KEY, value: sealNumber(Math.max(newest, counted ?? 0)) },
    { type: "put", key: FORMAT_KEY, value: sealNumber(format ?? FORMAT) },
  );
  await kv.write(operations);
  return damage;
}

async function fromHistory(kv: Kv, room: RoomName): Promise<Uint8Array | undefined> {
  const updates: Uint8Array[] = [];
  for await (const { key, value } of pairs(kv, segmentRange(room))) {
    for (const step of await decodeSegment(key, unseal(key, value))) updates.push(step.update);
  }
  return updates.length === 0 ? undefined : mergeUpdates(updates);
}
