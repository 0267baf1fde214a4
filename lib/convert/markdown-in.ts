// Markdown becomes a tree: CommonMark, GitHub's tables, tasks, strikes and alerts, formulas, and the few HTML
// tags with which markdown-out.ts says what Markdown cannot. Blocks are here, what stands in a line is in phrasing-in.ts. Called for imports and for pasted Markdown.
// Promise: no text is lost. What means nothing here (footnotes, unknown tags) stands as text.

import type { AlignType, Nodes, Paragraph, PhrasingContent, Root, RootContent } from "mdast";
import { fromMarkdown as parse } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { mathFromMarkdown } from "mdast-util-math";
import { gfm } from "micromark-extension-gfm";
import { math } from "micromark-extension-math";
import { Builder } from "./builder.ts";
import { isWhole, phrasing, type Site, sourceOf } from "./phrasing-in.ts";
import type { Report } from "./report.ts";
import { type Attributes, languageOf, MAX_DEPTH, node, paragraph, type Tree, text } from "./tree.ts";

/** Syntax and what becomes of it. Bare addresses are read where they stand, not searched for afterwards:
 * an address that was escaped is text. */
const OPTIONS = {
  extensions: [gfm({ singleTilde: false }), math()],
  mdastExtensions: [...gfmFromMarkdown().map(({ transforms: _, ...rest }) => rest), mathFromMarkdown()],
};

export function blocksFromMarkdown(source: string, report: Report): Tree[] {
  const root: Root = parse(source, OPTIONS);
  const site: Site = { source, report, definitions: new Map() };
  collect(root, site);
  const blocks = flow(root.children, site, 0);
  for (const [label, { url, used }] of site.definitions) {
    if (!used) blocks.push(paragraph([text(`[${label}]: ${url}`)]));
  }
  return blocks;
}

/** An own stack: Markdown from outside may be nested as deep as it is long. */
function collect(root: Root, { definitions }: Site): void {
  const waiting: Nodes[] = [root];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if (one.type === "definition" && !definitions.has(one.identifier)) {
      definitions.set(one.identifier, { url: one.url, title: one.title ?? undefined, used: false });
    }
    if ("children" in one) waiting.push(...one.children);
  }
}

function flow(nodes: readonly RootContent[], site: Site, depth: number): Tree[] {
  const builder = new Builder({ report: site.report, literal: true });
  for (const one of nodes) {
    // A block that is not closed would take everything after it: then it is text.
    if (one.type === "html" && isWhole(one.value)) {
      builder.html(one.value);
      builder.endBlock();
    } else if (one.type === "html") builder.block(paragraph(lines(one.value)));
    else for (const made of block(one, site, depth, builder.edgeStanding())) builder.block(made);
  }
  return builder.finish();
}

const lines = (value: string): Tree[] =>
  value
    .split("\n")
    .flatMap((line, at) => [...(at === 0 ? [] : [node("hardBreak")]), ...(line === "" ? [] : [text(line)])]);

function block(one: RootContent, site: Site, depth: number, standing: Attributes | undefined): Tree[] {
  if (depth > MAX_DEPTH) {
    site.report.lost("too-deep");
    return [paragraph(lines(sourceOf(one, site)))];
  }
  switch (one.type) {
    case "paragraph":
      return line("paragraph", standing, one.children, site, depth);
    case "heading":
      return line("heading", { level: Math.min(one.depth, 5), ...standing }, one.children, site, depth);
    case "thematicBreak":
      return [node("horizontalRule")];
    case "blockquote":
      return [quote(one, site, depth)];
    case "list":
      return list(one, site, depth);
    case "code": {
      const language = languageOf(one.lang);
      if (one.meta || (one.lang && language === undefined)) site.report.lost("code-settings");
      return [
        node(
          "codeBlock",
          one.value === "" ? [] : [text(one.value)],
          language === undefined ? {} : { language },
        ),
      ];
    }
    case "math": {
      // What stands behind the dollars is part of the formula.
      const value = [one.meta, one.value].filter(Boolean).join("\n");
      return [node("mathBlock", value === "" ? [] : [text(value)])];
    }
    case "table":
      return [table(one, site, depth)];
    case "definition":
      return [];
    case "footnoteDefinition": {
      const inner = flow(one.children, site, depth + 1);
      const [first] = inner;
      const label = text(`[${one.label ?? one.identifier}] `);
      return first?.type === "paragraph"
        ? [{ ...first, content: [label, ...(first.content ?? [])] }, ...inner.slice(1)]
        : [paragraph([label]), ...inner];
    }
    default:
      // Lines that stand where blocks should; and what extensions may add one day.
      return line("paragraph", standing, [one as PhrasingContent], site, depth);
  }
}

const ALERT = /^\[!(note|tip|important|warning|caution|danger)\](?=\n|$)/i;
const KINDS: Readonly<Record<string, string>> = {
  note: "note",
  tip: "tip",
  important: "note",
  warning: "warning",
  caution: "danger",
  danger: "danger",
};

function quote(one: Extract<RootContent, { type: "blockquote" }>, site: Site, depth: number): Tree {
  const [first, ...rest] = one.children;
  const [start, ...others] = first?.type === "paragraph" ? first.children : [];
  const alert = start?.type === "text" ? ALERT.exec(start.value) : null;
  // Where somebody wrote `\[!note]` it is text.
  const at = start?.position?.start.offset;
  if (alert === null || start?.type !== "text" || at === undefined || site.source[at] !== "[") {
    return node("blockquote", flow(one.children, site, depth + 1));
  }
  const left = start.value.slice(alert[0].length).replace(/^\n/, "");
  const begun: Paragraph = {
    type: "paragraph",
    children: [...(left === "" ? [] : [{ type: "text" as const, value: left }]), ...others],
  };
  const inside = begun.children.length === 0 ? rest : [begun, ...rest];
  return node("callout", flow(inside, site, depth + 1), {
    kind: KINDS[alert[1]?.toLowerCase() ?? ""] ?? "note",
  });
}

function list(one: Extract<RootContent, { type: "list" }>, site: Site, depth: number): Tree[] {
  const start =
    one.ordered && one.start !== null && one.start !== undefined && one.start !== 1
      ? { start: one.start }
      : {};
  const runs: { task: boolean; items: Tree[] }[] = [];
  for (const item of one.children) {
    const task = typeof item.checked === "boolean";
    const inner = flow(item.children, site, depth + 1);
    const content = inner[0]?.type === "paragraph" ? inner : [paragraph(), ...inner];
    const made = task
      ? node("taskItem", content, { checked: item.checked === true })
      : node("listItem", content);
    const last = runs.at(-1);
    if (last?.task === task) last.items.push(made);
    else runs.push({ task, items: [made] });
  }
  return runs.map(({ task, items }) =>
    task
      ? node("taskList", items)
      : node(one.ordered ? "orderedList" : "bulletList", items, one.ordered ? start : {}),
  );
}

function table(one: Extract<RootContent, { type: "table" }>, site: Site, depth: number): Tree {
  const aligns: readonly AlignType[] = one.align ?? [];
  const width = Math.max(...one.children.map((row) => row.children.length), 1);
  const rows = one.children.map((row, at) => {
    const cells = Array.from({ length: width }, (_, column) => {
      const align = aligns[column];
      const content = line("paragraph", undefined, row.children[column]?.children ?? [], site, depth + 1);
      return node(at === 0 ? "tableHeader" : "tableCell", content, align ? { align } : {});
    });
    return node("tableRow", cells);
  });
  return node("table", rows);
}

/** A line of text. HTML in it may open blocks, so it may become several. */
function line(
  type: string,
  attrs: Attributes | undefined,
  children: readonly PhrasingContent[],
  site: Site,
  depth: number,
): Tree[] {
  const builder = new Builder({ report: site.report, literal: true });
  builder.startLine(type, attrs);
  phrasing(children, builder, site, depth);
  const made = builder.finish();
  // Breaks alone, after a tag that ended the line: nothing is lost when they go.
  return made.length > 0 ? made : [node(type, [], attrs)];
}
