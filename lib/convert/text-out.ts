// A tree becomes plain text as a person would type it: a line per block, signs of lists kept, cells apart by
// tabs. Called for exports and whoever wants only the words. Promise: every letter of the text is in it.

import {
  isInline,
  kids,
  letters,
  MAX_DEPTH,
  plainText,
  startOf,
  type Tree,
  type Writing,
  words,
} from "./tree.ts";

export function textOf({ title, body }: Writing): string {
  const lines = [...(title === "" ? [] : [title, ""]), ...blocks(kids(body), 0)];
  return `${lines
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/^\n+|\s+$/g, "")}\n`;
}

/** Lines; an empty one after each block. */
function blocks(nodes: readonly Tree[], depth: number): string[] {
  return nodes.flatMap((one) => (isInline(one) ? [letters(one)] : block(one, depth)));
}

function block(one: Tree, depth: number): string[] {
  if (depth > MAX_DEPTH) return [plainText(one), ""];
  const inner = () => blocks(kids(one), depth + 1);
  switch (one.type) {
    case "bulletList":
    case "orderedList":
    case "taskList": {
      const start = startOf(one.attrs?.start);
      const items = kids(one).flatMap((item, at) => {
        const sign =
          item.type === "taskItem"
            ? item.attrs?.checked === true
              ? "[x]"
              : "[ ]"
            : one.type === "orderedList"
              ? `${start + at}.`
              : "-";
        return indented(without(blocks(kids(item), depth + 1)), `${sign} `, "  ");
      });
      return [...items, ""];
    }
    case "blockquote":
    case "callout":
      return [...indented(without(inner()), "> ", "> "), ""];
    case "table":
      return [
        ...kids(one).map((row) =>
          kids(row)
            .map((cell) => plainText(cell).replace(/\s+/g, " "))
            .join("\t"),
        ),
        "",
      ];
    case "horizontalRule":
      return ["---", ""];
    case "bookmark": {
      const title = words(one.attrs?.title, 200);
      const href = typeof one.attrs?.href === "string" ? one.attrs.href : "";
      return [title === "" || title === href ? href : `${title}: ${href}`, ""];
    }
    case "image":
    case "file":
      return [
        `[${words(one.attrs?.alt, 1_000) || words(one.attrs?.caption, 500) || words(one.attrs?.name, 120)}]`,
        "",
      ];
    case "paragraph":
    case "heading":
    case "codeBlock":
    case "mathBlock":
      return [...kids(one).map(letters).join("").split("\n"), ""];
    case "toc":
    case "pageBreak":
      return [""];
    default:
      return inner();
  }
}

/** Without the empty line at its end; those between blocks of an item go too. */
const without = (lines: readonly string[]): string[] => lines.filter((line) => line !== "");

const indented = (lines: readonly string[], first: string, rest: string): string[] =>
  lines.length === 0
    ? [first.trimEnd()]
    : lines.map((line, at) => `${at === 0 ? first : rest}${line}`.trimEnd());
