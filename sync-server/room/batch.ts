// What waits in a room between two ticks: writes, and the one entry of the log that they become. Called by
// the room when it takes, shows or takes back a batch.

import type { AppError } from "../../lib/errors.ts";
import { mergeUpdates } from "../../lib/merge.ts";
import type { RoomName, UserId } from "../../lib/names.ts";
import type { Scan } from "../../lib/update.ts";
import type { Author, NewEntry } from "../store/store.ts";
import type { Session } from "./session.ts";

export interface Write {
  readonly user: UserId;
  /** `undefined`: the server itself writes, for that user. */
  readonly session: Session | undefined;
  readonly n: number;
  /** `undefined`: it said nothing new, and only waits for those before it to be acknowledged. */
  readonly update: Uint8Array | undefined;
  readonly scan: Scan;
  /** For writes of the server: what became of it. */
  readonly settle?: { readonly stored: () => void; readonly lost: (error: AppError) => void };
}

/** A tick's share of one commit, taken from the room and given back if the store fails. */
export interface Batch {
  /** `undefined` where there is nothing to store. */
  readonly entry: NewEntry | undefined;
  readonly writes: readonly Write[];
}

/** Everything that waits as one entry, merged once for the disk and for everybody. */
export function batchOf(room: RoomName, time: number, writes: readonly Write[]): Batch {
  const updates: Uint8Array[] = [];
  const scans: Scan[] = [];
  for (const { update, scan } of writes) {
    if (update === undefined) continue;
    updates.push(update);
    scans.push(scan);
  }
  if (updates.length === 0) return { entry: undefined, writes };
  return { entry: { room, time, authors: authorsOf(writes), update: mergeUpdates(updates, scans) }, writes };
}

/** The one session that everything of this tick came from: it needs no echo of it. */
export function soleWriter(writes: readonly Write[]): Session | undefined {
  const first = writes[0]?.session;
  for (const { session } of writes) if (session !== first) return undefined;
  return first;
}

/** Who sent what: the server's word for it, by connection. */
function authorsOf(writes: readonly Write[]): Author[] {
  const clients = new Map<Author["user"], Set<number>>();
  for (const { user, scan, update } of writes) {
    if (update === undefined) continue;
    const own = clients.get(user) ?? new Set();
    for (const { client } of scan.ranges) own.add(client);
    clients.set(user, own);
  }
  return [...clients].map(([user, ids]) => ({ user, clients: [...ids] as Author["clients"][number][] }));
}
