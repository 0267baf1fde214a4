// The state vector that lies beside a snapshot, bound to it by the snapshot's checksum: an older release
// that replaces the snapshot knows nothing of it, and a read may fall between two folds. Called by
// log-store.ts and the verify command. Promises a vector of exactly that snapshot or none.

import type { RoomName } from "../../lib/names.ts";
import { vectorKey } from "./keys.ts";
import { CHECKSUM_BYTES, seal, unseal } from "./seal.ts";

export function sealVector(vector: Uint8Array, sealedSnapshot: Uint8Array): Uint8Array {
  const value = new Uint8Array(CHECKSUM_BYTES + vector.length);
  value.set(checksumOf(sealedSnapshot));
  value.set(vector, CHECKSUM_BYTES);
  return seal(value);
}

/** `undefined` where it belongs to another snapshot or is damaged: whoever asks reads the snapshot itself. */
export function readVector(
  room: RoomName,
  sealed: Uint8Array,
  sealedSnapshot: Uint8Array,
): Uint8Array | undefined {
  let value: Uint8Array;
  try {
    value = unseal(vectorKey(room), sealed);
  } catch {
    return undefined;
  }
  const checksum = checksumOf(sealedSnapshot);
  if (!checksum.every((byte, i) => value[i] === byte)) return undefined;
  return value.subarray(CHECKSUM_BYTES);
}

const checksumOf = (sealed: Uint8Array): Uint8Array => sealed.subarray(sealed.length - CHECKSUM_BYTES);
