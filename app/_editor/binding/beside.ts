// What a write took out and what has no text to know it by (B28): an empty line (Backspace in it, Delete before it),
// and what stood around blocks, a list, an item, a quote. Somebody may have begun to write in it, unseen. So what
// its content became, else what stands next to it, says that it was there. Called by the diff at the end of each
// write. Costs nothing where no block went.

import * as Y from "yjs";
import type { Branch, Mirror } from "./mirror.ts";
import {
  BESIDE,
  type Changes,
  deadRoot,
  entry,
  knownIn,
  OF_THE_PAST,
  pastOn,
  type Settled,
  type Stored,
  setPast,
} from "./succession.ts";
import { isElement, type YElement } from "./y.ts";

type Side = "left" | "right";

export function leaveBeside({ died, gone, born }: Changes, { heirs, moved }: Settled, mirror: Mirror): void {
  if (died.length === 0 && gone.length === 0) return;
  const roots = new Map<YElement, Branch[]>();
  for (const { type } of gone) if (isElement(type)) roots.set(type, []);
  for (const line of died) {
    if (!isElement(line.type)) continue;
    const root = deadRoot(line.type);
    const lines = roots.get(root);
    if (lines === undefined) roots.set(root, [line]);
    else lines.push(line);
  }
  const made = new Set<Y.XmlElement>(born.map(({ element }) => element));
  const isLine = (element: YElement): boolean => {
    const entry = mirror.get(element);
    return made.has(element) || (entry?.kind === "branch" && entry.sizes !== undefined);
  };
  const said = new Map<YElement, Stored>();
  for (const [root, lines] of roots) {
    const left = lines.filter((line) => !heirs.has(line));
    const past = left.flatMap(({ type }) => pastOn(type as YElement, BESIDE));
    const heir = lines.map((line) => heirs.get(line)).findLast((one) => one !== undefined);
    // A row of a table, lines with words in them: whoever takes those out means what stands in them.
    const isEmpty = left.length <= 1 && left.every(({ node }) => node.content.size === 0);
    const around = lines[0]?.type === root || moved.has(root) ? undefined : root;
    if (heir !== undefined || isEmpty) {
      const line = isEmpty ? (left[0]?.type as YElement | undefined) : undefined;
      for (const one of [line, around]) if (one !== undefined) past.unshift(...entriesOf(one, root));
    }
    if (past.length === 0) continue;
    const next = heir ?? lineNextTo(root, "left", isLine) ?? lineNextTo(root, "right", isLine);
    if (next !== undefined) said.set(next, [...past, ...(said.get(next) ?? [])]);
  }
  for (const [next, past] of said) setPast(next, BESIDE, [...past, ...pastOn(next, BESIDE)]);
}

/** It, and whatever went on in it. */
function entriesOf(element: YElement, root: YElement): Stored {
  const before = OF_THE_PAST.filter((name) => name !== BESIDE).flatMap((name) => pastOn(element, name));
  return [entry(element, knownIn(root)), ...before];
}

/** The nearest living textblock on that side, inside of whatever stands there. */
function lineNextTo(
  root: YElement,
  side: Side,
  isLine: (element: YElement) => boolean,
): YElement | undefined {
  for (let item = root._item; item !== null; ) {
    for (let next = item[side]; next !== null; next = next[side]) {
      const found = lineIn(next, side, isLine);
      if (found !== undefined) return found;
    }
    const { parent }: Y.Item = item;
    item = isElement(parent) ? parent._item : null;
  }
  return undefined;
}

/** Its last one to the left, its first one to the right. */
function lineIn(item: Y.Item, side: Side, isLine: (element: YElement) => boolean): YElement | undefined {
  const type = !item.deleted && item.content instanceof Y.ContentType ? item.content.type : undefined;
  if (!isElement(type)) return undefined;
  if (isLine(type)) return type;
  let kid = type._start;
  if (side === "left") while (kid?.right != null) kid = kid.right;
  for (; kid !== null; kid = kid[side]) {
    const found = lineIn(kid, side, isLine);
    if (found !== undefined) return found;
  }
  return undefined;
}
