// Dates: a day, shown in the reader's own words. A press on one, or Enter, opens the calendar of the browser.

import { type Editor, Extension } from "@tiptap/core";
import { NodeSelection } from "@tiptap/pm/state";
import type { NodeViewConstructor } from "@tiptap/pm/view";
import { dayInWords, dayOf } from "../../../lib/schema/allowed.ts";
import { blockSigns } from "../../_words/block-signs.ts";
import { aside, ignoresAllBut, isControl, make, setAttribute, type View } from "./dom.ts";
import { putInLine } from "./insert.ts";

/** A day some days from now, where the reader is: at midnight in Auckland it is not yet today in Lisbon. */
export function dayFromNow(days: number, now = new Date()): string {
  const then = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${String(then.getFullYear()).padStart(4, "0")}-${two(then.getMonth() + 1)}-${two(then.getDate())}`;
}

export const inWords = (day: string): string => dayInWords(day, navigator.language || "en");

export const date: NodeViewConstructor = (node, editor, getPos): View => {
  let day = dayOf(node.attrs.day);
  const time = make("time");
  const dom = make("span", { "data-type": "date", ...aside }, time);
  const show = () => {
    time.dateTime = day ?? "";
    time.textContent = day === null ? blockSigns.date : inWords(day);
  };
  const open = () => {
    if (!editor.editable || dom.querySelector("input") !== null) return;
    const field = make("input", { type: "date", "aria-label": blockSigns.dateChange, value: day ?? "" });
    const close = (back: boolean) => {
      field.remove();
      if (back) editor.focus();
    };
    field.addEventListener("change", () => {
      const chosen = dayOf(field.value);
      if (chosen !== null) setAttribute(editor, getPos, node.type, "day", chosen);
    });
    field.addEventListener("blur", () => close(false));
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" && event.key !== "Enter") return;
      event.preventDefault();
      event.stopPropagation();
      close(true);
    });
    dom.append(field);
    field.focus();
    try {
      field.showPicker();
    } catch {
      // Some browsers want a press for it; the field itself can be written in.
    }
  };
  show();
  time.addEventListener("click", open);
  dom.addEventListener("open-source", open);
  return {
    dom,
    update(next) {
      if (next.type !== node.type) return false;
      day = dayOf(next.attrs.day);
      show();
      return true;
    },
    stopEvent: isControl,
    ignoreMutation: ignoresAllBut(undefined),
  };
};

export const DateKeys = Extension.create({
  name: "dateKeys",
  priority: 150,
  addKeyboardShortcuts: () => ({
    Enter: ({ editor }) => {
      const { selection } = editor.state;
      if (!(selection instanceof NodeSelection) || selection.node.type.name !== "date") return false;
      editor.view.nodeDOM(selection.from)?.dispatchEvent(new Event("open-source"));
      return true;
    },
  }),
});

export function useDate(editor: Editor): void {
  const type = editor.schema.nodes.date;
  if (type !== undefined) putInLine(editor, type.create({ day: dayFromNow(0) }));
  editor.commands.focus();
}
