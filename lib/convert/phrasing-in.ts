// What stands in a line of Markdown: words with their marks, links, pictures, formulas, HTML between them. Called by
// markdown-in.ts for each line, with the builder that the line is written into. Promise: no text is lost.

import type { Nodes, PhrasingContent } from "mdast";
import { isSafeLink } from "../links.ts";
import type { Builder } from "./builder.ts";
import type { Report } from "./report.ts";
import { MAX_DEPTH, node, text } from "./tree.ts";

/** What is known of the whole of a source. */
export interface Site {
  readonly source: string;
  readonly report: Report;
  readonly definitions: Map<string, { url: string; title: string | undefined; used: boolean }>;
}

export function phrasing(
  children: readonly PhrasingContent[],
  builder: Builder,
  site: Site,
  depth: number,
): void {
  if (depth > MAX_DEPTH) {
    site.report.lost("too-deep");
    for (const one of children) builder.text(sourceOf(one, site).replace(/\n/g, " "));
    return;
  }
  const within = (mark: Parameters<Builder["marked"]>[0], inner: readonly PhrasingContent[]) => {
    const end = builder.marked(mark);
    phrasing(inner, builder, site, depth + 1);
    end();
  };
  const link = (url: string, title: string | null | undefined, inner: readonly PhrasingContent[]) => {
    const shown = inner.length > 0 ? inner : [{ type: "text" as const, value: url }];
    if (isSafeLink(url))
      return within({ type: "link", attrs: { href: url, ...(title ? { title } : {}) } }, shown);
    site.report.lost("unsafe-link");
    phrasing(shown, builder, site, depth + 1);
  };
  for (const one of children) {
    switch (one.type) {
      case "text":
        // A line break in the source of a paragraph is a space.
        builder.text(one.value.replace(/\r?\n|\r/g, " "));
        break;
      case "strong":
        within({ type: "bold" }, one.children);
        break;
      case "emphasis":
        within({ type: "italic" }, one.children);
        break;
      case "delete":
        within({ type: "strike" }, one.children);
        break;
      case "inlineCode":
        if (one.value !== "") builder.inline(text(one.value, [{ type: "code" }]));
        break;
      case "inlineMath":
        inlineMath(one, builder, site);
        break;
      case "break":
        builder.inline(node("hardBreak"));
        break;
      case "html":
        if (isWhole(one.value)) builder.html(one.value);
        else builder.text(one.value.replace(/\n/g, " "));
        break;
      case "link":
        link(one.url, one.title, one.children);
        break;
      case "linkReference": {
        const definition = site.definitions.get(one.identifier);
        if (definition !== undefined) definition.used = true;
        link(definition?.url ?? "", definition?.title, one.children);
        break;
      }
      case "image":
        picture(one.url, one.alt, builder, site);
        break;
      case "imageReference": {
        const definition = site.definitions.get(one.identifier);
        if (definition !== undefined) definition.used = true;
        picture(definition?.url ?? "", one.alt, builder, site);
        break;
      }
      case "footnoteReference":
        site.report.lost("footnotes");
        builder.inline(text(`[${one.label ?? one.identifier}]`, [{ type: "superscript" }]));
        break;
    }
  }
}

function picture(url: string, alt: string | null | undefined, builder: Builder, site: Site): void {
  site.report.lost("pictures");
  const safe = url !== "" && isSafeLink(url);
  const shown = alt || (safe ? url : "");
  if (shown !== "") builder.inline(text(shown, safe ? [{ type: "link", attrs: { href: url } }] : []));
}

/** "$5 and $6" is about money: a formula begins and ends at its dollar, and no digit follows. */
function inlineMath(
  one: Extract<PhrasingContent, { type: "inlineMath" }>,
  builder: Builder,
  site: Site,
): void {
  const source = sourceOf(one, site);
  const end = one.position?.end.offset ?? 0;
  const money = !source.startsWith("$$") && (/^\$\s|\s\$$/.test(source) || /\d/.test(site.source[end] ?? ""));
  if (money) builder.text(source.replace(/\n/g, " "));
  else builder.inline(node("mathInline", [], { source: one.value.replace(/\s+/g, " ").trim() }));
}

/** As it was written. */
export const sourceOf = (one: Nodes, { source }: Site): string =>
  source.slice(one.position?.start.offset ?? 0, one.position?.end.offset ?? 0);

/** No tag, comment or script is left open at its end. */
export function isWhole(html: string): boolean {
  const bare = html.replace(/<!--[\s\S]*?-->/g, "").replace(/<[a-z/][^<>]*>/gi, "");
  if (/<!--|<[a-z/!?]/i.test(bare)) return false;
  const count = (pattern: RegExp) => html.match(pattern)?.length ?? 0;
  return ["script", "style", "textarea", "title", "pre", "svg", "iframe", "noscript", "template"].every(
    (tag) => count(new RegExp(`<${tag}\\b`, "gi")) <= count(new RegExp(`</${tag}\\b`, "gi")),
  );
}
