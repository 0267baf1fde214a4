// The one table of how each node of the schema is drawn: node name -> elements, the same that the editor
// makes of it, so that prose.css fits both and the editor can take the place of a rendering without a
// jump. Called by block.ts. A new node of lib/schema.ts gets its line here; until then its text is shown.

import type * as Y from "yjs";
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
}

/** Numbers in lists and spans in tables beyond this are somebody's joke, or an attack on the layout. */
const MAX_START = 1_000_000;
const MAX_SPAN = 100;
/** CSS pixels of a column. */
const MAX_WIDTH = 10_000;
/** The editor gives a column without a width this much at least (schema.ts, cellMinWidth). */
const CELL_MIN_WIDTH = 96;
const MAX_COLUMNS = 200;
const LANGUAGE = /^[\w+#.-]{1,40}$/;

export const make = (tag: Tag, attributes?: Attributes): Shape => {
  const inner: Piece[] = [];
  return { outer: attributes === undefined ? { tag, of: inner } : { tag, attributes, of: inner }, inner };
};

const plain = (tag: Tag, attributes?: Attributes): Drawing => ({ draw: () => make(tag, attributes) });
const leaf = (tag: Tag): Drawing => ({ draw: () => ({ outer: { tag }, inner: [] }), leaf: true });

export const NODES: Readonly<Record<string, Drawing>> = {
  paragraph: { draw: () => make("p"), textblock: true },
  heading: { draw: (node) => make(headingOf(node.getAttribute("level"))), textblock: true },
  blockquote: plain("blockquote"),
  bulletList: plain("ul"),
  orderedList: { draw: orderedList },
  listItem: plain("li"),
  taskList: plain("ul", { "data-type": "taskList" }),
  taskItem: { draw: taskItem },
  codeBlock: { draw: codeBlock, textblock: true },
  horizontalRule: leaf("hr"),
  hardBreak: leaf("br"),
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
    default:
      return level === undefined ? "h1" : "h2";
  }
}

function orderedList(node: Y.XmlElement): Shape {
  const start: unknown = node.getAttribute("start");
  const type: unknown = node.getAttribute("type");
  return make("ol", {
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
  return { outer: { tag: "pre", of: [code] }, inner };
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
      attributes: { className: "tableWrapper" },
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
