// Lists and tasks. Called by schema.ts. They are those of @tiptap/extension-list (MIT), whose commands come with
// Tiptap's core, without the half of that package which reads and writes Markdown: kilobytes of every writer's
// first load. Keys that join and split items, and the box of a task, are the editor's (app/_editor/blocks).
//   bulletList, orderedList, taskList -> <ul>, <ol start type>, <ul data-type="taskList">, each dir="auto";
//   listItem -> <li>; taskItem -> <li data-type="taskItem" data-checked><label><input><span></label><div>.

import { mergeAttributes, Node, wrappingInputRule } from "@tiptap/core";
// The names of the commands that these lists have.
import type {} from "@tiptap/extension-list";
import { numberingOf, startOf } from "./allowed.ts";

const AUTO = { dir: "auto" };

const bulletList = Node.create({
  name: "bulletList",
  group: "block list",
  content: "listItem+",
  parseHTML: () => [{ tag: "ul" }],
  renderHTML: ({ HTMLAttributes }) => ["ul", mergeAttributes(AUTO, HTMLAttributes), 0],
  addCommands() {
    return {
      toggleBulletList:
        () =>
        ({ commands }) =>
          commands.toggleList(this.name, "listItem"),
    };
  },
  addKeyboardShortcuts() {
    return { "Mod-Shift-8": () => this.editor.commands.toggleBulletList() };
  },
  addInputRules() {
    return [wrappingInputRule({ find: /^\s*([-+*])\s$/, type: this.type })];
  },
});

const orderedList = Node.create({
  name: "orderedList",
  group: "block list",
  content: "listItem+",
  addAttributes: () => ({
    start: {
      default: 1,
      parseHTML: (element) =>
        element.hasAttribute("start") ? Number.parseInt(element.getAttribute("start") ?? "", 10) : 1,
    },
    type: {
      default: null,
      parseHTML: (element) =>
        element.getAttribute("type") ||
        (numberingByStyle(element) ?? numberingByStyle(element.querySelector("li"))),
    },
  }),
  parseHTML: () => [{ tag: "ol" }],
  renderHTML: ({ node }) => {
    const start = startOf(node.attrs.start);
    const type = numberingOf(node.attrs.type);
    return ["ol", { ...AUTO, ...(start === 1 ? {} : { start }), ...(type && { type }) }, 0];
  },
  addCommands() {
    return {
      toggleOrderedList:
        () =>
        ({ commands }) =>
          commands.toggleList(this.name, "listItem"),
    };
  },
  addKeyboardShortcuts() {
    return { "Mod-Shift-7": () => this.editor.commands.toggleOrderedList() };
  },
  addInputRules() {
    return [
      wrappingInputRule({
        find: /^(\d+)\.\s$/,
        type: this.type,
        getAttributes: ([, number]) => ({ start: Number(number) }),
        // "4." goes on with a list of three.
        joinPredicate: ([, number], { attrs, childCount }) =>
          (!attrs.type || attrs.type === "1") && childCount + attrs.start === Number(number),
      }),
    ];
  },
});

const STYLES: Readonly<Record<string, string>> = {
  "upper-roman": "I",
  "lower-roman": "i",
  "upper-alpha": "A",
  "upper-latin": "A",
  "lower-alpha": "a",
  "lower-latin": "a",
};

/** What Word and Google Docs say in a style, on the list or on its items. */
function numberingByStyle(element: Element | null): string | null {
  const [, name = ""] = /list-style-type\s*:\s*([^;]+)/i.exec(element?.getAttribute("style") ?? "") ?? [];
  return STYLES[name.trim().toLowerCase()] ?? null;
}

const listItem = Node.create({
  name: "listItem",
  content: "paragraph block*",
  defining: true,
  parseHTML: () => [{ tag: "li" }],
  renderHTML: ({ HTMLAttributes }) => ["li", HTMLAttributes, 0],
  addKeyboardShortcuts() {
    return {
      Enter: () => this.editor.commands.splitListItem(this.name),
      Tab: () => this.editor.commands.sinkListItem(this.name),
      "Shift-Tab": () => this.editor.commands.liftListItem(this.name),
    };
  },
});

const taskList = Node.create({
  name: "taskList",
  group: "block list",
  content: "taskItem+",
  // Before the plain list of the same tag.
  parseHTML: () => [{ tag: 'ul[data-type="taskList"]', priority: 51 }],
  renderHTML: ({ HTMLAttributes }) => [
    "ul",
    mergeAttributes(AUTO, HTMLAttributes, { "data-type": "taskList" }),
    0,
  ],
  addCommands() {
    return {
      toggleTaskList:
        () =>
        ({ commands }) =>
          commands.toggleList(this.name, "taskItem"),
    };
  },
  addKeyboardShortcuts() {
    return { "Mod-Shift-9": () => this.editor.commands.toggleTaskList() };
  },
});

const taskItem = Node.create({
  name: "taskItem",
  content: "paragraph block*",
  defining: true,
  addAttributes: () => ({
    checked: {
      default: false,
      keepOnSplit: false,
      parseHTML: (element) => ["", "true"].includes(element.getAttribute("data-checked") ?? "no"),
      renderHTML: (attrs) => ({ "data-checked": String(attrs.checked === true) }),
    },
  }),
  parseHTML: () => [
    {
      tag: 'li[data-type="taskItem"]',
      priority: 51,
      contentElement: (element: HTMLElement) => element.querySelector("div") ?? element,
    },
  ],
  renderHTML: ({ node, HTMLAttributes }) => [
    "li",
    mergeAttributes(HTMLAttributes, { "data-type": "taskItem" }),
    ["label", ["input", { type: "checkbox", checked: node.attrs.checked ? "checked" : null }], ["span"]],
    ["div", 0],
  ],
  addKeyboardShortcuts() {
    return {
      Enter: () => this.editor.commands.splitListItem(this.name),
      Tab: () => this.editor.commands.sinkListItem(this.name),
      "Shift-Tab": () => this.editor.commands.liftListItem(this.name),
    };
  },
  addInputRules() {
    return [
      wrappingInputRule({
        find: /^\s*(\[([( |x])?\])\s$/,
        type: this.type,
        getAttributes: (match) => ({ checked: match.at(-1) === "x" }),
      }),
    ];
  },
});

export const lists = () => [bulletList, orderedList, listItem, taskList, taskItem];
