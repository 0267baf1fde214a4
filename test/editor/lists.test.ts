// @vitest-environment jsdom
// Lists of our own beside those of the library they were taken from: every key, at every place of every list,
// does the same in both, and what is typed becomes the same.

import { Editor, type Extensions, type JSONContent } from "@tiptap/core";
import { BulletList } from "@tiptap/extension-list/bullet-list";
import { ListItem } from "@tiptap/extension-list/item";
import { ListKeymap } from "@tiptap/extension-list/keymap";
import { OrderedList } from "@tiptap/extension-list/ordered-list";
import { TaskItem } from "@tiptap/extension-list/task-item";
import { TaskList } from "@tiptap/extension-list/task-list";
import { TextSelection } from "@tiptap/pm/state";
import { afterAll, describe, expect, it } from "vitest";
import { BranchKeys, ListKeys } from "../../app/_editor/blocks/list-keys.ts";
import { schemaExtensions } from "../../lib/schema.ts";

const OURS = ["bulletList", "orderedList", "listItem", "taskList", "taskItem"];
const stock: Extensions = [
  ...schemaExtensions().flatMap((one) => (one.name === "italic" ? [one, ListKeymap] : one)),
].map(
  (one) =>
    ({
      bulletList: BulletList,
      orderedList: OrderedList,
      listItem: ListItem,
      taskList: TaskList,
      taskItem: TaskItem.configure({ nested: true }),
    })[one.name] ?? one,
);
const own: Extensions = schemaExtensions().flatMap((one) =>
  one.name === "italic" ? [one, ListKeys, BranchKeys] : [one],
);

const open = (extensions: Extensions) => new Editor({ element: document.createElement("div"), extensions });
const editors = { stock: open(stock), own: open(own) };
afterAll(() => {
  for (const editor of Object.values(editors)) editor.destroy();
});

const p = (text: string): JSONContent => ({
  type: "paragraph",
  ...(text === "" ? {} : { content: [{ type: "text", text }] }),
});
const item = (...content: JSONContent[]): JSONContent => ({ type: "listItem", content });
const task = (...content: JSONContent[]): JSONContent => ({ type: "taskItem", content });
const list = (type: string, ...content: JSONContent[]): JSONContent => ({ type, content });

const DOCS: Readonly<Record<string, JSONContent[]>> = {
  "a list between lines": [
    p("one"),
    list("bulletList", item(p("a")), item(p("")), item(p("b"))),
    p("two"),
    p("three"),
  ],
  "lists in lists": [
    list(
      "bulletList",
      item(p("a"), list("bulletList", item(p("b"), list("orderedList", item(p("c")))), item(p("d")))),
      item(p("e")),
    ),
    p("end"),
  ],
  "numbers after bullets": [list("bulletList", item(p("a"))), list("orderedList", item(p("b"), p("c")))],
  "tasks in tasks": [
    list(
      "taskList",
      task(p("a"), list("taskList", task(p("b"), list("taskList", task(p("c")))))),
      task(p("d")),
    ),
    p("end"),
  ],
  "tasks beside a list": [list("taskList", task(p("a"))), list("bulletList", item(p("b")))],
  "a quote in an item": [
    list("bulletList", item(p("a"), { type: "blockquote", content: [p("b")] }), item(p("c"))),
    { type: "blockquote", content: [list("bulletList", item(p("d")))] },
  ],
};

const KEYS = ["Backspace", "Delete", "Tab", "Shift-Tab", "Enter", "Mod-Backspace", "Mod-Delete"];

const pressOf = (name: string): KeyboardEvent => {
  const parts = name.split("-");
  return new KeyboardEvent("keydown", {
    key: parts.at(-1) ?? "",
    shiftKey: parts.includes("Shift"),
    ctrlKey: parts.includes("Mod"),
  });
};

/** Every place of a caret in the text, and what each key makes of it. */
function* outcomes(editor: Editor, content: JSONContent[]) {
  const doc = editor.schema.nodeFromJSON({ type: "doc", content });
  const places: number[] = [];
  doc.descendants((node, at) => {
    if (node.isTextblock) for (let i = 0; i <= node.content.size; i++) places.push(at + 1 + i);
  });
  for (const place of places) {
    for (const key of KEYS) {
      editor.commands.setContent({ type: "doc", content });
      editor.view.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, place)));
      editor.view.someProp("handleKeyDown", (take) => take(editor.view, pressOf(key)));
      const { from, to } = editor.state.selection;
      yield `${key} at ${place}: ${from}-${to} ${JSON.stringify(editor.getJSON())}`;
    }
  }
}

describe("our lists", () => {
  it.each(Object.entries(DOCS))("do with every key what the stock ones do: %s", (_name, content) => {
    const expected = [...outcomes(editors.stock, content)];
    expect(new Set(expected.map((one) => one.replace(/^[^:]*: /, ""))).size).toBeGreaterThan(5);
    expect([...outcomes(editors.own, content)]).toEqual(expected);
  });

  it.each(["- ", "* ", "1. ", "7. ", "[] ", "[ ] ", "[x] "])(
    "are made by typing %j, as the stock ones",
    (typed) => {
      const made = Object.values(editors).map((editor) => {
        editor.commands.setContent({ type: "doc", content: [p("")] });
        editor.commands.focus("start");
        for (const letter of typed) {
          const { from, to } = editor.state.selection;
          const taken = editor.view.someProp("handleTextInput", (take) =>
            take(editor.view, from, to, letter, () => editor.state.tr.insertText(letter, from, to)),
          );
          if (taken !== true) editor.view.dispatch(editor.state.tr.insertText(letter, from, to));
        }
        return editor.getJSON();
      });
      expect(made[0]?.content?.[0]?.type).toMatch(/List$/);
      expect(made[1]).toEqual(made[0]);
    },
  );

  it("are toggled and read as the stock ones", () => {
    const html = `<ol style="list-style-type: upper-roman" start="3"><li>a</li></ol><ol><li style="list-style-type:lower-alpha">b</li></ol>
      <ul data-type="taskList"><li data-type="taskItem" data-checked=""><label></label><div><p>c</p></div></li><li data-type="taskItem">d</li></ul><ul><li>e</li></ul>`;
    const read = Object.values(editors).map((editor) => {
      editor.commands.setContent(html);
      return editor.getJSON();
    });
    expect(read[1]).toEqual(read[0]);
    for (const toggle of ["toggleBulletList", "toggleOrderedList", "toggleTaskList"] as const) {
      const [before, after] = Object.values(editors).map((editor) => {
        editor.commands.setContent({ type: "doc", content: [p("a"), p("b")] });
        editor.commands.selectAll();
        editor.commands[toggle]();
        return editor.getJSON();
      });
      expect(before?.content?.[0]?.type).toMatch(/List$/);
      expect(after).toEqual(before);
    }
    expect(own.map(({ name }) => name)).toEqual(expect.arrayContaining(OURS));
  });
});
