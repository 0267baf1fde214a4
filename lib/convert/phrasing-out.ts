// A line of text becomes Markdown's phrasing. Called by markdown-out.ts, which tries the ways in turn and
// reads each back: `native` with Markdown's own signs, `tags` with HTML around what its signs cannot hold
// ("**bold **word"), `armoured` with every sign of the text as a number. The first that says the same is taken.

import type { PhrasingContent } from "mdast";
import { dayOf, isInline, kids, letters, type Mark, type Tree, text, toneOf, words } from "./tree.ts";

export type Way = "native" | "tags" | "armoured";
export const WAYS: readonly Way[] = ["native", "tags", "armoured"];

export interface Place {
  readonly way: Way;
  /** A heading and a cell are one line: breaks are tags. */
  readonly oneLine: boolean;
}

/** Outermost first, where several fit as well. */
const ORDER = [
  "link",
  "textColor",
  "highlight",
  "underline",
  "bold",
  "italic",
  "strike",
  "superscript",
  "subscript",
  "code",
];

interface Item {
  readonly node: Tree;
  readonly marks: readonly Mark[];
}

const keyOf = ({ type, attrs }: Mark): string =>
  type === "link"
    ? `link ${String(attrs?.href)} ${String(attrs?.title ?? "")}`
    : `${type} ${String(attrs?.tone ?? "")}`;

export function phrasingOf(line: readonly Tree[], place: Place): PhrasingContent[] {
  return group(
    pieces(line).map((node) => ({ node, marks: node.marks ?? [] })),
    place,
  );
}

/** Line breaks that somebody's text holds are breaks. */
export function pieces(line: readonly Tree[]): Tree[] {
  return line.flatMap((one) => {
    if (one.text === undefined || !/[\r\n]/.test(one.text)) return [one];
    return one.text
      .split(/\r\n|\r|\n/)
      .flatMap((part, at): Tree[] => [
        ...(at === 0 ? [] : [{ type: "hardBreak" }]),
        ...(part === "" ? [] : [text(part, one.marks)]),
      ]);
  });
}

function group(items: readonly Item[], place: Place): PhrasingContent[] {
  const made: PhrasingContent[] = [];
  for (let at = 0; at < items.length; ) {
    const item = items[at] as Item;
    const best = longest(items, at);
    if (best === undefined) {
      made.push(...leaf(item.node, place, at === items.length - 1));
      at++;
      continue;
    }
    const inside = items.slice(at, best.end).map(({ node, marks }) => ({
      node,
      marks: marks.filter((mark) => keyOf(mark) !== best.key),
    }));
    made.push(...wrap(best.mark, inside, place));
    at = best.end;
  }
  return made;
}

/** The mark that goes on longest from here. Code is always innermost, a link outermost. */
function longest(items: readonly Item[], at: number) {
  let best: { mark: Mark; key: string; end: number; rank: number } | undefined;
  for (const mark of items[at]?.marks ?? []) {
    const rank = ORDER.indexOf(mark.type);
    if (rank < 0) continue;
    const key = keyOf(mark);
    let end = at + 1;
    while (items[end]?.marks.some((one) => keyOf(one) === key)) end++;
    const found = { mark, key, end, rank };
    if (best === undefined || beats(found, best)) best = found;
  }
  return best;
}

interface Candidate {
  readonly mark: Mark;
  readonly end: number;
  readonly rank: number;
}

function beats(one: Candidate, other: Candidate): boolean {
  const fixed = (candidate: Candidate) =>
    candidate.mark.type === "link" ? 0 : candidate.mark.type === "code" ? 2 : 1;
  if (fixed(one) !== fixed(other)) return fixed(one) < fixed(other);
  return one.end !== other.end ? one.end > other.end : one.rank < other.rank;
}

const NATIVE: Readonly<Record<string, "strong" | "emphasis" | "delete">> = {
  bold: "strong",
  italic: "emphasis",
  strike: "delete",
};
const TAG: Readonly<Record<string, string>> = {
  bold: "strong",
  italic: "em",
  strike: "s",
  underline: "u",
  superscript: "sup",
  subscript: "sub",
  code: "code",
  highlight: "mark",
  textColor: "span",
};

function wrap(mark: Mark, items: readonly Item[], place: Place): PhrasingContent[] {
  if (mark.type === "link") {
    const { href, title } = mark.attrs ?? {};
    const named = typeof title === "string" && title !== "" ? { title } : {};
    // Markdown knows no link in a link, and no address in one.
    return [{ type: "link", url: String(href), ...named, children: group(items, place) as never }];
  }
  if (mark.type === "code" && place.way !== "armoured") {
    return items.flatMap(({ node }): PhrasingContent[] =>
      node.text === undefined ? leaf(node, place, false) : [{ type: "inlineCode", value: node.text }],
    );
  }
  const native = NATIVE[mark.type];
  if (native !== undefined && place.way === "native") {
    return [{ type: native, children: group(items, place) }];
  }
  const tag = TAG[mark.type] ?? "span";
  return [html(`<${tag}${tint(mark)}>`), ...group(items, place), html(`</${tag}>`)];
}

function tint({ type, attrs }: Mark): string {
  const tone = toneOf(attrs?.tone);
  if (type === "textColor") return ` data-color="${tone ?? ""}"`;
  return tone === undefined ? "" : ` data-tone="${tone}"`;
}

const html = (value: string): PhrasingContent => ({ type: "html", value });

function leaf(one: Tree, place: Place, last: boolean): PhrasingContent[] {
  if (one.text !== undefined) {
    return [place.way === "armoured" ? html(armoured(one.text)) : { type: "text", value: one.text }];
  }
  switch (one.type) {
    case "hardBreak":
      // The last break of a line shows nothing unless there are two (builder.ts).
      if (last) return [html("<br><br>")];
      return [place.oneLine || place.way !== "native" ? html("<br>") : { type: "break" }];
    case "mathInline": {
      const source = words(one.attrs?.source, 1_000);
      if (place.way === "native" && source !== "") return [{ type: "inlineMath", value: source }];
      return [html(`<span data-type="math">${escapeHtml(source)}</span>`)];
    }
    case "mention":
      return [html(`<span data-type="mention">@${escapeHtml(words(one.attrs?.name, 60))}</span>`)];
    case "date": {
      const day = dayOf(one.attrs?.day);
      return day === undefined ? [] : [html(`<time data-type="date" datetime="${day}">${day}</time>`)];
    }
    default: {
      const said = isInline(one) ? letters(one) : kids(one).map(letters).join("");
      return said === "" ? [] : [{ type: "text", value: said }];
    }
  }
}

/** For the content of a tag inside of Markdown: neither of both may find a sign in it. */
const escapeHtml = (value: string): string => armoured(value);

/** Letters, digits and single spaces stand as they are; everything else as the number of its character. */
export function armoured(value: string): string {
  const letters = Array.from(value);
  return letters
    .map((letter, at) => {
      const space = letter === " " && at > 0 && at < letters.length - 1;
      const plain = space || /[\p{L}\p{N}\p{M}\p{So}\u200d]/u.test(letter);
      return plain ? letter : `&#x${(letter.codePointAt(0) ?? 0).toString(16)};`;
    })
    .join("");
}
