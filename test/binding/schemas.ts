// Schemas of the binding's tests: one with every kind of node a document can have, and a newer one that
// knows more. Used by tests and by the fuzz; nothing in the binding knows a name from here.

import { getSchema } from "@tiptap/core";
import { type MarkSpec, type NodeSpec, Schema } from "@tiptap/pm/model";
import { placeholders } from "../../app/_editor/binding/placeholder.ts";
import { schemaExtensions } from "../../lib/schema.ts";

const placeholder = (inline: boolean): NodeSpec => ({
  group: inline ? "inline" : "block",
  inline,
  atom: true,
  attrs: { name: { default: "" }, content: { default: null } },
});

const nodes: Record<string, NodeSpec> = {
  doc: { content: "block+", marks: "_" },
  paragraph: { content: "inline*", group: "block", attrs: { align: { default: null } } },
  heading: { content: "inline*", group: "block", attrs: { level: { default: 1, validate: "number" } } },
  blockquote: { content: "block+", group: "block" },
  codeBlock: {
    content: "text*",
    marks: "",
    group: "block",
    code: true,
    attrs: { language: { default: null } },
  },
  rule: { group: "block" },
  image: { group: "block", atom: true, attrs: { src: {}, width: { default: 100 } } },
  bulletList: { content: "listItem+", group: "block list" },
  listItem: { content: "paragraph block*", attrs: { checked: { default: false } } },
  callout: { content: "block+", group: "block", attrs: { kind: { default: "note" } } },
  toggle: { content: "toggleTitle toggleBody", group: "block", attrs: { open: { default: true } } },
  toggleTitle: { content: "inline*", marks: "bold italic" },
  toggleBody: { content: "block+" },
  table: { content: "tableRow+", group: "block", tableRole: "table" },
  tableRow: { content: "(tableCell | tableHeader)*", tableRole: "row" },
  tableCell: {
    content: "block+",
    tableRole: "cell",
    isolating: true,
    attrs: { colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null } },
  },
  tableHeader: {
    content: "block+",
    tableRole: "header_cell",
    isolating: true,
    attrs: { colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null } },
  },
  text: { group: "inline" },
  hardBreak: { group: "inline", inline: true, selectable: false },
  mention: { group: "inline", inline: true, atom: true, attrs: { id: {}, label: { default: null } } },
  math: { group: "inline", inline: true, atom: true, attrs: { latex: { default: "" } } },
  footnote: { group: "inline", inline: true, content: "text*", attrs: { mark: { default: "*" } } },
  unsupportedBlock: placeholder(false),
  unsupportedInline: placeholder(true),
};

const marks: Record<string, MarkSpec> = {
  link: { attrs: { href: {}, title: { default: null } }, inclusive: false },
  bold: {},
  italic: {},
  color: { attrs: { value: { default: "red" } } },
  comment: { attrs: { id: {} }, excludes: "" },
  suggestion: { attrs: { by: { default: "me" } } },
  code: { excludes: "_" },
};

export const testSchema = new Schema({ nodes, marks });

const { toggle, ...rest } = nodes;
/** Knows all of the above and more: what the other one must not harm. */
export const newerSchema = new Schema({
  nodes: {
    ...rest,
    paragraph: { ...nodes.paragraph, attrs: { align: { default: null }, lang: { default: null } } },
    toggle: { ...toggle, attrs: { open: { default: true }, icon: { default: null } } },
    video: { group: "block", atom: true, attrs: { url: {}, size: { default: { w: 1, h: [2] } } } },
    columns: { content: "column+", group: "block" },
    column: { content: "block+" },
    badge: { group: "inline", inline: true, atom: true, attrs: { tone: { default: "calm" } } },
  },
  marks: {
    ...marks,
    spoiler: { attrs: { level: { default: 1 } } },
    tag: { attrs: { name: {} }, excludes: "" },
  },
});

/** What is shipped: grows with the product. */
export const productSchema = (): Schema => getSchema([...schemaExtensions(), ...placeholders("unsupported")]);
