// What differs between two documents, told without a word of their content: for the log of an editor
// that healed itself. Called by the binding.

import { Mark as Marks, type Node } from "@tiptap/pm/model";
import { sameValue } from "./y.ts";

/** Names of nodes down to the first difference, and its kind. */
export function shapeOf(shown: Node, wanted: Node, path = shown.type.name): string {
  if (shown.type !== wanted.type) return `${path}: is not ${wanted.type.name}`;
  if (!sameValue(shown.attrs, wanted.attrs)) {
    const names = Object.keys(wanted.attrs).filter(
      (name) => !sameValue(shown.attrs[name], wanted.attrs[name]),
    );
    return `${path}: attributes ${names.join(", ")}`;
  }
  if (!Marks.sameSet(shown.marks, wanted.marks)) {
    return `${path}: marks ${namesOf(shown)} against ${namesOf(wanted)}`;
  }
  if (shown.isText && shown.text !== wanted.text) {
    return `${path}: ${shown.text?.length} characters against ${wanted.text?.length}`;
  }
  const most = Math.min(shown.childCount, wanted.childCount);
  for (let index = 0; index < most; index++) {
    const [a, b] = [shown.child(index), wanted.child(index)];
    if (!a.eq(b)) return shapeOf(a, b, `${path}/${a.type.name}[${index}]`);
  }
  return `${path}: ${shown.childCount} children against ${wanted.childCount}`;
}

const namesOf = (node: Node): string => node.marks.map((mark) => mark.type.name).join("+") || "none";

/** Where it was thrown, without the message: messages may quote content. */
export const stackOf = (error: Error): string =>
  (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 4)
    .map((line) => line.trim())
    .join(" ");
