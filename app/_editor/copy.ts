// A copy of a document that needs no editor and no server: as elements, as a web page, as plain text.
// Called by "Download a copy", and by the page where it must not bind the editor. Reads only; whatever
// it does not know it keeps as text. Values from others become text and checked addresses, never markup.

import * as Y from "yjs";
import { contentOf, titleOf } from "../../lib/doc.ts";
import { isSafeLink } from "../../lib/links.ts";
import { fileShape } from "./files/copy-shape.ts";

/** What lies deeper stands beside its parent: no person nests so far, and browsers give up at 512. */
const MAX_DEPTH = 64;

const BLOCKS: Readonly<Record<string, string>> = {
  paragraph: "p",
  blockquote: "blockquote",
  bulletList: "ul",
  orderedList: "ol",
  taskList: "ul",
  listItem: "li",
  taskItem: "li",
  codeBlock: "pre",
  horizontalRule: "hr",
  hardBreak: "br",
  table: "table",
  tableRow: "tr",
  tableCell: "td",
  tableHeader: "th",
};

const MARKS: Readonly<Record<string, string>> = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strike: "s",
  code: "code",
  highlight: "mark",
};

/** The body as elements. `unknown` is the label of a part that has no form here; its text stays. */
export function elementsOf(doc: Y.Doc, page: Document, unknown: string): DocumentFragment {
  const root = page.createDocumentFragment();
  // An own stack, because a hostile document may be nested deeper than the call stack.
  const waiting: { from: unknown; into: Node; depth: number }[] = [
    { from: contentOf(doc), into: root, depth: 0 },
  ];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (next === undefined) break;
    const { from, into, depth } = next;
    if (from instanceof Y.XmlText) appendText(from, into, page);
    else if (from instanceof Y.XmlElement) {
      const { outer, inner } = shape(from, page, unknown);
      into.appendChild(outer);
      for (const child of from.toArray().reverse()) {
        const flat = depth >= MAX_DEPTH && !(child instanceof Y.XmlText);
        waiting.push({ from: child, into: flat ? into : inner, depth: depth + 1 });
      }
    } else if (from instanceof Y.XmlFragment) {
      for (const child of from.toArray().reverse()) waiting.push({ from: child, into, depth: depth + 1 });
    }
  }
  return root;
}

function shape(from: Y.XmlElement, page: Document, unknown: string): { outer: Element; inner: Element } {
  const name = from.nodeName;
  const attribute = (key: string): unknown => from.getAttribute(key) as unknown;
  const file = fileShape(name, attribute, page);
  if (file !== undefined) return { outer: file, inner: file };
  if (name === "heading") {
    const level = attribute("level");
    const element = page.createElement(
      `h${typeof level === "number" && level >= 1 && level <= 4 ? level : 2}`,
    );
    return { outer: element, inner: element };
  }
  const tag = BLOCKS[name];
  const outer = page.createElement(tag ?? "aside");
  if (tag === undefined) outer.setAttribute("aria-label", unknown);
  if (name === "taskList" || name === "taskItem") outer.setAttribute("data-type", name);
  if (name === "orderedList" && typeof attribute("start") === "number") {
    outer.setAttribute("start", String(attribute("start")));
  }
  if (name === "tableCell" || name === "tableHeader") {
    for (const span of ["colspan", "rowspan"]) {
      const value = attribute(span);
      if (typeof value === "number" && value > 1 && value <= 100) outer.setAttribute(span, String(value));
    }
  }
  if (name === "taskItem") {
    const done = attribute("checked") === true;
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
  if (name === "table") {
    const frame = page.createElement("div");
    frame.className = "tableWrapper";
    const body = page.createElement("tbody");
    outer.append(body);
    frame.append(outer);
    return { outer: frame, inner: body };
  }
  return { outer, inner: outer };
}

interface Run {
  readonly insert?: unknown;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

function appendText(from: Y.XmlText, into: Node, page: Document): void {
  for (const run of from.toDelta() as Run[]) {
    if (typeof run.insert !== "string") continue;
    let node: Node = page.createTextNode(run.insert);
    for (const [mark, value] of Object.entries(run.attributes ?? {})) {
      const around = mark === "link" ? linkElement(value, page) : markElement(mark, page);
      if (around === undefined) continue;
      around.appendChild(node);
      node = around;
    }
    into.appendChild(node);
  }
}

const markElement = (mark: string, page: Document) => {
  const tag = MARKS[mark];
  return tag === undefined ? undefined : page.createElement(tag);
};

function linkElement(value: unknown, page: Document): Element | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { href } = value as { href?: unknown };
  if (typeof href !== "string" || !isSafeLink(href)) return undefined;
  const link = page.createElement("a");
  link.setAttribute("href", href);
  link.setAttribute("rel", "noopener noreferrer nofollow");
  link.setAttribute("target", "_blank");
  return link;
}

/** The whole document as one web page that needs nothing beside it. */
export function pageOf(doc: Y.Doc, unknown: string): string {
  const page = document.implementation.createHTMLDocument(titleOf(doc).toString());
  page.documentElement.lang = document.documentElement.lang || "en";
  const charset = page.createElement("meta");
  charset.setAttribute("charset", "utf-8");
  page.head.prepend(charset);
  const style = page.createElement("style");
  style.textContent =
    "body{max-width:42rem;margin:3rem auto;padding:0 1rem;font:1.125rem/1.6 Georgia,serif}" +
    "pre{overflow:auto}table{border-collapse:collapse}td,th{border-bottom:1px solid;padding:.4rem .8rem;text-align:start;vertical-align:top}" +
    "li[data-type=taskItem]{display:flex;gap:.6rem;list-style:none}td p,th p,li p{margin:0}";
  page.head.append(style);
  const title = page.createElement("h1");
  title.textContent = titleOf(doc).toString();
  page.body.append(title, elementsOf(doc, page, unknown));
  return `<!doctype html>\n${page.documentElement.outerHTML}\n`;
}

/** The whole document as text: a line per block, marks of lists kept, cells apart by tabs. */
export function textOf(doc: Y.Doc): string {
  const blocks: string[] = [titleOf(doc).toString(), ""];
  const lines = (element: Element, indent: string): void => {
    for (const child of element.children) {
      const tag = child.tagName.toLowerCase();
      if (tag === "ul" || tag === "ol") {
        [...child.children].forEach((item, index) => {
          const mark =
            tag === "ol"
              ? `${index + 1}.`
              : item.matches("[data-checked=true]")
                ? "[x]"
                : item.matches("[data-type]")
                  ? "[ ]"
                  : "-";
          const start = blocks.length;
          lines(item.querySelector(":scope > div") ?? item, `${indent}  `);
          const first = blocks[start];
          if (first === undefined) blocks.push(`${indent}${mark}`);
          else blocks[start] = `${indent}${mark} ${first.trimStart()}`;
        });
        if (indent === "") blocks.push("");
      } else if (tag === "blockquote") {
        const start = blocks.length;
        lines(child, indent);
        while (blocks.length > start && blocks.at(-1) === "") blocks.pop();
        for (let at = start; at < blocks.length; at++) blocks[at] = `> ${blocks[at] ?? ""}`.trimEnd();
        blocks.push("");
      } else if (child.matches(".tableWrapper")) {
        for (const row of child.querySelectorAll("tr")) {
          blocks.push(indent + [...row.children].map((cell) => lineOf(cell).replace(/\s+/g, " ")).join("\t"));
        }
        blocks.push("");
      } else if (tag === "hr") blocks.push(`${indent}---`, "");
      else {
        for (const line of lineOf(child).split("\n")) blocks.push(indent + line);
        if (indent === "") blocks.push("");
      }
    }
  };
  const holder = document.implementation.createHTMLDocument("");
  holder.body.append(elementsOf(doc, holder, ""));
  lines(holder.body, "");
  return `${blocks
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim()}\n`;
}

/** Text of a block, with its line breaks. */
function lineOf(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  for (const br of copy.querySelectorAll("br")) br.replaceWith("\n");
  return copy.textContent ?? "";
}
