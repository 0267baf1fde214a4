// The door of rooms: may this visitor come in, as whom, and to do what? Called at every upgrade of a socket,
// through features/index.ts. Unknown and forbidden take the same steps and get the same answer (A4).

import { CLOSE } from "../../lib/close-codes.ts";
import { bodyOf, type RoomName, type UserId } from "../../lib/names.ts";
import { can } from "../../lib/policy.ts";
import type { Access } from "../access/access.ts";
import type { Visitor } from "../access/identity.ts";
import type { Rates } from "../access/rates.ts";
import type { People } from "../documents/people.ts";
import { docOf } from "../documents/recheck.ts";
import type { Records } from "../documents/records.ts";
import type { Pass } from "../room/session.ts";

/** What somebody may do in a room, or the close code that says why not. */
export type Door = (
  visitor: Visitor | undefined,
  room: RoomName,
  address: string,
) => Promise<Omit<Pass, "extended"> | { readonly refused: number }>;

export interface DoorEnv {
  readonly access: Access;
  readonly records: Records;
  readonly people: People;
  readonly rates: Rates;
  /** Guests may be closed out of everything. */
  readonly mayEnter: (visitor: Visitor | undefined) => boolean;
  /** How many connections somebody has. */
  readonly openOf: (user: UserId) => number;
}

export const createDoor =
  ({ access, records, people, rates, mayEnter, openOf }: DoorEnv): Door =>
  async (visitor, room, address) => {
    const doc = docOf(room);
    if (!mayEnter(visitor)) return { refused: CLOSE.unauthenticated };
    if (doc === undefined || visitor === undefined) return { refused: CLOSE.forbidden };
    const { user } = visitor;
    const record = await records.atDoor(doc);
    const permission = await access.judge(user, doc, record);
    const misses = !can(permission.role, "be-present");
    if ((misses || !permission.granted) && !rates.mayGuess(address, misses ? "miss" : "by-address")) {
      return { refused: CLOSE.policy };
    }
    if (misses) {
      const gone = record?.trashedAt !== undefined && record.owner === user;
      return { refused: gone ? CLOSE.gone : CLOSE.forbidden };
    }
    if (!rates.mayConnect(user, openOf(user))) return { refused: CLOSE.policy };
    await people.of(user);
    const id = people.publicId(user);
    return {
      user,
      access: permission.mayWrite && room === bodyOf(doc) ? "write" : "read",
      spend: rates.writing(user),
      // The server says who somebody is: what a state says of its user is not looked at (P2).
      stamp: (state) => ({ ...state, user: { ...people.known(user), id } }),
    };
  };
