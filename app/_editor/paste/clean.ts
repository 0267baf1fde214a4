// Pasted HTML becomes what a person meant to paste: first the cleaner of its source, then what all have in
// common. Called by extension.ts before the schema reads it, and by tests with a fixture for each source. The
// schema is the guard (no script or address passes it); this only makes it look right.

import { isSafeLink } from "../../../lib/links.ts";
import { all, comments, isBlank, rename, unwrap } from "./dom.ts";
import { googleDocs } from "./sources/google-docs.ts";
import { notion } from "./sources/notion.ts";
import type { Source } from "./sources/source.ts";
import { excel, sheets } from "./sources/spreadsheet.ts";
import { vscode } from "./sources/vscode.ts";
import { word } from "./sources/word.ts";
import { wordOnline } from "./sources/word-online.ts";
import { keepSides, stylesToTags } from "./styles.ts";

const SOURCES: readonly Source[] = [excel, sheets, word, wordOnline, googleDocs, notion, vscode];

/** Gives the letters that stand for a picture until it is stored, or nothing: then the element is left as it is. */
export type OnInlineImage = (image: HTMLImageElement) => string | undefined;

/** Characters of HTML. What is longer is a whole book, and is pasted as the schema reads it. */
const MAX_HTML = 8_000_000;

export function cleanPasted(html: string, onInlineImage?: OnInlineImage): string {
  // From an editor of ours: nothing is to be cleaned.
  if (/\bdata-pm-slice=/.test(html) || html.length > MAX_HTML) return html;
  // Nothing in it is loaded or run: it has no window.
  const page = new DOMParser().parseFromString(fragment(html), "text/html");
  SOURCES.find((source) => source.is(page, html))?.clean(page, html);
  for (const element of all(
    page,
    "script, style, meta, link, title, noscript, template, iframe, object, svg, button, select, textarea",
  )) {
    element.remove();
  }
  for (const comment of comments(page)) comment.remove();
  // Widths were made for another page.
  for (const column of all(page.body, "colgroup, col")) column.remove();
  if (onInlineImage !== undefined) {
    for (const image of all(page.body, "img")) {
      const letters = /^data:/i.test(image.getAttribute("src") ?? "")
        ? onInlineImage(image as HTMLImageElement)
        : undefined;
      if (letters !== undefined) image.replaceWith(page.createTextNode(letters));
    }
  }
  stylesToTags(page);
  keepSides(page);
  links(page);
  lines(page);
  for (const element of page.body.querySelectorAll(
    "span, p, li, ul, ol, table, tr, td, th, h1, h2, h3, h4, h5, h6, a, b, i, u, em, strong",
  )) {
    for (const name of ["class", "id", "lang", "width", "height", "valign", "border", "role", "aria-level"]) {
      element.removeAttribute(name);
    }
    if (!/^(P|H\d|TD|TH)$/.test(element.tagName)) element.removeAttribute("style");
  }
  for (const code of page.body.querySelectorAll("code")) {
    if (code.closest("pre") === null) for (const name of code.getAttributeNames()) code.removeAttribute(name);
  }
  for (const element of page.body.querySelectorAll("*")) {
    for (const name of element.getAttributeNames()) if (/^on/i.test(name)) element.removeAttribute(name);
  }
  for (const span of all(page.body, "span")) if (span.attributes.length === 0) unwrap(span);
  return page.body.innerHTML;
}

/** The part that was selected, where the clipboard says so. */
function fragment(html: string): string {
  const start = html.indexOf("<!--StartFragment-->");
  const end = html.lastIndexOf("<!--EndFragment-->");
  if (start < 0 || end < start) return html;
  const head = /<head[\s>][\s\S]*?<\/head>/i.exec(html)?.[0] ?? "";
  const root = /<html[^>]*>/i.exec(html)?.[0] ?? "<html>";
  const inner = html.slice(start + "<!--StartFragment-->".length, end);
  // Excel marks the rows inside of the table.
  const rows = /^\s*(<col\b[^>]*>\s*|<colgroup[\s\S]*?<\/colgroup>\s*)*<tr\b/i.test(inner);
  return `${root}${head}<body>${rows ? `<table>${inner}</table>` : inner}</body></html>`;
}

function links(page: Document): void {
  for (const link of all(page.body, "a")) {
    const href = link.getAttribute("href");
    // Anchors of the page it came from lead nowhere here.
    if (href === null || href.startsWith("#") || !isSafeLink(href)) unwrap(link);
  }
}

/** A <div> that holds a line is a paragraph; blank lines between blocks are the other page's spacing. */
function lines(page: Document): void {
  const block =
    "p, div, ul, ol, table, h1, h2, h3, h4, h5, h6, pre, blockquote, section, article, figure, details, aside, hr";
  for (const div of all(page.body, "div")) {
    if (div.dataset.type !== undefined) continue;
    if (div.querySelector(block) === null && !isBlank(div)) rename(div, "p");
    else unwrap(div);
  }
  const many = page.body.querySelectorAll("p").length > 1;
  for (const line of all(page.body, "p")) {
    if (isBlank(line) && (many || page.body.children.length > 1) && line.closest("td, th, li") === null)
      line.remove();
  }
  for (const gap of [...page.body.children]) {
    const beside = gap.previousElementSibling ?? gap.nextElementSibling;
    if (gap.tagName === "BR" && beside !== null && beside.matches(block)) gap.remove();
  }
  // A non-breaking space alone between words is an editor's way to keep two spaces apart.
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const words = walker.currentNode;
    const value = words.textContent ?? "";
    words.textContent = value === "\u00a0" ? " " : value.replace(/ \u00a0|\u00a0 /g, " ");
  }
}
