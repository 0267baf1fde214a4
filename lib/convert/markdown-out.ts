// A tree becomes Markdown that reads well anywhere and comes back as it was (markdown-in.ts). Called for
// exports and for "copy as Markdown". What Markdown has no sign for stands as a few HTML tags that GitHub and
// others show: <u>, <mark>, <details>, <div align>, a <table> whose cells hold Markdown. What has no such form
// is counted in the report.

import type { BlockContent, PhrasingContent, RootContent } from "mdast";
import { isSafeLink } from "../links.ts";
import { checked, printed } from "./markdown-lines.ts";
import { tableOf } from "./markdown-table.ts";
import type { Report } from "./report.ts";
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
      return tableOf(one, options, flow);
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
