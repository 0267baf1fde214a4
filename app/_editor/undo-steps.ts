// Groups what one undo takes back: typing at one place up to a pause, or some words of it where nobody pauses, but
// each command (a heading, a list, a paste) for itself. Called by the editor for every transaction before it is applied.

import { Extension } from "@tiptap/core";
import type { Slice } from "@tiptap/pm/model";
import { type EditorState, Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import { ReplaceStep } from "@tiptap/pm/transform";
import { yUndoPluginKey } from "@tiptap/y-tiptap";
import type { UndoManager } from "yjs";

/** In ms: whoever types fluently for minutes would lose all of it with one key. After this the next word is a step. */
export const STEP_MS = 5_000;

/** Letters put in or taken out, and Enter: everything else is a command. */
export function isTyping(tr: Transaction): boolean {
  const event: unknown = tr.getMeta("uiEvent");
  if (event === "paste" || event === "drop" || event === "cut") return false;
  return tr.steps.every((step) => step instanceof ReplaceStep && isPlain(step.slice));
}

function isPlain(slice: Slice): boolean {
  // An open slice is a split: the blocks in it are the two ends of one that was there.
  if (slice.openStart > 0 || slice.openEnd > 0) return slice.content.size <= 4;
  let plain = true;
  slice.content.forEach((node) => {
    if (!node.isText) plain = false;
  });
  return plain;
}

/** A space, or Enter. */
const endsWord = ({ steps: [step] }: Transaction): boolean =>
  step instanceof ReplaceStep &&
  (step.slice.openStart > 0 || step.slice.content.firstChild?.text?.startsWith(" ") === true);

export const undoManagerOf = (
  state: Parameters<typeof yUndoPluginKey.getState>[0],
): UndoManager | undefined =>
  (yUndoPluginKey.getState(state) as { undoManager?: UndoManager } | undefined)?.undoManager;

const whole = new WeakSet<UndoManager>();

/** Everything that `act` changes is taken back by one undo, and nothing else with it. */
export function asOneStep(state: EditorState, act: () => void): void {
  const manager = undoManagerOf(state);
  if (manager === undefined || whole.has(manager)) return act();
  manager.stopCapturing();
  whole.add(manager);
  try {
    act();
  } finally {
    whole.delete(manager);
    manager.stopCapturing();
  }
}

/** Where the last change of this editor was, in the document as it is now. */
interface Span {
  readonly from: number;
  readonly to: number;
}

const lastChange = new PluginKey<Span | undefined>("lastChange");

const isOwn = (tr: Transaction): boolean => tr.docChanged && tr.getMeta("addToHistory") !== false;

/** Everything from the first to the last place that `tr` changes, in the document that it makes. */
function spanOf(tr: Transaction): Span | undefined {
  let span: Span | undefined;
  tr.mapping.maps.forEach((map, index) => {
    const later = tr.mapping.slice(index + 1);
    map.forEach((_from, _to, start, end) => {
      const [from, to] = [later.map(start, -1), later.map(end, 1)];
      span = { from: Math.min(from, span?.from ?? from), to: Math.max(to, span?.to ?? to) };
    });
  });
  return span;
}

/** Whether `tr` goes on where the last change was. */
function goesOn(tr: Transaction, last: Span): boolean {
  let touches = false;
  tr.mapping.maps[0]?.forEach((from, to) => {
    if (from <= last.to && to >= last.from) touches = true;
  });
  return touches;
}

export const UndoSteps = Extension.create({
  name: "undoSteps",
  addProseMirrorPlugins() {
    let afterCommand = false;
    let began = 0;
    let lastTime = 0;
    return [
      new Plugin<Span | undefined>({
        key: lastChange,
        state: {
          init: () => undefined,
          apply(tr, last) {
            if (!tr.docChanged) return last;
            if (isOwn(tr)) return spanOf(tr);
            return last && { from: tr.mapping.map(last.from, -1), to: tr.mapping.map(last.to, 1) };
          },
        },
        filterTransaction(tr, state) {
          // Changes from elsewhere say that they are not for the history.
          if (!isOwn(tr)) return true;
          const manager = undoManagerOf(state);
          if (manager !== undefined && whole.has(manager)) return true;
          const last = lastChange.getState(state);
          const command = !isTyping(tr);
          const elsewhere = last !== undefined && !goesOn(tr, last);
          const isLong = tr.time - began > STEP_MS && endsWord(tr);
          const begins = command || afterCommand || elsewhere || isLong;
          if (begins) manager?.stopCapturing();
          if (begins || tr.time - lastTime >= (manager?.captureTimeout ?? 0)) began = tr.time;
          lastTime = tr.time;
          afterCommand = command;
          return true;
        },
      }),
    ];
  },
});
