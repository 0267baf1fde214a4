// Makes any tree valid for a schema: wraps, lifts and replaces until every node stands where it may, and
// loses no text on the way. Called with what was read from files and pasted, before it becomes a document.
// A node that the schema does not know becomes the nearest that it knows, by the table INSTEAD.

import { isSafeLink } from "../links.ts";
import type { Report } from "./report.ts";
import {
  isInline,
  kids,
  letters,
  MAX_DEPTH,
  type Mark,
  node,
  paragraph,
  plainText,
  type Tree,
  text,
  words,
} from "./tree.ts";

/** What a schema knows, by name. */
export interface Known {
  readonly nodes: ReadonlySet<string>;
  /** In the order that the schema wants them to stand in. */
  readonly marks: readonly string[];
  /** Code takes no other mark beside it. */
  readonly codeAlone: boolean;
}

/** As much of ProseMirror's Schema as is asked here. */
interface SchemaNames {
  readonly nodes: Readonly<Record<string, unknown>>;
  readonly marks: Readonly<Record<string, { excludes(other: never): boolean }>>;
}

export function knownTo(schema: SchemaNames): Known {
  const { code, bold } = schema.marks;
  return {
    nodes: new Set(Object.keys(schema.nodes)),
    marks: Object.keys(schema.marks),
    codeAlone: code?.excludes(bold as never) ?? false,
  };
}

type Content = "blocks" | "item" | "items" | "tasks" | "rows" | "cells" | "line" | "letters" | "nothing";

const CONTENT: Readonly<Record<string, Content>> = {
  doc: "blocks",
  blockquote: "blocks",
  callout: "blocks",
  toggle: "blocks",
  tableCell: "blocks",
  tableHeader: "blocks",
  listItem: "item",
  taskItem: "item",
  bulletList: "items",
  orderedList: "items",
  taskList: "tasks",
  table: "rows",
  tableRow: "cells",
  paragraph: "line",
  heading: "line",
  codeBlock: "letters",
  mathBlock: "letters",
  horizontalRule: "nothing",
  bookmark: "nothing",
  toc: "nothing",
  pageBreak: "nothing",
  image: "nothing",
  file: "nothing",
  hardBreak: "nothing",
  mathInline: "nothing",
  mention: "nothing",
  date: "nothing",
};

const linked = (label: string, href: unknown): Tree[] => {
  const safe = typeof href === "string" && isSafeLink(href);
  const shown = label || (safe ? href : "");
  if (shown === "") return [];
  return [paragraph([text(shown, safe ? [{ type: "link", attrs: { href } }] : [])])];
};

/** The nearest thing for a schema without this node. */
const INSTEAD: Readonly<Record<string, (of: Tree) => readonly Tree[]>> = {
  callout: (of) => [node("blockquote", kids(of))],
  toggle: kids,
  mathBlock: (of) => [node("codeBlock", kids(of), { language: "latex" })],
  bookmark: (of) => linked(words(of.attrs?.title, 200), of.attrs?.href),
  image: (of) =>
    linked(
      [words(of.attrs?.alt, 1_000), words(of.attrs?.caption, 500)].filter(Boolean).join(" — ") ||
        words(of.attrs?.name, 120),
      undefined,
    ),
  file: (of) => linked(words(of.attrs?.name, 120), undefined),
  toc: () => [],
  pageBreak: () => [node("horizontalRule")],
  taskList: (of) => [
    node(
      "bulletList",
      kids(of).map((item) => node("listItem", kids(item))),
    ),
  ],
};

export function fitted(body: Tree, known: Known, report: Report): Tree {
  const content = blocks(kids(body), { known, report, depth: 0 });
  return { type: "doc", content: content.length === 0 ? [paragraph()] : content };
}

interface Site {
  readonly known: Known;
  readonly report: Report;
  readonly depth: number;
}

/** Blocks as they may stand in a document, a quote or a cell. Loose letters become paragraphs. */
function blocks(nodes: readonly Tree[], site: Site): Tree[] {
  const made: Tree[] = [];
  let line: Tree[] = [];
  const endLine = () => {
    if (line.length > 0) made.push(...lineOf(paragraph(line), site));
    line = [];
  };
  for (const one of nodes) {
    if (isInline(one)) line.push(one);
    else {
      endLine();
      made.push(...block(one, site));
    }
  }
  endLine();
  return made;
}

function block(one: Tree, site: Site): Tree[] {
  const { known, report, depth } = site;
  if (depth >= MAX_DEPTH) {
    report.lost("too-deep");
    const flat = plainText(one);
    return flat === "" ? [] : [paragraph([text(flat.replace(/\n/g, " "))])];
  }
  const inner: Site = { ...site, depth: depth + 1 };
  if (CONTENT[one.type] === undefined || !known.nodes.has(one.type)) {
    report.lost(
      one.type === "pageBreak"
        ? "page-break"
        : one.type === "image" || one.type === "file"
          ? "pictures"
          : "unknown-part",
    );
    const holds = CONTENT[one.type] === "nothing" ? kids(one) : [];
    return blocks([...(INSTEAD[one.type]?.(one) ?? kids(one)), ...holds], inner);
  }
  const again = (content: readonly Tree[]): Tree[] => [
    { ...bare(one), ...(content.length > 0 ? { content } : {}) },
  ];
  const content: Content = CONTENT[one.type] ?? "nothing";
  switch (content) {
    case "nothing":
      // It holds nothing; what somebody put into it stands behind it.
      return [...again([]), ...blocks(kids(one), inner)];
    case "line":
      return lineOf(one, site);
    case "letters": {
      const letter = plainOf(one);
      return again(letter === "" ? [] : [text(letter)]);
    }
    case "blocks": {
      // Cells without a row, a document in a document.
      if (one.type === "doc" || one.type === "tableCell" || one.type === "tableHeader") {
        return blocks(kids(one), inner);
      }
      const inside = blocks(kids(one), inner);
      return again(inside.length === 0 ? [paragraph()] : inside);
    }
    case "item":
      // An item that stands alone.
      return block(node(one.type === "taskItem" ? "taskList" : "bulletList", [one]), site);
    case "items":
      return again(items(one, "listItem", inner));
    case "tasks":
      return again(items(one, "taskItem", inner));
    case "rows":
      return again(rows(one, inner));
    case "cells":
      return block(node("table", [one]), site);
  }
}

function items(list: Tree, type: "listItem" | "taskItem", site: Site): Tree[] {
  const made: Tree[] = [];
  for (const child of kids(list)) {
    const isItem = child.type === "listItem" || child.type === "taskItem";
    const inner = blocks(isItem ? kids(child) : [child], site);
    const attrs = type === "taskItem" ? { checked: child.attrs?.checked === true } : undefined;
    // What stands between items (a list straight in a list) belongs to the one before.
    const before = made.at(-1);
    if (!isItem && before !== undefined && inner[0]?.type !== "paragraph") {
      made[made.length - 1] = { ...before, content: [...kids(before), ...inner] };
      continue;
    }
    made.push(node(type, inner[0]?.type === "paragraph" ? inner : [paragraph(), ...inner], attrs));
  }
  return made.length > 0
    ? made
    : [node(type, [paragraph()], type === "taskItem" ? { checked: false } : undefined)];
}

function rows(table: Tree, site: Site): Tree[] {
  const made: Tree[] = [];
  for (const child of kids(table)) {
    const cells = child.type === "tableRow" ? kids(child) : [child];
    const row = cells.map((cell) => {
      const isCell = cell.type === "tableCell" || cell.type === "tableHeader";
      const content = blocks(isCell ? kids(cell) : [cell], site);
      return {
        ...(isCell ? bare(cell) : { type: "tableCell" }),
        content: content.length === 0 ? [paragraph()] : content,
      };
    });
    if (row.length > 0) made.push(node("tableRow", row));
  }
  return made.length > 0 ? made : [node("tableRow", [node("tableCell", [paragraph()])])];
}

const bare = ({ type, attrs }: Tree): Tree => (attrs === undefined ? { type } : { type, attrs });

/** A paragraph or a heading; blocks inside of it are set free. */
function lineOf(one: Tree, site: Site): Tree[] {
  const made: Tree[] = [];
  let line: Tree[] = [];
  const endLine = () => {
    made.push({ ...bare(one), ...(line.length > 0 ? { content: line } : {}) });
    line = [];
  };
  for (const child of kids(one)) {
    if (isInline(child)) addInline(line, child, site);
    else {
      if (line.length > 0) endLine();
      made.push(...block(child, { ...site, depth: site.depth + 1 }));
    }
  }
  if (line.length > 0 || made.length === 0) endLine();
  return made;
}

function addInline(line: Tree[], child: Tree, site: Site): void {
  const { known, report } = site;
  if (kids(child).length > 0) addInline(line, text(plainText({ type: "doc", content: kids(child) })), site);
  if (child.text === undefined && known.nodes.has(child.type)) {
    line.push(bare(child));
    return;
  }
  const value = letters(child);
  if (value === "") return;
  const marks = marksOf(child.marks ?? [], known, report);
  const before = line.at(-1);
  if (before?.text !== undefined && JSON.stringify(before.marks ?? []) === JSON.stringify(marks)) {
    line[line.length - 1] = text(before.text + value, marks);
  } else line.push(text(value, marks));
}

function marksOf(marks: readonly Mark[], known: Known, report: Report): Mark[] {
  const kept = new Map<string, Mark>();
  const alone = known.codeAlone && marks.some((mark) => mark.type === "code");
  for (const mark of marks) {
    if (!known.marks.includes(mark.type) || (alone && mark.type !== "code")) report.lost("unknown-mark");
    else if (mark.type === "link" && !leadsSomewhere(mark)) report.lost("unsafe-link");
    else kept.set(mark.type, mark);
  }
  return [...kept.values()].sort((a, b) => known.marks.indexOf(a.type) - known.marks.indexOf(b.type));
}

const leadsSomewhere = ({ attrs }: Mark): boolean =>
  typeof attrs?.href === "string" && isSafeLink(attrs.href);

/** The letters of a block of code, with its line breaks. */
function plainOf(one: Tree): string {
  return kids(one)
    .map((child) => (isInline(child) ? letters(child) + plainOf(child) : `${plainText(child)}\n`))
    .join("");
}
