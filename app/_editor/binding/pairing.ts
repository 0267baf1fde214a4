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

/** Blocks that are looked through for two that were joined in a third one: each with each. */
const MAX_JOINED = 50;

export interface Pair {
  readonly old: Branch;
  readonly heir: Born;
  readonly isCopy: boolean;
  /** With text of something else: of what stayed where it was, or new. */
  readonly hasMore?: boolean;
  /** Another one that was joined to it. */
  readonly joined?: Branch;
}

/** By equal text, the first with the first. What changed on the way is paired by order where it is alike. */
export function pairs(died: readonly Branch[], born: readonly Born[]): Pair[] {
  const found: Pair[] = [];
  if (died.length === 0 || born.length === 0) return found;
  const byText = new Map<string, Branch[]>();
  for (const old of died) {
    const text = textOf(old.node);
    const same = byText.get(text);
    if (same === undefined) byText.set(text, [old]);
    else same.push(old);
  }
  const paired = new Set<Branch>();
  let rest: Born[] = [];
  for (const heir of born) {
    const text = textOf(heir.node);
    // Empty blocks are many: they go by order, below.
    const old = text === "" ? undefined : byText.get(text)?.shift();
    if (old === undefined) rest.push(heir);
    else {
      found.push({ old, heir, isCopy: true });
      paired.add(old);
    }
  }
  let left = died.filter((old) => !paired.has(old));
  const both = rest.length === 0 ? [] : joinedIn(left, rest);
  if (both.length > 0) {
    found.push(...both);
    left = left.filter((old) => both.every((one) => one.old !== old && one.joined !== old));
    rest = rest.filter((heir) => both.every((one) => one.heir !== heir));
  }
  if (left.length === rest.length || left.length === 1) {
    for (const [index, old] of left.entries()) {
      const heir = rest[index];
      if (heir === undefined) continue;
      const [before, after] = [textOf(old.node), textOf(heir.node)];
      if (alike(before, after)) found.push({ old, heir, isCopy: false, hasMore: !isWithin(after, before) });
    }
  }
  return found;
}

/** Two that were joined while what stood around one of them went too: the whole of both is a new block. */
function joinedIn(left: readonly Branch[], rest: readonly Born[]): Pair[] {
  if (left.length < 2 || left.length > MAX_JOINED || rest.length > MAX_JOINED) return [];
  const texts = left
    .map((old): [Branch, string] => [old, textOf(old.node)])
    .filter(([, text]) => text !== "");
  const found: Pair[] = [];
  const taken = new Set<Branch>();
  for (const heir of rest) {
    const text = textOf(heir.node);
    for (const [old, first] of texts) {
      if (taken.has(old) || !text.startsWith(first)) continue;
      const joined = texts.find(
        ([one, last]) => one !== old && !taken.has(one) && first + last === text,
      )?.[0];
      if (joined === undefined) continue;
      found.push({ old, heir, isCopy: false, joined });
      taken.add(old).add(joined);
      break;
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

/** Made of it by taking out alone. */
function isWithin(text: string, whole: string): boolean {
  let at = 0;
  for (let index = 0; index < whole.length && at < text.length; index++) if (whole[index] === text[at]) at++;
  return at === text.length;
}

/** Backspace at its start, or Delete at the end of the one before. (An empty line leaves nothing to know it by.) */
export function isJoined(old: Node, { before, after }: Grown): boolean {
  const [text, first, now] = [textOf(old), textOf(before), textOf(after)];
  return text !== "" && (now === first + text || now === text + first);
}
