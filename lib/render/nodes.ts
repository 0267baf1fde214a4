// The one table of how each node of the schema is drawn: node name -> elements, the same that the editor
// makes of it, so that prose.css fits both and the editor can take the place of a rendering without a
// jump. Called by block.ts. A new node of lib/schema.ts gets its line here; until then its text is shown.

import type * as Y from "yjs";
import { isSafeLink } from "../links.ts";
import { attachmentOf, pictureOf } from "../pictures.ts";
import type { Attributes, Element, Piece, Tag } from "./piece.ts";

/** An element under construction: `outer` goes into the page, children go into `inner`. */
export interface Shape {
  readonly outer: Element;
  readonly inner: Piece[];
}

export interface Drawing {
  draw(node: Y.XmlElement): Shape;
  /** Holds lines of text: an empty one is a line high. */
  readonly textblock?: boolean;
  /** Nothing goes into it. */
  readonly leaf?: boolean;
  /** What is done with its children when they are drawn. */
  readonly finish?: (inner: Piece[]) => void;
}

/** Numbers in lists and spans in tables beyond this are somebody's joke, or an attack on the layout. */
const MAX_START = 1_000_000;
const MAX_SPAN = 100;
/** CSS pixels of a column. */
const MAX_WIDTH = 10_000;
/** The editor gives a column without a width this much at least (schema.ts, cellMinWidth). */
const CELL_MIN_WIDTH = 96;
const MAX_COLUMNS = 200;
/** Characters of what stands in a line and is no text: a formula, a name, the name of a bookmark. */
const MAX_FORMULA = 1_000;
const MAX_NAME = 60;
const MAX_TITLE = 200;
const MAX_ADDRESS = 2_000;
const LANGUAGE = /^[\w+#.-]{1,40}$/;

export const make = (tag: Tag, attributes?: Attributes): Shape => {
  const inner: Piece[] = [];
  return { outer: attributes === undefined ? { tag, of: inner } : { tag, attributes, of: inner }, inner };
};

const plain = (tag: Tag, attributes?: Attributes): Drawing => ({ draw: () => make(tag, attributes) });
const leaf = (tag: Tag): Drawing => ({ draw: () => ({ outer: { tag }, inner: [] }), leaf: true });

export const NODES: Readonly<Record<string, Drawing>> = {
  paragraph: { draw: (node) => make("p", standing(node)), textblock: true },
  heading: { draw: (node) => make(headingOf(node.getAttribute("level")), standing(node)), textblock: true },
  blockquote: plain("blockquote", { dir: "auto" }),
  bulletList: plain("ul", { dir: "auto" }),
  orderedList: { draw: orderedList },
  listItem: plain("li"),
  taskList: plain("ul", { "data-type": "taskList", dir: "auto" }),
  taskItem: { draw: taskItem },
  codeBlock: { draw: codeBlock, textblock: true },
  horizontalRule: leaf("hr"),
  hardBreak: leaf("br"),
  callout: { draw: callout },
  toggle: { draw: () => make("details", { "data-type": "toggle", dir: "auto" }), finish: summarise },
  mathBlock: { draw: () => make("pre", { "data-type": "math" }), textblock: true },
  bookmark: { draw: bookmark, leaf: true },
  // What it lists is read off the whole document (block.ts).
  toc: { draw: () => make("nav", { "data-type": "toc" }), leaf: true },
  pageBreak: { draw: () => make("div", { "data-type": "pageBreak" }), leaf: true },
  mathInline: { draw: (node) => said("math", words(node.getAttribute("source"), MAX_FORMULA)), leaf: true },
  mention: { draw: (node) => said("mention", `@${words(node.getAttribute("name"), MAX_NAME)}`), leaf: true },
  date: { draw: day, leaf: true },
  image: { draw: picture, leaf: true },
  file: { draw: attachment, leaf: true },
  table: { draw: table },
  tableRow: plain("tr"),
  tableHeader: { draw: (node) => cell("th", node) },
  tableCell: { draw: (node) => cell("td", node) },
};

/** A node without a line above. Its text stays readable, in the frame of a part that is not known. */
export const unknownNode = (name: string): Shape => make("aside", { "data-unknown": name.slice(0, 80) });

/** Attributes of a shared document are whatever somebody wrote: read as unknown, and checked. */
const natural = (value: unknown, max: number): number | undefined =>
  typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= max ? value : undefined;

function headingOf(level: unknown): Tag {
  switch (level) {
    case 1:
      return "h1";
    case 3:
      return "h3";
    case 4:
      return "h4";
    case 5:
      return "h5";
    default:
      return level === undefined ? "h1" : "h2";
  }
}

/** The side that a block stands at, and the way it runs, where somebody said so. */
function standing(node: Y.XmlElement): Attributes | undefined {
  const align: unknown = node.getAttribute("align");
  const dir: unknown = node.getAttribute("dir");
  const sided = align === "left" || align === "center" || align === "right" || align === "justify";
  const way = dir === "ltr" || dir === "rtl";
  if (!sided && !way) return undefined;
  return { ...(sided ? { textAlign: align } : {}), ...(way ? { dir } : {}) };
}

const words = (value: unknown, max: number): string =>
  typeof value === "string" ? value.slice(0, max).replace(/\s+/g, " ").trim() : "";

const said = (type: string, text: string): Shape => ({
  outer: { tag: "span", attributes: { "data-type": type }, of: [text] },
  inner: [],
});

function day(node: Y.XmlElement): Shape {
  const value: unknown = node.getAttribute("day");
  const real = typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : "";
  return {
    outer: { tag: "time", attributes: { "data-type": "date", dateTime: real }, of: [real] },
    inner: [],
  };
}

function callout(node: Y.XmlElement): Shape {
  const kind: unknown = node.getAttribute("kind");
  const known = kind === "tip" || kind === "warning" || kind === "danger" ? kind : "note";
  return make("div", { "data-type": "callout", "data-kind": known, dir: "auto" });
}

/** The first line stays, the others are what opens: without an editor that is the browser's own to do. */
function summarise(inner: Piece[]): void {
  const [first] = inner;
  if (first !== undefined) inner[0] = { tag: "summary", of: [first] };
}

function bookmark(node: Y.XmlElement): Shape {
  const href: unknown = node.getAttribute("href");
  const shape = make("div", { "data-type": "bookmark" });
  if (typeof href !== "string" || href.length > MAX_ADDRESS) return shape;
  if (!isSafeLink(href) || !/^https?:\/\/[^\s/]/i.test(href)) return shape;
  shape.inner.push({
    tag: "a",
    attributes: { href, rel: "noopener noreferrer nofollow", target: "_blank" },
    of: [words(node.getAttribute("title"), MAX_TITLE) || href],
  });
  return shape;
}

function picture(node: Y.XmlElement): Shape {
  const { file, alt, caption, width, align, pixelWidth, pixelHeight } = pictureOf(node.getAttributes());
  const shape = make("figure", {
    "data-type": "image",
    ...(align === "center" ? {} : { "data-align": align }),
    ...(width === null ? {} : { width: `${width}%` }),
  });
  if (file === null) return shape;
  const sized = pixelWidth !== null && pixelHeight !== null;
  shape.inner.push({
    tag: "img",
    attributes: { file, alt: alt ?? "", ...(sized ? { pixelWidth, pixelHeight } : {}) },
  });
  if (caption !== "") shape.inner.push({ tag: "figcaption", of: [caption] });
  return shape;
}

function attachment(node: Y.XmlElement): Shape {
  const { file, name, bytes } = attachmentOf(node.getAttributes());
  const shape = make("div", {
    "data-type": "file",
    ...(bytes === null ? {} : { "data-bytes": String(bytes) }),
  });
  if (file !== null)
    shape.inner.push({ tag: "a", attributes: { file, download: name }, of: [name || file.slice(0, 8)] });
  return shape;
}

function orderedList(node: Y.XmlElement): Shape {
  const start: unknown = node.getAttribute("start");
  const type: unknown = node.getAttribute("type");
  return make("ol", {
    dir: "auto",
    ...(typeof start === "number" && Number.isInteger(start) && Math.abs(start) <= MAX_START && start !== 1
      ? { start }
      : {}),
    ...(typeof type === "string" && /^[1aAiI]$/.test(type) ? { type } : {}),
  });
}

function taskItem(node: Y.XmlElement): Shape {
  const done = (node.getAttribute("checked") as unknown) === true;
  const inner: Piece[] = [];
  const box: Element = { tag: "input", attributes: { type: "checkbox", checked: done } };
  return {
    outer: {
      tag: "li",
      attributes: { "data-checked": String(done) },
      of: [
        { tag: "label", of: [box] },
        { tag: "div", of: inner },
      ],
    },
    inner,
  };
}

function codeBlock(node: Y.XmlElement): Shape {
  const language: unknown = node.getAttribute("language");
  const named = typeof language === "string" && LANGUAGE.test(language);
  const inner: Piece[] = [];
  const code: Element = {
    tag: "code",
    ...(named ? { attributes: { className: `language-${language}` } } : {}),
    of: inner,
  };
  // Above it the editor has a bar with the language: its room is kept.
  const bar: Element = { tag: "div", attributes: { className: "code-bar" } };
  return {
    outer: { tag: "div", attributes: { className: "code-block" }, of: [bar, { tag: "pre", of: [code] }] },
    inner,
  };
}

function cell(tag: "td" | "th", node: Y.XmlElement): Shape {
  const colSpan = natural(node.getAttribute("colspan"), MAX_SPAN) ?? 1;
  const rowSpan = natural(node.getAttribute("rowspan"), MAX_SPAN) ?? 1;
  const align: unknown = node.getAttribute("align");
  return make(tag, {
    ...(colSpan > 1 ? { colSpan } : {}),
    ...(rowSpan > 1 ? { rowSpan } : {}),
    ...(align === "left" || align === "center" || align === "right" ? { textAlign: align } : {}),
  });
}

/** Column widths come from the first row, as in the editor, which can drag them. */
function table(node: Y.XmlElement): Shape {
  const columns: Element[] = [];
  let total = 0;
  let fixed = true;
  const [row] = node.toArray();
  const cells = row !== undefined && "toArray" in row ? row.toArray() : [];
  for (const one of cells) {
    if (!("getAttribute" in one) || columns.length >= MAX_COLUMNS) continue;
    const widths: unknown = one.getAttribute("colwidth");
    const span = natural(one.getAttribute("colspan"), MAX_SPAN) ?? 1;
    for (let at = 0; at < span && columns.length < MAX_COLUMNS; at++) {
      const width = Array.isArray(widths) ? natural(widths[at], MAX_WIDTH) : undefined;
      total += width ?? CELL_MIN_WIDTH;
      fixed &&= width !== undefined;
      columns.push({
        tag: "col",
        attributes:
          width === undefined
            ? { minWidth: `${CELL_MIN_WIDTH}px` }
            : { width: `${Math.max(width, CELL_MIN_WIDTH)}px` },
      });
    }
  }
  const inner: Piece[] = [];
  const size = columns.length === 0 ? {} : fixed ? { width: `${total}px` } : { minWidth: `${total}px` };
  return {
    outer: {
      tag: "div",
      attributes: { className: "tableWrapper", dir: "auto" },
      of: [
        {
          tag: "table",
          attributes: size,
          of: [
            { tag: "colgroup", of: columns },
            { tag: "tbody", of: inner },
          ],
        },
      ],
    },
    inner,
  };
}
