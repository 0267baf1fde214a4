// Paragraphs and headings: the stock ones, with a side to stand at and a way to run.
//   paragraph -> <p>, heading -> <h1>..<h5>: style="text-align: center" where `align` is set, dir="rtl" where
//   `dir` is; without it the first letter decides (unicode-bidi: plaintext in prose/text.css).

import type { Attributes } from "@tiptap/core";
import { Heading } from "@tiptap/extension-heading";
import { Paragraph } from "@tiptap/extension-paragraph";
import { alignmentOf, directionOf, HEADING_LEVELS, headingLevelOf } from "./allowed.ts";

const standing = (): Attributes => ({
  align: {
    default: null,
    parseHTML: (element) => {
      const side = alignmentOf(element.style.textAlign || element.getAttribute("align"));
      // Pages and Word say "left" of everything, which is no wish of anybody.
      return side === "left" ? null : side;
    },
    renderHTML: ({ align }) => {
      const side = alignmentOf(align);
      return side === null ? {} : { style: `text-align: ${side}` };
    },
  },
  dir: {
    default: null,
    parseHTML: (element) => (element.getAttribute("dir") === "rtl" ? "rtl" : null),
    renderHTML: ({ dir }) => {
      const way = directionOf(dir);
      return way === null ? {} : { dir: way };
    },
  },
});

export const paragraph = () =>
  Paragraph.extend({
    addAttributes() {
      return { ...this.parent?.(), ...standing() };
    },
    // The line that a closed <details> shows is a paragraph like any other (see toggle).
    parseHTML: () => [{ tag: "p" }, { tag: "summary" }],
  });

export const heading = () =>
  Heading.extend({
    addAttributes() {
      return { ...this.parent?.(), ...standing() };
    },
    // Deeper ones come from elsewhere only, and are the deepest here.
    parseHTML: () => [
      ...HEADING_LEVELS.map((level) => ({ tag: `h${level}`, attrs: { level } })),
      { tag: "h6", attrs: { level: 5 } },
    ],
    renderHTML: ({ node, HTMLAttributes }) => [`h${headingLevelOf(node.attrs.level)}`, HTMLAttributes, 0],
  }).configure({ levels: [...HEADING_LEVELS] });
