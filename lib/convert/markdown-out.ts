// A tree becomes Markdown that reads well anywhere and comes back as it was (markdown-in.ts). Called for
// exports and for "copy as Markdown". What Markdown has no sign for stands as a few HTML tags that GitHub and
// others show: <u>, <mark>, <details>, <div align>, a <table> whose cells hold Markdown. What has no such form
// is counted in the report. Every line is read back before it is taken (phrasing-out.ts).

import type { AlignType, BlockContent, PhrasingContent, RootContent, TableRow } from "mdast";
import { gfmToMarkdown } from "mdast-util-gfm";
import { mathToMarkdown } from "mdast-util-math";
import { toMarkdown as print } from "mdast-util-to-markdown";
import { isSafeLink } from "../links.ts";
import { blocksFromMarkdown } from "./markdown-in.ts";
import { phrasingOf, pieces, WAYS } from "./phrasing-out.ts";
import { Report } from "./report.ts";
import {
  isEmptyLine,
  isInline,
  kids,
  kindOf,
  languageOf,
  levelOf,
  numberingOf,
  paragraph,
  plainText,
  spanOf,
  standing,
  startOf,
  type Tree,
  text,
  type Writing,
  words,
} from "./tree.ts";

export interface MarkdownOptions {
  readonly report: Report;
  /** Where a file of the document is fetched; without it only its name is left. */
  readonly addressOf?: ((file: string) => string | undefined) | undefined;
}

const OPTIONS = {
  bullet: "-",
  bulletOther: "*",
  rule: "-",
  emphasis: "*",
  strong: "*",
  fences: true,
  listItemIndent: "one",
  incrementListMarker: true,
  resourceLink: false,
  extensions: [gfmToMarkdown({ tablePipeAlign: false }), mathToMarkdown()],
} as const;

const printed = (children: RootContent[]): string => print({ type: "root", children }, OPTIONS as never);

/** The title is the first heading; an untitled document that begins with one has an empty title before it. */
export function markdownOf({ title, body }: Writing, options: MarkdownOptions): string {
  const blocks = [...kids(body)];
  // Empty lines at the end of a text say nothing.
  while (blocks.length > 0 && isEmptyLine(blocks.at(-1) as Tree)) blocks.pop();
  const [first] = blocks;
  const headed = title !== "" || (first?.type === "heading" && levelOf(first.attrs?.level) === 1);
  const named: RootContent[] = headed
    ? [
        {
          type: "heading",
          depth: 1,
          children: checked(
            [text(title)].filter(({ text: value }) => value !== ""),
            "heading",
          ),
        },
      ]
    : [];
  const children = [...named, ...flow(blocks, options)];
  return children.length === 0 ? "" : printed(children);
}

/** Without a title: what a part of a document is as Markdown. */
export const markdownOfBlocks = (blocks: readonly Tree[], options: MarkdownOptions): string =>
  printed(flow(blocks, options));

const html = (value: string): RootContent => ({ type: "html", value });

function flow(blocks: readonly Tree[], options: MarkdownOptions): RootContent[] {
  const made: RootContent[] = [];
  let line: Tree[] = [];
  const endLine = () => {
    if (line.length > 0) made.push(...block(paragraph(line), options));
    line = [];
  };
  for (const one of blocks) {
    if (isInline(one)) line.push(one);
    else {
      endLine();
      made.push(...block(one, options));
    }
  }
  endLine();
  return made;
}

function block(one: Tree, options: MarkdownOptions): RootContent[] {
  const { report } = options;
  switch (one.type) {
    case "paragraph":
      if (isEmptyLine(one)) return [html("<br>")];
      return stood(one, [
        kids(one).length === 0
          ? html("<br>")
          : { type: "paragraph", children: checked(kids(one), "paragraph") },
      ]);
    case "heading": {
      const depth = levelOf(one.attrs?.level) as 1 | 2 | 3 | 4 | 5;
      return stood(one, [{ type: "heading", depth, children: checked(kids(one), "heading") }]);
    }
    case "blockquote":
      return [{ type: "blockquote", children: flow(kids(one), options) as BlockContent[] }];
    case "callout":
      return [callout(one, options)];
    case "toggle": {
      const [first, ...rest] = kids(one);
      return [
        html("<details>\n<summary>"),
        ...flow(first === undefined ? [] : [first], options),
        html("</summary>"),
        ...flow(rest, options),
        html("</details>"),
      ];
    }
    case "bulletList":
    case "orderedList":
    case "taskList":
      return [list(one, options)];
    case "listItem":
    case "taskItem":
      return flow(kids(one), options);
    case "codeBlock":
      return [{ type: "code", lang: languageOf(one.attrs?.language) ?? null, value: codeOf(one) }];
    case "mathBlock":
      return [{ type: "math", value: codeOf(one) } as RootContent];
    case "horizontalRule":
      return [{ type: "thematicBreak" }];
    case "pageBreak":
      return [html('<div data-type="pageBreak"></div>')];
    case "toc":
      return [html('<nav data-type="toc"></nav>')];
    case "bookmark": {
      const { href, title } = one.attrs ?? {};
      if (typeof href !== "string" || !isSafeLink(href)) return [];
      const label = words(title, 200);
      const link = checked([text(label || href, [{ type: "link", attrs: { href } }])], "paragraph");
      return [html('<div data-type="bookmark">'), { type: "paragraph", children: link }, html("</div>")];
    }
    case "image":
    case "file":
      return file(one, options);
    case "table":
      return table(one, options);
    default:
      report.lost("unknown-part");
      return flow(kids(one), options);
  }
}

/** Around a line that does not stand where lines begin, or runs the other way. */
function stood(one: Tree, inner: RootContent[]): RootContent[] {
  return standing(one) === undefined ? inner : [html(`<div${standsAt(one)}>`), ...inner, html("</div>")];
}

function standsAt(one: Tree): string {
  const { align, dir } = standing(one) ?? {};
  return `${align === undefined ? "" : ` align="${align}"`}${dir === undefined ? "" : ` dir="${dir}"`}`;
}

const ALERTS = { note: "NOTE", tip: "TIP", warning: "WARNING", danger: "CAUTION" } as const;

function callout(one: Tree, options: MarkdownOptions): RootContent {
  const sign = ALERTS[kindOf(one.attrs?.kind) ?? "note"];
  const mark: BlockContent = { type: "paragraph", children: [{ type: "html", value: `[!${sign}]` }] };
  return { type: "blockquote", children: [mark, ...(flow(kids(one), options) as BlockContent[])] };
}

/** What Markdown can count from. */
const MAX_START = 999_999_999;

function list(one: Tree, options: MarkdownOptions): RootContent {
  const ordered = one.type === "orderedList";
  const start = startOf(one.attrs?.start);
  if (ordered && (start < 0 || start > MAX_START)) options.report.lost("list-start");
  if (ordered && (numberingOf(one.attrs?.type) ?? "1") !== "1") options.report.lost("list-numbering");
  const items = kids(one).map((item) => {
    const [first, ...rest] = kids(item);
    // An empty line before something else in an item is what Markdown writes as nothing at all.
    const bare = first !== undefined && isEmptyLine(first) && rest[0]?.type !== "paragraph";
    const blocks = bare ? rest : kids(item);
    const task = item.type === "taskItem";
    // A box needs a line to stand in.
    const children = task ? boxed(first, kids(item).slice(1), options) : flow(blocks, options);
    return {
      type: "listItem" as const,
      spread: !isTight(children),
      checked: task ? item.attrs?.checked === true : null,
      children: children as BlockContent[],
    };
  });
  return {
    type: "list",
    ordered,
    start: ordered ? Math.min(MAX_START, Math.max(0, start)) : null,
    spread: items.some((item) => item.spread),
    children: items,
  };
}

/** A box needs a line to stand in, where Markdown can see one. */
function boxed(first: Tree | undefined, rest: readonly Tree[], options: MarkdownOptions): RootContent[] {
  if (first?.type !== "paragraph")
    return boxed(paragraph(), first === undefined ? rest : [first, ...rest], options);
  const line: PhrasingContent[] =
    kids(first).length === 0 ? [{ type: "html", value: "<br>" }] : checked(kids(first), "paragraph");
  const children: PhrasingContent[] =
    standing(first) === undefined
      ? line
      : [{ type: "html", value: `<p${standsAt(first)}>` }, ...line, { type: "html", value: "</p>" }];
  return [{ type: "paragraph", children }, ...flow(rest, options)];
}

/** Lines of an item need no empty line between them where the second cannot be taken for part of the first. */
function isTight(children: readonly RootContent[]): boolean {
  const [first, second] = children;
  if (children.length <= 1) return true;
  if (children.length > 2 || first?.type !== "paragraph" || second?.type !== "list") return false;
  if (second.ordered && second.start !== 1) return false;
  const begin = second.children[0]?.children[0];
  return begin?.type === "paragraph" && begin.children.length > 0;
}

const codeOf = (one: Tree): string =>
  kids(one)
    .map((child) => child.text ?? (child.type === "hardBreak" ? "\n" : plainText(child)))
    .join("");

function file(one: Tree, { addressOf, report }: MarkdownOptions): RootContent[] {
  const id = one.attrs?.file;
  const name = words(one.attrs?.name, 120);
  const alt = words(one.attrs?.alt, 1_000);
  const caption = words(one.attrs?.caption, 500);
  const url = typeof id === "string" && /^[0-9a-f]{64}$/.test(id) ? addressOf?.(id) : undefined;
  if (one.type === "image" && (one.attrs?.width ?? null) !== null) report.lost("picture-layout");
  if (url === undefined) {
    report.lost("pictures");
    const said = [alt, caption].filter(Boolean).join(" — ") || name;
    return said === "" ? [] : [{ type: "paragraph", children: [{ type: "text", value: said }] }];
  }
  const child: PhrasingContent =
    one.type === "image"
      ? { type: "image", url, alt, title: caption || null }
      : { type: "link", url, children: [{ type: "text", value: name || url }] };
  return [{ type: "paragraph", children: [child] }];
}

// ---- tables ---------------------------------------------------------------------------------------------

function table(one: Tree, options: MarkdownOptions): RootContent[] {
  const rows = kids(one).map((row) => kids(row));
  const wide = rows.flat().some((cell) => Array.isArray(cell.attrs?.colwidth));
  if (wide) options.report.lost("column-widths");
  const aligns = plainTable(rows);
  if (aligns === undefined) return tagTable(rows, options);
  const children = rows.map(
    (row): TableRow => ({
      type: "tableRow",
      children: row.map((cell) => ({
        type: "tableCell",
        children: checked(kids(kids(cell)[0] ?? cell), "cell"),
      })),
    }),
  );
  return [{ type: "table", align: aligns, children }];
}

/** The sides of its columns where it is a table as Markdown knows them, with one head and one line a cell. */
function plainTable(rows: readonly (readonly Tree[])[]): AlignType[] | undefined {
  const [head, ...others] = rows;
  if (head === undefined || head.length === 0) return undefined;
  const sideOf = (cell: Tree | undefined): AlignType => {
    const side = cell?.attrs?.align;
    return side === "left" || side === "center" || side === "right" ? side : null;
  };
  const aligns = head.map(sideOf);
  const isPlain = (cell: Tree, type: string, column: number) =>
    cell.type === type &&
    spanOf(cell.attrs?.colspan) === 1 &&
    spanOf(cell.attrs?.rowspan) === 1 &&
    kids(cell).length === 1 &&
    kids(cell)[0]?.type === "paragraph" &&
    standing(kids(cell)[0] as Tree) === undefined &&
    sideOf(cell) === aligns[column];
  const fits =
    head.every((cell, column) => isPlain(cell, "tableHeader", column)) &&
    others.every(
      (row) => row.length === head.length && row.every((cell, column) => isPlain(cell, "tableCell", column)),
    );
  return fits ? aligns : undefined;
}

/** Tags for the grid, Markdown in the cells. */
function tagTable(rows: readonly (readonly Tree[])[], options: MarkdownOptions): RootContent[] {
  const made: RootContent[] = [];
  let tags = "<table>";
  for (const row of rows) {
    tags += "\n<tr>";
    for (const cell of row) {
      const tag = cell.type === "tableHeader" ? "th" : "td";
      const span = (name: "colspan" | "rowspan") => {
        const value = spanOf(cell.attrs?.[name]);
        return value === 1 ? "" : ` ${name}="${value}"`;
      };
      const side = cell.attrs?.align;
      const align = side === "left" || side === "center" || side === "right" ? ` align="${side}"` : "";
      tags += `\n<${tag}${span("colspan")}${span("rowspan")}${align}>`;
      const blocks = kids(cell);
      const inner = blocks.length === 1 && isEmptyLine(blocks[0] as Tree) ? [] : flow(blocks, options);
      if (inner.length > 0) {
        made.push(html(tags), ...inner);
        tags = "";
      }
      tags += tags === "" ? `</${tag}>` : `\n</${tag}>`;
    }
    tags += "\n</tr>";
  }
  made.push(html(`${tags}\n</table>`));
  return made;
}

// ---- lines, read back -----------------------------------------------------------------------------------

type Where = "paragraph" | "heading" | "cell";

/** Nothing in it that any sign of Markdown is made of: it need not be read back. */
const HARMLESS = /^[\p{L}\p{N}](?:[\p{L}\p{N},;?'"’“” ]*[\p{L}\p{N},;?'"’“”])?$/u;

function checked(line: readonly Tree[], where: Where): PhrasingContent[] {
  if (line.length === 0) return [];
  const [only] = line;
  const value = only?.text;
  if (line.length === 1 && value !== undefined && (only?.marks ?? []).length === 0) {
    if (HARMLESS.test(value) && !/^\d/.test(value)) return [{ type: "text", value }];
  }
  const wanted = signature(line);
  let made: PhrasingContent[] = [];
  for (const way of WAYS) {
    made = phrasingOf(line, { way, oneLine: where !== "paragraph" });
    if (signature(readBack(made, where)) === wanted) return made;
  }
  return made;
}

function readBack(children: PhrasingContent[], where: Where): readonly Tree[] {
  const wrapped: RootContent =
    where === "paragraph"
      ? { type: "paragraph", children }
      : where === "heading"
        ? { type: "heading", depth: 2, children }
        : {
            type: "table",
            align: [null],
            children: [{ type: "tableRow", children: [{ type: "tableCell", children }] }],
          };
  const blocks = blocksFromMarkdown(printed([wrapped]), new Report());
  const [first] = blocks;
  if (blocks.length !== 1 || first === undefined) return [];
  if (where === "cell") return kids(kids(kids(kids(first)[0] ?? first)[0] ?? first)[0] ?? first);
  return first.type === where ? kids(first) : [];
}

/** What a line says, however its text is cut: for comparing. */
export function signature(line: readonly Tree[]): string {
  const parts: string[] = [];
  let lastMarks = "";
  for (const one of pieces(line)) {
    if (one.text === undefined) {
      lastMarks = "-";
      parts.push(`\u0000${one.type} ${JSON.stringify(one.attrs ?? {})}\u0000`);
      continue;
    }
    const marks = (one.marks ?? [])
      .map(({ type, attrs }) =>
        type === "link"
          ? `link ${String(attrs?.href)} ${String(attrs?.title ?? "")}`
          : `${type} ${String(attrs?.tone ?? "")}`,
      )
      .sort()
      .join("|");
    if (marks !== lastMarks) parts.push(`\u0001${marks}\u0001`);
    lastMarks = marks;
    parts.push(one.text);
  }
  return parts.join("");
}
