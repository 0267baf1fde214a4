// What each kind of block, thing and mark becomes in a copy: plain elements, every value through the
// allow-lists of the schema. Called by copy.ts. What is not here is unknown, and its text is kept.

import * as allowed from "../../lib/schema/allowed.ts";
import { bookmarkOf } from "../../lib/schema/allowed.ts";
import { blockSigns } from "../_words/block-signs.ts";
import { fileShape } from "./files/copy-shape.ts";

export interface Shape {
  readonly outer: Element;
  /** Where its content goes. */
  readonly inner: Element;
}

export type Attribute = (name: string) => unknown;

const BLOCKS: Readonly<Record<string, string>> = {
  paragraph: "p",
  blockquote: "blockquote",
  bulletList: "ul",
  orderedList: "ol",
  taskList: "ul",
  listItem: "li",
  taskItem: "li",
  codeBlock: "pre",
  mathBlock: "pre",
  horizontalRule: "hr",
  hardBreak: "br",
  callout: "div",
  toggle: "details",
  bookmark: "div",
  toc: "nav",
  pageBreak: "div",
  table: "table",
  tableRow: "tr",
  tableCell: "td",
  tableHeader: "th",
  mathInline: "span",
  mention: "span",
  date: "time",
};

/** The kinds that say what they are beside their element. */
const TYPED: Readonly<Record<string, string>> = {
  taskList: "taskList",
  taskItem: "taskItem",
  callout: "callout",
  toggle: "toggle",
  bookmark: "bookmark",
  toc: "toc",
  pageBreak: "pageBreak",
  mathBlock: "math",
  mathInline: "math",
  mention: "mention",
  date: "date",
};

const MARKS: Readonly<Record<string, string>> = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strike: "s",
  code: "code",
  highlight: "mark",
  textColor: "span",
  subscript: "sub",
  superscript: "sup",
};

export function shapeOf(name: string, attribute: Attribute, page: Document, unknown: string): Shape {
  const file = fileShape(name, attribute, page);
  if (file !== undefined) return { outer: file, inner: file };
  const tag = name === "heading" ? `h${allowed.headingLevelOf(attribute("level"))}` : BLOCKS[name];
  const outer = page.createElement(tag ?? "aside");
  if (tag === undefined) outer.setAttribute("aria-label", unknown);
  const type = TYPED[name];
  if (type !== undefined) outer.setAttribute("data-type", type);
  let inner: Element = outer;
  switch (name) {
    case "paragraph":
    case "heading":
      stand(outer, allowed.alignmentOf(attribute("align")), allowed.directionOf(attribute("dir")));
      break;
    case "blockquote":
    case "bulletList":
    case "taskList":
      outer.setAttribute("dir", "auto");
      break;
    case "orderedList":
      outer.setAttribute("dir", "auto");
      if (allowed.startOf(attribute("start")) !== 1) {
        outer.setAttribute("start", String(allowed.startOf(attribute("start"))));
      }
      break;
    case "taskItem":
      return task(outer, attribute("checked") === true, page);
    case "codeBlock": {
      const language = allowed.languageOf(attribute("language"));
      inner = page.createElement("code");
      if (language !== null) inner.setAttribute("class", `language-${language}`);
      outer.append(inner);
      break;
    }
    case "callout": {
      const kind = allowed.calloutKindOf(attribute("kind"));
      outer.setAttribute("data-kind", kind);
      outer.setAttribute("dir", "auto");
      outer.setAttribute("role", "note");
      outer.setAttribute("aria-label", blockSigns.calloutKinds[kind]);
      break;
    }
    case "toggle":
      outer.setAttribute("dir", "auto");
      outer.setAttribute("open", "");
      break;
    case "bookmark":
      bookmark(outer, attribute, page);
      break;
    case "table": {
      const frame = page.createElement("div");
      frame.className = "tableWrapper";
      frame.dir = "auto";
      inner = page.createElement("tbody");
      outer.append(inner);
      frame.append(outer);
      return { outer: frame, inner };
    }
    case "tableCell":
    case "tableHeader":
      for (const span of ["colspan", "rowspan"]) {
        const value = attribute(span);
        if (typeof value === "number" && value > 1 && value <= 100) outer.setAttribute(span, String(value));
      }
      stand(outer, allowed.cellAlignmentOf(attribute("align")), null);
      break;
    case "mathInline":
      outer.textContent = `$${allowed.formulaOf(attribute("source"))}$`;
      break;
    case "mention":
      outer.textContent = `@${allowed.nameOf(attribute("name"))}`;
      break;
    case "date": {
      const day = allowed.dayOf(attribute("day"));
      if (day !== null) {
        outer.setAttribute("datetime", day);
        outer.textContent = allowed.dayInWords(day, page.documentElement.lang || "en");
      }
      break;
    }
  }
  return { outer, inner };
}

function stand(element: Element, side: string | null, way: string | null): void {
  if (side !== null) element.setAttribute("style", `text-align: ${side}`);
  if (way !== null) element.setAttribute("dir", way);
}

function task(outer: Element, done: boolean, page: Document): Shape {
  outer.setAttribute("data-checked", String(done));
  const box = page.createElement("input");
  box.setAttribute("type", "checkbox");
  box.setAttribute("disabled", "");
  if (done) box.setAttribute("checked", "");
  const label = page.createElement("label");
  label.append(box);
  const inner = page.createElement("div");
  outer.append(label, inner);
  return { outer, inner };
}

function bookmark(outer: Element, attribute: Attribute, page: Document): void {
  const { href, title } = bookmarkOf({ href: attribute("href"), title: attribute("title") });
  if (href === null) return;
  const link = linkTo(href, page);
  link.append(title);
  // What is called by its address says its host already.
  if (title !== href) {
    const host = page.createElement("small");
    host.textContent = allowed.hostOf(href);
    link.append(" ", host);
  }
  outer.append(link);
}

const linkTo = (href: string, page: Document): Element => {
  const link = page.createElement("a");
  link.setAttribute("href", href);
  link.setAttribute("rel", "noopener noreferrer nofollow");
  link.setAttribute("target", "_blank");
  return link;
};

/** The element of a mark, or `undefined` for one that has no form here. `value` is whatever Yjs holds. */
export function markOf(name: string, value: unknown, page: Document): Element | undefined {
  const attrs = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  if (name === "link") {
    const href = allowed.addressOf(attrs.href);
    return href === null ? undefined : linkTo(href, page);
  }
  const tag = MARKS[name];
  if (tag === undefined) return undefined;
  const element = page.createElement(tag);
  const tone = allowed.toneOf(attrs.tone);
  if (tone !== null) element.setAttribute(name === "highlight" ? "data-tone" : "data-color", tone);
  return element;
}

/** What can only be made when all is there: the line of a toggle, and the lists of contents. */
export function finish(root: DocumentFragment, page: Document): void {
  for (const details of root.querySelectorAll("details")) {
    const first = details.firstElementChild;
    const summary = page.createElement("summary");
    if (first?.tagName === "P") {
      summary.append(...first.childNodes);
      first.remove();
    } else if (first !== null) summary.append(first);
    details.prepend(summary);
  }
  const lists = root.querySelectorAll('nav[data-type="toc"]');
  if (lists.length === 0) return;
  const headings = [...root.querySelectorAll("h1, h2, h3, h4, h5")].filter(
    (heading) => (heading.textContent ?? "").trim() !== "",
  );
  headings.forEach((heading, index) => {
    heading.id = `part-${index + 1}`;
  });
  for (const nav of lists) {
    nav.setAttribute("aria-label", blockSigns.toc);
    const list = page.createElement("ul");
    for (const heading of headings) {
      const item = page.createElement("li");
      item.setAttribute("dir", "auto");
      item.setAttribute("data-level", heading.tagName.slice(1));
      const link = page.createElement("a");
      link.setAttribute("href", `#${heading.id}`);
      link.textContent = heading.textContent;
      item.append(link);
      list.append(item);
    }
    nav.append(list);
  }
}
