// Documents and memories with only what a test cares about.

import type { Recent } from "../../app/_client/recents.ts";
import type { DocSummary } from "../../lib/api.ts";
import { type DocId, parseDocId } from "../../lib/names.ts";

export function id(n: number): DocId {
  const parsed = parseDocId(`abcdefghijklmnopq${String(n).padStart(4, "0")}`);
  if (parsed === undefined) throw new Error("not an id");
  return parsed;
}

export const aRecent = (n: number, at: number, title = `Title ${n}`): Recent => ({ id: id(n), title, at });

export const aDoc = (n: number, over: Partial<DocSummary> = {}): DocSummary => ({
  id: id(n),
  title: `Title ${n}`,
  excerpt: "",
  words: 1,
  createdAt: 0,
  editedAt: 0,
  people: [],
  role: "own",
  locked: false,
  starred: false,
  ...over,
});
