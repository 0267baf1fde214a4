// What each HTML tag means here: one table, read when pages are imported and when Markdown holds HTML.
// Called by builder.ts. A tag without a line is unknown: in a page its content is kept, in Markdown it stands
// as it was written, because `Vec<T>` is no tag to whoever wrote it.

import { isSafeLink } from "../links.ts";
import {
  type Attributes,
  dayOf,
  kindOf,
  languageOf,
  type Mark,
  node,
  numberingOf,
  sideOf,
  type Tree,
  text,
  toneOf,
  wayOf,
  words,
} from "./tree.ts";

export type Attribs = Readonly<Record<string, string>>;

export type Meaning =
  /** A node that holds others. */
  | { readonly is: "block"; readonly type: string; readonly attrs?: Attributes | undefined }
  /** A line of text. */
  | {
      readonly is: "line";
      readonly type: string;
      readonly attrs?: Attributes | undefined;
      readonly pre?: boolean;
    }
  /** A node with nothing in it. */
  | { readonly is: "leaf"; readonly node: Tree }
  /** Stands in a line; what is written between its tags is its own. */
  | { readonly is: "atom"; readonly make: (content: string) => Tree }
  | { readonly is: "mark"; readonly mark: Mark }
  /** Ends a line and means no more. */
  | { readonly is: "edge"; readonly align?: string | undefined; readonly dir?: string | undefined }
  /** Means nothing by itself; its content does. */
  | { readonly is: "through" }
  /** Neither it nor its content is text. */
  | { readonly is: "hidden" }
  | { readonly is: "break" }
  | { readonly is: "box"; readonly checked: boolean }
  | { readonly is: "picture"; readonly alt: string; readonly src: string }
  | { readonly is: "unsafe" }
  | { readonly is: "unknown" };

const mark = (type: string, attrs?: Attributes): Meaning => ({
  is: "mark",
  mark: attrs === undefined ? { type } : { type, attrs },
});
const block = (type: string, attrs?: Attributes): Meaning => ({ is: "block", type, attrs });

const number = (value: string | undefined, fallback: number): number =>
  value !== undefined && /^-?\d{1,9}$/.test(value.trim()) ? Number(value) : fallback;

function stand(of: Attribs): Attributes {
  const align = sideOf(/text-align:\s*(\w+)/.exec(of.style ?? "")?.[1] ?? of.align?.toLowerCase());
  const dir = wayOf(of.dir);
  return {
    ...(align === undefined || (align === "left" && of.align === undefined && of["data-align"] === undefined)
      ? {}
      : { align }),
    ...(dir === undefined ? {} : { dir }),
  };
}

function cell(type: "tableCell" | "tableHeader", of: Attribs): Meaning {
  const span = (name: "colspan" | "rowspan") => Math.min(100, Math.max(1, number(of[name], 1)));
  const align = stand(of).align;
  return block(type, {
    ...(span("colspan") > 1 ? { colspan: span("colspan") } : {}),
    ...(span("rowspan") > 1 ? { rowspan: span("rowspan") } : {}),
    ...(align === undefined || align === "justify" ? {} : { align }),
  });
}

const tinted = (type: "highlight" | "textColor", tone: string | undefined): Meaning =>
  mark(type, toneOf(tone) === undefined ? undefined : { tone });

function div(of: Attribs): Meaning {
  switch (of["data-type"]) {
    case "callout":
      return block("callout", { kind: kindOf(of["data-kind"]) ?? "note" });
    case "toggle":
      return block("toggle");
    case "bookmark":
      return block("bookmark");
    case "pageBreak":
      return { is: "leaf", node: node("pageBreak") };
    default:
      return { is: "edge", ...stand(of) };
  }
}

function span(of: Attribs): Meaning {
  switch (of["data-type"]) {
    case "math":
      return {
        is: "atom",
        make: (source) => node("mathInline", [], { source: source.slice(0, 1_000).trim() }),
      };
    case "mention":
      return { is: "atom", make: (name) => node("mention", [], { name: words(name.replace(/^@/, ""), 60) }) };
    default:
      return of["data-color"] === undefined ? { is: "through" } : tinted("textColor", of["data-color"]);
  }
}

function link(of: Attribs): Meaning {
  const { href, title } = of;
  if (href === undefined || href === "") return { is: "through" };
  if (!isSafeLink(href) || href.length > 2_000) return { is: "unsafe" };
  return mark("link", { href, ...(title ? { title } : {}) });
}

const heading =
  (level: number) =>
  (of: Attribs): Meaning => ({
    is: "line",
    type: "heading",
    attrs: { level, ...stand(of) },
  });

const EDGE: Meaning = { is: "edge" };
const THROUGH: Meaning = { is: "through" };
const HIDDEN: Meaning = { is: "hidden" };

type Reader = Meaning | ((of: Attribs) => Meaning);

const TAGS = new Map<string, Reader>([
  ["p", (of) => ({ is: "line", type: "paragraph", attrs: stand(of) })],
  ...[1, 2, 3, 4, 5].map((level) => [`h${level}`, heading(level)] as const),
  ["h6", heading(5)],
  ["blockquote", block("blockquote")],
  ["ul", (of) => block(of["data-type"] === "taskList" ? "taskList" : "bulletList")],
  [
    "ol",
    (of) => {
      const start = number(of.start, 1);
      const type = numberingOf(of.type);
      return block("orderedList", {
        ...(start === 1 ? {} : { start }),
        ...(type === undefined ? {} : { type }),
      });
    },
  ],
  ["menu", block("bulletList")],
  [
    "li",
    (of) => {
      const box = of["data-checked"] ?? (of.role === "checkbox" ? of["aria-checked"] : undefined);
      return box === undefined ? block("listItem") : block("taskItem", { checked: box === "true" });
    },
  ],
  [
    "pre",
    (of) => ({
      is: "line",
      type: of["data-type"] === "math" ? "mathBlock" : "codeBlock",
      pre: true,
    }),
  ],
  ["hr", { is: "leaf", node: node("horizontalRule") }],
  ["br", { is: "break" }],
  ["table", block("table")],
  ["tr", block("tableRow")],
  ["td", (of) => cell("tableCell", of)],
  ["th", (of) => cell("tableHeader", of)],
  ["details", block("toggle")],
  ["aside", block("callout", { kind: "note" })],
  ["div", div],
  ["nav", (of) => (of["data-type"] === "toc" ? { is: "leaf", node: node("toc") } : EDGE)],
  ["a", link],
  ["span", span],
  [
    "time",
    (of) => {
      const day = of["data-type"] === "date" ? dayOf(of.datetime) : undefined;
      return day === undefined ? THROUGH : { is: "atom", make: () => node("date", [], { day }) };
    },
  ],
  ["mark", (of) => tinted("highlight", of["data-tone"])],
  ["img", (of) => ({ is: "picture", alt: words(of.alt, 1_000), src: of.src ?? "" })],
  ["input", (of) => (of.type === "checkbox" ? { is: "box", checked: of.checked !== undefined } : HIDDEN)],
  ...(
    [
      ["bold", "b strong"],
      ["italic", "i em cite dfn var"],
      ["underline", "u ins"],
      ["strike", "s del strike"],
      ["code", "code kbd samp tt"],
      ["subscript", "sub"],
      ["superscript", "sup"],
    ] as const
  ).flatMap(([type, tags]) => tags.split(" ").map((tag) => [tag, mark(type)] as const)),
  ...edges(
    "summary section article main header footer figure figcaption dl dt dd address form fieldset legend center",
    EDGE,
  ),
  ...edges(
    "thead tbody tfoot font small big abbr q label bdi bdo wbr html body caption colgroup col picture source",
    THROUGH,
  ),
  ...edges(
    "head script style template noscript svg iframe object title meta link select textarea button audio video canvas",
    HIDDEN,
  ),
]);

function edges(tags: string, meaning: Meaning): (readonly [string, Reader])[] {
  return tags.split(" ").map((tag) => [tag, meaning] as const);
}

export function meaningOf(tag: string, attribs: Attribs): Meaning {
  const found = TAGS.get(tag);
  if (found === undefined) return { is: "unknown" };
  return typeof found === "function" ? found(attribs) : found;
}

/** `<code class="language-js">` in a block says its language. */
export const languageIn = (of: Attribs): string | undefined =>
  languageOf(/(?:^|\s)language-(\S+)/.exec(of.class ?? "")?.[1]);

export const plain = (value: string): Tree => text(value);
