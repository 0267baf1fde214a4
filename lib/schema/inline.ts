// Things that stand in a line and are not letters. Each is whole or not there, and says itself in plain words
// wherever only text can go:
//   mathInline -> <span data-type="math">TeX</span>
//   mention    -> <span data-type="mention">@Name</span>: the name as it was then; it calls nobody
//   date       -> <time data-type="date" datetime="2026-11-21">2026-11-21</time>

import { Node } from "@tiptap/core";
import { dayOf, formulaOf, nameOf } from "./allowed.ts";

export const mathInline = () =>
  Node.create({
    name: "mathInline",
    group: "inline",
    inline: true,
    atom: true,
    marks: "",
    addAttributes: () => ({
      source: { default: "", rendered: false, parseHTML: (element) => formulaOf(element.textContent) },
    }),
    parseHTML: () => [{ tag: 'span[data-type="math"]' }],
    renderHTML: ({ node }) => ["span", { "data-type": "math" }, formulaOf(node.attrs.source)],
    renderText: ({ node }) => `$${formulaOf(node.attrs.source)}$`,
  });

export const mention = () =>
  Node.create({
    name: "mention",
    group: "inline",
    inline: true,
    atom: true,
    marks: "",
    addAttributes: () => ({
      name: {
        default: "",
        rendered: false,
        parseHTML: (element) => nameOf(element.textContent?.replace(/^@/, "")),
      },
    }),
    parseHTML: () => [{ tag: 'span[data-type="mention"]' }],
    renderHTML: ({ node }) => ["span", { "data-type": "mention" }, `@${nameOf(node.attrs.name)}`],
    renderText: ({ node }) => `@${nameOf(node.attrs.name)}`,
  });

export const date = () =>
  Node.create({
    name: "date",
    group: "inline",
    inline: true,
    atom: true,
    marks: "",
    addAttributes: () => ({
      day: {
        default: null,
        rendered: false,
        parseHTML: (element) => dayOf(element.getAttribute("datetime")),
      },
    }),
    parseHTML: () => [{ tag: 'time[data-type="date"]' }],
    renderHTML: ({ node }) => {
      const day = dayOf(node.attrs.day) ?? "";
      return ["time", { "data-type": "date", datetime: day }, day];
    },
    renderText: ({ node }) => dayOf(node.attrs.day) ?? "",
  });
