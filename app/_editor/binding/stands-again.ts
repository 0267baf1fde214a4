// Own lines that stand again although something goes on from them, or once did, since what that went on in is gone (B29)
// or has nothing of their text. Called by the rescue. Reads only.

import * as Y from "yjs";
import type { Standing } from "./dead.ts";
import type { Heirs } from "./heirs.ts";
import { type LostBlock, type LostText, lastIn } from "./lost-blocks.ts";
import type { Dead } from "./remembered.ts";
import { BESIDE, deadRoot, entry, HEIR_OF, JOINED, type Past, type Stored, TOOK } from "./succession.ts";
import { isElement, parentOf, type YElement } from "./y.ts";

/**
 * Everything that it went on in died with what it had been joined to, or moved into (B29). Own words stand again, on
 * a line of their own where they stood: so does each with its own.
 */
export function fromCircle(
  { id, around, text }: Dead,
  client: number,
  heirs: Heirs,
  block: YElement,
): LostBlock | undefined {
  if (!heirs.cameBack([id, ...around])) return undefined;
  const own = ownIn(text, client);
  const place = lastStanding(deadRoot(block));
  return own.row.length === 0 || place === undefined ? undefined : { texts: [own], ...place };
}

/**
 * A copy of ours that gave way to one that has died since: it stands again, and what was written into the other one
 * goes on in it, also what that was made with: what of it is the same here only its maker could tell. `near`: what goes
 * on from an ancestor, and has not its text.
 */
export function fromLoser(dead: Dead, heirs: Heirs, near: YElement | undefined): LostBlock | undefined {
  const { heir, text } = dead;
  if (heir?._item?.deleted !== true) return undefined;
  const row = text.row.filter(({ isFirst }) => isFirst);
  const ends = [...heirs.ends(heir)];
  // Who saw it and took it out meant it.
  const beside = ends.length === 0 ? near : ends.find(({ isKnown }) => !isKnown)?.heir;
  if (row.length === 0 || beside === undefined) return undefined;
  const past: Past = [...text.past.filter(([name]) => name !== TOOK), [TOOK, [entry(heir, new Map())]]];
  return { texts: [{ ...text, row, past }], beside: lastIn(beside), behind: true };
}

/** Only what `client` wrote: what others wrote they carry. */
export const ownIn = (text: LostText, client: number): LostText =>
  only(
    text,
    text.row.filter(({ id }) => id.client === client),
  );

/**
 * Only that of it. It is no copy, and what it names it says not to know: a copy of the same that finds only this stands
 * again.
 */
export function only(text: LostText, row: readonly Standing[]): LostText {
  const knew = new Map<number, number>();
  for (const { id, piece } of row) {
    const end = id.clock + ("text" in piece ? piece.text.length : 1);
    knew.set(id.client, Math.max(knew.get(id.client) ?? 0, end));
  }
  const saidIn = (name: string) => text.past.find(([one]) => one === name)?.[1] ?? [];
  const [, ...before] = saidIn(HEIR_OF);
  const { client, clock } = text.id;
  const names = [
    [client, clock, ...[...knew].flat()],
    ...before.map((one) => one.slice(0, 2)),
    ...saidIn(JOINED),
  ];
  const past: [string, Stored][] = [TOOK, BESIDE].map((name) => [name, saidIn(name)]);
  return { ...text, row, past: [[JOINED, names], ...past.filter(([, all]) => all.length > 0)] };
}

/** What stands next to where it was; where nothing does, the whole document. */
export function lastStanding(root: YElement): Pick<LostBlock, "beside" | "behind"> | undefined {
  for (let at = root; ; ) {
    for (const side of ["left", "right"] as const) {
      for (let item = at._item?.[side] ?? null; item !== null; item = item[side]) {
        const type = !item.deleted && item.content instanceof Y.ContentType ? item.content.type : undefined;
        if (isElement(type)) return { beside: type, behind: side === "left" };
      }
    }
    const above = parentOf(at);
    if (!isElement(above)) return above && { beside: above, behind: true };
    at = above;
  }
}
