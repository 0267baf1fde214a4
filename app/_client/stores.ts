// The names in this browser's database. Apart from indexed-storage.ts, so that the service worker, which
// only looks, need not bring the rest along.

export const DATABASE = "concord";
/** A StoredUpdate under `[room, key]`. */
export const UPDATES = "updates";
/** A RoomRecord under its room. */
export const ROOMS = "rooms";
/** A PendingRecord under `[room, tab]`. */
export const PENDING = "pending";
