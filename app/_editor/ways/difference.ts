// What differs between two documents. Called by whatever must follow a place in the text (find, a drag): a
// change from elsewhere may come as a wholly new document, whose own map says only "everything".

import type { Node } from "@tiptap/pm/model";
import { StepMap } from "@tiptap/pm/transform";

/** What differs between two documents, as one map: holds even if every node was made anew. */
export function differenceOf(before: Node, after: Node): StepMap | undefined {
  const start = before.content.findDiffStart(after.content);
  if (start === null) return undefined;
  const end = before.content.findDiffEnd(after.content);
  if (end === null) return undefined;
  // Where the same letters come twice, the two ends may cross.
  const over = Math.max(0, start - Math.min(end.a, end.b));
  return new StepMap([start, end.a + over - start, end.b + over - start]);
}
