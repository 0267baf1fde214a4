// People who are inside are judged again: when access changes, when something of theirs ends, and once a
// minute. Called by features/index.ts. Promise: whoever may be here no longer is out within 5 seconds, with
// a close code that says why, and whoever may do more or less does so without reconnecting.

import { CLOSE } from "../../lib/close-codes.ts";
import { bodyOf, type DocId, marginOf, parseDocId, type RoomName } from "../../lib/names.ts";
import { can, type Role } from "../../lib/policy.ts";
import type { Access } from "../access/access.ts";
import type { Identities, Visitor } from "../access/identity.ts";
import type { Clock } from "../ops/clock.ts";
import type { Log } from "../ops/log.ts";
import type { Rooms } from "../room/rooms.ts";
import type { Session } from "../room/session.ts";
import type { Records } from "./records.ts";

/** ms between two looks at everybody who is inside, whatever the hints said. */
const RECHECK_MS = 60_000;
/** The longest wait of a timer; what ends later is looked at again before. */
const LONGEST_MS = 86_400_000;

export interface RecheckEnv {
  readonly access: Access;
  readonly identities: Identities;
  readonly records: Records;
  readonly rooms: Rooms;
  readonly clock: Clock;
  readonly log: Log;
  readonly visitorOf: (session: Session) => Visitor | undefined;
}

export function createRecheck(env: RecheckEnv) {
  const { access, identities, records, rooms, clock, log, visitorOf } = env;
  /** When somebody must be looked at again: one timer each. */
  const planned = new WeakMap<Session, { readonly until: number; readonly cancel: () => void }>();
  /** What somebody was last found to be: readers and commenters both only read, but are told apart. */
  const found = new WeakMap<Session, Role>();
  let stopLooking = clock.after(RECHECK_MS, lookAround);

  function lookAround(): void {
    for (const session of inside()) check(session);
    stopLooking = clock.after(RECHECK_MS, lookAround);
  }

  function* inside(): Iterable<Session> {
    for (const room of rooms.all()) yield* room.sessions;
  }

  function check(session: Session): void {
    const doc = docOf(session.room.name);
    if (doc !== undefined) void judge(session, doc);
  }

  async function judge(session: Session, doc: DocId): Promise<void> {
    try {
      const by = visitorOf(session);
      const known = by === undefined ? { until: undefined } : await identities.holds(by);
      if (known === undefined) {
        if (by?.token !== undefined) return session.close(CLOSE.unauthenticated, "This token has ended.");
        if (by?.session === undefined) return session.close(CLOSE.restarting, "You have signed in.");
        return session.close(CLOSE.unauthenticated, "You are signed out.");
      }
      const permission = await access.resolve(session.pass.user, doc);
      if (can(permission.role, "be-present")) {
        session.allow(permission.mayWrite ? "write" : "read");
        // Said once more although it is the same: whoever hears it asks what else has changed.
        const before = found.get(session);
        found.set(session, permission.role);
        if (before !== undefined && before !== permission.role)
          session.tell(session.room.standingOf(session));
        plan(session, earlier(permission.until, known.until));
      } else {
        const gone = (await records.get(doc))?.trashedAt !== undefined;
        if (gone) session.close(CLOSE.gone, "This document is in the trash.");
        else session.close(CLOSE.forbidden, "Your access to this document has ended.");
      }
    } catch (err) {
      // Not knowing is no permission: they come back, and the door decides.
      log.error({ err, room: session.room.name }, "access.recheck-failed");
      session.close(CLOSE.failed, "Access could not be checked.");
    }
  }

  function plan(session: Session, until: number | undefined): void {
    const before = planned.get(session);
    if (until === undefined || before?.until === until) return;
    before?.cancel();
    const wait = Math.min(LONGEST_MS, until - clock.now() + 1);
    const cancel = clock.after(wait, () => {
      planned.delete(session);
      if (session.room.sessions.has(session)) check(session);
    });
    planned.set(session, { until, cancel });
  }

  return {
    check,

    /** Access to this document has changed. */
    changed(doc: DocId): void {
      for (const name of [bodyOf(doc), marginOf(doc)]) {
        for (const session of rooms.peek(name)?.sessions ?? []) void judge(session, doc);
      }
    },

    inside,

    close(): void {
      stopLooking();
    },
  };
}

const earlier = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : b === undefined ? a : Math.min(a, b);

export function docOf(room: RoomName): DocId | undefined {
  return parseDocId(room.endsWith(".margin") ? room.slice(0, -".margin".length) : room);
}
