// A node under construction, and what it becomes once all of it is known. Called by builder.ts.

import { type Attributes, kids, node, plainText, type Tree, text, words } from "./tree.ts";

/** A node under construction. */
export interface Draft {
  readonly type: string;
  attrs: Attributes | undefined;
  readonly content: Tree[];
}

/** A last break in a line shows nothing. In a page nor does the space around the text. */
export function trimmed(content: readonly Tree[], literal: boolean): Tree[] {
  const made = [...content];
  const last = made.at(-1);
  if (!literal && last?.text?.endsWith(" ")) {
    const cut = last.text.slice(0, -1);
    if (cut === "") made.pop();
    else made[made.length - 1] = { ...last, text: cut };
  }
  if (made.at(-1)?.type === "hardBreak") made.pop();
  return made;
}

/** What a block becomes once all of it is known. */
export function closed(draft: Draft): Tree[] {
  const { type, attrs, content } = draft;
  switch (type) {
    case "bulletList":
    case "orderedList":
    case "taskList":
      return lists(type, attrs, content);
    case "listItem":
      return [node(attrs?.checked === undefined ? "listItem" : "taskItem", content, attrs)];
    case "bookmark":
      return [bookmark(content)];
    default:
      return [node(type, content, attrs)];
  }
}

/** Items with a box and items without stand in lists of their own. */
function lists(type: string, attrs: Attributes | undefined, content: readonly Tree[]): Tree[] {
  const runs: { task: boolean; items: Tree[] }[] = [];
  for (const item of content) {
    const task = item.type === "taskItem" || (type === "taskList" && item.type === "listItem");
    const last = runs.at(-1);
    if (last !== undefined && (last.task === task || item.type === "bulletList")) last.items.push(item);
    else runs.push({ task, items: [item] });
  }
  return runs.map(({ task, items }) =>
    node(task ? "taskList" : type === "taskList" ? "bulletList" : type, items, task ? undefined : attrs),
  );
}

function bookmark(content: readonly Tree[]): Tree {
  const waiting: Tree[] = [...content];
  let href: unknown;
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    href ??= one.marks?.find((mark) => mark.type === "link")?.attrs?.href;
    waiting.push(...kids(one));
  }
  const title = words(plainText({ type: "doc", content }), 200);
  if (typeof href !== "string") return node("paragraph", title === "" ? [] : [text(title)]);
  return node("bookmark", [], title === "" || title === href ? { href } : { href, title });
}
