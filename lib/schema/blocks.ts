// Blocks of our own, each as plain as it can be. What a browser adds (pickers, buttons, pictures of formulas)
// is the editor's, in app/_editor/blocks; a page from the server draws the same from these few lines:
//   codeBlock   -> <pre><code class="language-js">text
//   callout     -> <div data-type="callout" data-kind="note|tip|warning|danger"> blocks
//   toggle      -> <div data-type="toggle"> blocks: the first is the line that stays, the others are what opens.
//                  A page without an editor makes it <details>, with the first block in its <summary>; on the
//                  clipboard that would hide the words from programs that know neither. Whether it is open is
//                  each reader's own, so it is not kept.
//   mathBlock   -> <pre data-type="math"> the source, as TeX
//   bookmark    -> <div data-type="bookmark"><a href>title or host</a>: a link as a card; nothing is fetched
//   toc         -> <nav data-type="toc">, empty: it is made from the headings wherever it is shown
//   pageBreak   -> <div data-type="pageBreak">
// Their content is `block+` and nothing stricter: two valid edits at once must not make an invalid whole.

import { Node } from "@tiptap/core";
import { CodeBlock } from "@tiptap/extension-code-block";
import { bookmarkOf, calloutKindOf, languageOf, titleOf, webAddressOf } from "./allowed.ts";

export const codeBlock = () =>
  CodeBlock.extend({
    renderHTML: ({ node }) => {
      const language = languageOf(node.attrs.language);
      return ["pre", ["code", language === null ? {} : { class: `language-${language}` }, 0]];
    },
  }).configure({ enableTabIndentation: true, tabSize: 2 });

export const callout = () =>
  Node.create({
    name: "callout",
    group: "block",
    content: "block+",
    defining: true,
    addAttributes: () => ({
      kind: {
        default: "note",
        parseHTML: (element) => calloutKindOf(element.dataset.kind),
        renderHTML: ({ kind }) => ({ "data-kind": calloutKindOf(kind) }),
      },
    }),
    parseHTML: () => [{ tag: 'div[data-type="callout"]' }, { tag: "aside" }],
    renderHTML: ({ HTMLAttributes }) => [
      "div",
      { "data-type": "callout", dir: "auto", ...HTMLAttributes },
      0,
    ],
  });

export const toggle = () =>
  Node.create({
    name: "toggle",
    group: "block",
    content: "block+",
    defining: true,
    parseHTML: () => [{ tag: 'div[data-type="toggle"]' }, { tag: "details" }],
    renderHTML: () => ["div", { "data-type": "toggle", dir: "auto" }, 0],
  });

export const mathBlock = () =>
  Node.create({
    name: "mathBlock",
    group: "block",
    // The source is text like any other: two people may write one formula.
    content: "text*",
    marks: "",
    code: true,
    defining: true,
    // Before code, which takes every <pre>.
    parseHTML: () => [{ tag: 'pre[data-type="math"]', preserveWhitespace: "full", priority: 60 }],
    renderHTML: () => ["pre", { "data-type": "math" }, 0],
  });

export const bookmark = () =>
  Node.create({
    name: "bookmark",
    group: "block",
    atom: true,
    draggable: true,
    addAttributes: () => ({
      href: {
        default: null,
        rendered: false,
        parseHTML: (element) => webAddressOf(element.querySelector("a")?.getAttribute("href")),
      },
      title: {
        default: null,
        rendered: false,
        parseHTML: (element) => {
          const link = element.querySelector("a");
          const title = titleOf(link?.textContent);
          // What shows its address has no name of its own.
          return title === "" || title === link?.getAttribute("href") ? null : title;
        },
      },
    }),
    parseHTML: () => [{ tag: 'div[data-type="bookmark"]' }],
    renderHTML: ({ node }) => {
      const { href, title } = bookmarkOf(node.attrs);
      if (href === null) return ["div", { "data-type": "bookmark" }];
      return [
        "div",
        { "data-type": "bookmark" },
        ["a", { href, rel: "noopener noreferrer nofollow", target: "_blank" }, title],
      ];
    },
  });

const bare = (name: "toc" | "pageBreak", tag: "nav" | "div") => () =>
  Node.create({
    name,
    group: "block",
    atom: true,
    draggable: true,
    parseHTML: () => [{ tag: `${tag}[data-type="${name}"]` }],
    renderHTML: () => [tag, { "data-type": name }],
  });

export const toc = bare("toc", "nav");
export const pageBreak = bare("pageBreak", "div");
