// Which of the blocks that a write took out goes on in which of those that it made, or that it left: told by
// their text, since nothing else says it. Called by the succession. Pure.

import type { Node } from "@tiptap/pm/model";
import type * as Y from "yjs";
import type { Branch } from "./mirror.ts";
import { NO_CHARACTER, type YElement } from "./y.ts";

/** An element that was made in a write. */
export interface Born {
  readonly node: Node;
  readonly element: Y.XmlElement;
}

export interface Grown {
  readonly element: YElement;
  readonly before: Node;
  readonly after: Node;
}

/** By equal text, the first with the first. What changed on the way is paired by order where it is alike. */
export function pairs(
  died: readonly Branch[],
  born: readonly Born[],
): [old: Branch, heir: Born, isCopy: boolean][] {
  const found: [Branch, Born, boolean][] = [];
  if (died.length === 0 || born.length === 0) return found;
  const byText = new Map<string, Branch[]>();
  for (const old of died) {
    const text = textOf(old.node);
    const same = byText.get(text);
    if (same === undefined) byText.set(text, [old]);
    else same.push(old);
  }
  const paired = new Set<Branch>();
  const rest: Born[] = [];
  for (const heir of born) {
    const text = textOf(heir.node);
    // Empty blocks are many: they go by order, below.
    const old = text === "" ? undefined : byText.get(text)?.shift();
    if (old === undefined) rest.push(heir);
    else {
      found.push([old, heir, true]);
      paired.add(old);
    }
  }
  const left = died.filter((old) => !paired.has(old));
  if (left.length === rest.length || left.length === 1) {
    for (const [index, old] of left.entries()) {
      const heir = rest[index];
      if (heir !== undefined && alike(textOf(old.node), textOf(heir.node))) {
        found.push([old, heir, false]);
      }
    }
  }
  return found;
}

const textOf = (node: Node): string => node.textBetween(0, node.content.size, NO_CHARACTER, NO_CHARACTER);

/** Half of the shorter one stands at the same end in both. An empty one may become anything. */
export function alike(a: string, b: string): boolean {
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) start++;
  let end = 0;
  while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return 2 * (start + end) >= most;
}

/** Backspace at its start, or Delete at the end of the one before. (An empty line leaves nothing to know it by.) */
export function isJoined(old: Node, { before, after }: Grown): boolean {
  const [text, first, now] = [textOf(old), textOf(before), textOf(after)];
  return text !== "" && (now === first + text || now === text + first);
}
