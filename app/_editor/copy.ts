// A copy of a document that needs no editor and no server: as elements, as a web page, as plain text.
// Called by "Download a copy", and by the page where it must not bind the editor. Reads only; whatever
// it does not know it keeps as text. Values from others become text and checked addresses, never markup.

import * as Y from "yjs";
import { contentOf, titleOf } from "../../lib/doc.ts";
import { finish, markOf, shapeOf } from "./copy-shapes.ts";

/** What lies deeper stands beside its parent: no person nests so far, and browsers give up at 512. */
const MAX_DEPTH = 64;

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
      const element = from;
      const { outer, inner } = shapeOf(
        element.nodeName,
        (name) => element.getAttribute(name) as unknown,
        page,
        unknown,
      );
      into.appendChild(outer);
      for (const child of from.toArray().reverse()) {
        const flat = depth >= MAX_DEPTH && !(child instanceof Y.XmlText);
        waiting.push({ from: child, into: flat ? into : inner, depth: depth + 1 });
      }
    } else if (from instanceof Y.XmlFragment) {
      for (const child of from.toArray().reverse()) waiting.push({ from: child, into, depth: depth + 1 });
    }
  }
  finish(root, page);
  return root;
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
      const around = markOf(mark, value, page);
      if (around === undefined) continue;
      around.appendChild(node);
      node = around;
    }
    into.appendChild(node);
  }
}

const PAGE_STYLE = `
body{max-width:42rem;margin:3rem auto;padding:0 1rem;font:1.125rem/1.6 Georgia,serif}
p,h1,h2,h3,h4,h5,td,th{unicode-bidi:plaintext}[dir]{unicode-bidi:isolate}
pre,table{direction:ltr}[dir=auto]:has(>[dir=rtl]:first-child,>summary>[dir=rtl],>li:first-child>[dir=rtl]:first-child,>li:first-child>div>[dir=rtl]:first-child){direction:rtl}
pre{overflow:auto;white-space:pre-wrap}table{border-collapse:collapse}
td,th{border-bottom:1px solid;padding:.4rem .8rem;text-align:start;vertical-align:top}
li[data-type=taskItem]{display:flex;gap:.6rem;list-style:none}td p,th p,li p{margin:0}
[data-type=callout]{margin:1rem 0;padding:.1rem 1rem;border-inline-start:3px solid}
[data-type=callout]::before{content:attr(aria-label);display:block;margin-top:.6rem;font-weight:bold}
details>:not(summary){margin-inline-start:1.25rem}
[data-type=bookmark]{margin:1rem 0}[data-type=bookmark] a{display:block;padding:.6rem 1rem;border:1px solid}
[data-type=pageBreak]{break-after:page}
mark[data-tone=red]{background:#f9d4cf}mark[data-tone=green]{background:#d3ecd9}mark[data-tone=blue]{background:#d3e3f8}
mark[data-tone=violet]{background:#e6daf8}mark[data-tone=grey]{background:#e2e2e2}
[data-color=red]{color:#ac2a22}[data-color=amber]{color:#835000}[data-color=green]{color:#2a6848}
[data-color=blue]{color:#1d5a8f}[data-color=violet]{color:#6a3fa0}[data-color=grey]{color:#636672}
`.trim();

/** The whole document as one web page that needs nothing beside it. */
export function pageOf(doc: Y.Doc, unknown: string): string {
  const page = document.implementation.createHTMLDocument(titleOf(doc).toString());
  page.documentElement.lang = document.documentElement.lang || "en";
  const charset = page.createElement("meta");
  charset.setAttribute("charset", "utf-8");
  page.head.prepend(charset);
  const style = page.createElement("style");
  style.textContent = PAGE_STYLE;
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
      else if (tag === "nav") {
        for (const link of child.querySelectorAll("a")) blocks.push(`${indent}- ${link.textContent ?? ""}`);
        blocks.push("");
      } else if (child.matches("[data-type=pageBreak]")) blocks.push("");
      else if (child.matches("[data-type=bookmark]")) {
        const link = child.querySelector("a");
        const href = link?.getAttribute("href") ?? "";
        const name = link?.firstChild?.textContent ?? "";
        if (href !== "") blocks.push(indent + (name === href ? href : `${name} <${href}>`), "");
      } else if (child.matches("[data-type=callout]")) {
        blocks.push(`${indent}${child.getAttribute("aria-label") ?? ""}:`);
        lines(child, indent);
      } else if (tag === "details") {
        // The line that stays, then what opens, one step in.
        for (const line of lineOf(child.firstElementChild ?? child).split("\n")) blocks.push(indent + line);
        lines(child, `${indent}  `);
        blocks.push("");
      } else if (tag === "summary") continue;
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
