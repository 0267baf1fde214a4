// The people of a document, each once, however many tabs they have it open in. Called by the presence row.
// Who is the same person is what the server says (it stamps presence); where it says nothing, as without a
// server, every tab is somebody.

import type { Other } from "../../_editor/others.ts";

export interface Somebody {
  /** The tab that tells most: where they write, else where they are awake, else the oldest. */
  readonly other: Other;
  /** Client ids of all their tabs. */
  readonly tabs: readonly number[];
}

/** In the order of `others`. `own` is you by the server's word: your other tabs are not somebody else. */
export function personsOf(others: readonly Other[], own: string | undefined): Somebody[] {
  const found = new Map<string | number, Somebody>();
  for (const other of others) {
    if (other.identity !== undefined && other.identity === own) continue;
    const key = other.identity ?? other.clientId;
    const before = found.get(key);
    found.set(key, {
      other: before === undefined || telling(other) > telling(before.other) ? other : before.other,
      tabs: [...(before?.tabs ?? []), other.clientId],
    });
  }
  return [...found.values()];
}

/** True where `who` is one of their tabs. */
export const isIn = ({ tabs }: Somebody, who: number | undefined): boolean =>
  who !== undefined && tabs.includes(who);

const telling = ({ away, at, cursor }: Other): number =>
  (away === undefined ? 2 : 0) + (at !== undefined || cursor !== undefined ? 1 : 0);
