// What an event did to a text, in order. Instead of `event.delta`, which opens a transaction for each
// read and overflows the stack when thousands of texts change at once. Called by the plan, lazily.

import * as Y from "yjs";
import type { Change } from "./plan.ts";

export function changesIn(event: Y.YEvent<Y.XmlText>): Change[] {
  const changes: Change[] = [];
  const add = (kind: "keep" | "add" | "drop", length: number) => {
    const last = changes.at(-1) as Record<string, number> | undefined;
    const before = last?.[kind];
    if (last !== undefined && before !== undefined) last[kind] = before + length;
    else changes.push({ [kind]: length } as unknown as Change);
  };
  for (let item = event.target._start; item !== null; item = item.right) {
    if (!item.countable && !(item.content instanceof Y.ContentDeleted)) continue;
    if (event.adds(item)) {
      if (!item.deleted) add("add", item.length);
    } else if (!item.deleted) add("keep", item.length);
    else if (event.deletes(item)) add("drop", item.length);
  }
  return changes;
}
