// Marks of our own: links that lead nowhere dangerous, the highlighter, text colours, raised and lowered.
//   link -> <a href rel target>, highlight -> <mark data-tone>, textColor -> <span data-color>,
//   subscript -> <sub>, superscript -> <sup>. A tone is the name of a token, never a colour (allowed.ts).
// No mark excludes another, also where both make no sense: two people may set them at once, and both stay.
// Commands take one off for the other. Each must exclude itself: the binding keeps others apart by a hash.

import { type Attribute, Mark } from "@tiptap/core";
import { Code } from "@tiptap/extension-code";
import { isSafeLink } from "../links.ts";
import { addressOf, titleOf, toneOf } from "./allowed.ts";

/** Without a tone it is the yellow of the house, as it was before there were tones. */
export const highlight = () =>
  Mark.create({
    name: "highlight",
    addAttributes: () => ({
      tone: {
        default: null,
        parseHTML: (element) => toneOf(element.dataset.tone),
        renderHTML: ({ tone }) => {
          const known = toneOf(tone);
          return known === null ? {} : { "data-tone": known };
        },
      },
    }),
    parseHTML: () => [{ tag: "mark" }],
    renderHTML: ({ HTMLAttributes }) => ["mark", HTMLAttributes, 0],
  });

export const textColor = () =>
  Mark.create({
    name: "textColor",
    addAttributes: () => ({
      tone: {
        default: null,
        parseHTML: (element) => toneOf(element.dataset.color),
        renderHTML: ({ tone }) => {
          const known = toneOf(tone);
          return known === null ? {} : { "data-color": known };
        },
      },
    }),
    parseHTML: () => [{ tag: "span[data-color]" }],
    renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes, 0],
  });

const shifted = (name: "subscript" | "superscript", tag: "sub" | "sup") => () =>
  Mark.create({
    name,
    parseHTML: () => [{ tag }, { style: `vertical-align=${tag === "sub" ? "sub" : "super"}` }],
    renderHTML: () => [tag, 0],
  });

export const subscript = shifted("subscript", "sub");
export const superscript = shifted("superscript", "sup");

/** The stock one forbids all others beside it, but code may be bold, marked or linked. */
export const code = () => Code.extend({ excludes: "code" });

/** The same for every link; what a body says about them is not heard. */
const LINK_LOOK = { rel: "noopener noreferrer nofollow", target: "_blank" };

/** Kept in the body by editors of before; nobody reads it. */
const silent = (value: string | null): Attribute => ({
  default: value,
  rendered: false,
  parseHTML: () => value,
});

/**
 * What the stock link is in a schema. Its commands and what makes links of addresses come to the editor later
 * (app/_editor/blocks/stock.ts): they carry the list of all top-level domains.
 */
export const link = () =>
  Mark.create({
    name: "link",
    priority: 1_000,
    keepOnSplit: false,
    exitable: true,
    // Typing after a link is not part of it.
    inclusive: false,
    addAttributes: () => ({
      href: { default: null, parseHTML: (element) => element.getAttribute("href") },
      target: silent(LINK_LOOK.target),
      rel: silent(LINK_LOOK.rel),
      class: silent(null),
      title: {
        default: null,
        renderHTML: (attrs) => (attrs.title === null ? {} : { title: titleOf(attrs.title) }),
      },
    }),
    parseHTML: () => [
      {
        tag: "a[href]",
        getAttrs: (element) => (isSafeLink(element.getAttribute("href") ?? "") ? null : false),
      },
    ],
    renderHTML: ({ mark, HTMLAttributes: { title } }) => [
      "a",
      { href: addressOf(mark.attrs.href) ?? "", ...LINK_LOOK, ...(title ? { title } : {}) },
      0,
    ],
  });
