// Binds one line of shared text to a <textarea>. Called by the title; the pure half is called by tests.
// Promises: the smallest edit per key, whole emoji, a caret that stays where it is while others write,
// and no touch of the field while an input method composes in it.

import * as Y from "yjs";

export interface TextEdit {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

/** One part of a Y.Text event: exactly one of the three is set. */
export interface TextDelta {
  readonly retain?: number;
  readonly delete?: number;
  readonly insert?: unknown;
}

const isHigh = (text: string, at: number) => /[\uD800-\uDBFF]/.test(text.charAt(at));
const isLow = (text: string, at: number) => /[\uDC00-\uDFFF]/.test(text.charAt(at));
const splitsPair = (text: string, at: number) => isHigh(text, at - 1) && isLow(text, at);

/** The smallest edit that turns `before` into `after`. In a run of equal letters it ends at the caret. */
export function editBetween(before: string, after: string, caret: number): TextEdit | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;

  // "aa" to "aaa" may be an insertion at three places. The one who typed it is at the caret.
  const inserted = after.length - end - start;
  const shift = start - (caret - inserted);
  if (shift > 0 && shift <= start) {
    const from = start - shift;
    const removed = before.length - end - start;
    if (before.slice(from + removed) === after.slice(from + inserted)) {
      start = from;
      end += shift;
    }
  }
  // A lone half of a pair cannot live in Yjs: it would become U+FFFD.
  if (splitsPair(before, start) || splitsPair(after, start)) start--;
  if (splitsPair(before, before.length - end) || splitsPair(after, after.length - end)) end--;
  return { at: start, remove: before.length - end - start, insert: after.slice(start, after.length - end) };
}

/** Where a place in the text goes when somebody else changed it. Text inserted right there goes after it. */
export function movedBy(delta: readonly TextDelta[], place: number): number {
  let at = 0;
  let moved = place;
  for (const part of delta) {
    if (part.retain !== undefined) at += part.retain;
    else if (part.delete !== undefined) moved -= Math.max(0, Math.min(moved - at, part.delete));
    else {
      const length = typeof part.insert === "string" ? part.insert.length : 1;
      if (at < moved) moved += length;
      at += length;
    }
    if (at > moved) break;
  }
  return moved;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** What somebody else has left of these letters, and where it is now. What they put in between is not part of it. */
export function leftOf(delta: readonly TextDelta[], spans: readonly Span[]): Span[] {
  const left: Span[] = [];
  let at = 0;
  let moved = 0;
  const keep = (length: number) => {
    for (const { from, to } of spans) {
      const begin = Math.max(from, at);
      const end = Math.min(to, at + length);
      if (begin < end) left.push({ from: begin - at + moved, to: end - at + moved });
    }
    at += length;
    moved += length;
  };
  for (const part of delta) {
    if (part.retain !== undefined) keep(part.retain);
    else if (part.delete !== undefined) at += part.delete;
    else moved += typeof part.insert === "string" ? part.insert.length : 1;
  }
  keep(Number.POSITIVE_INFINITY);
  return left;
}

/** What the field shows: line ends become spaces one by one, so that every index stays true. */
export const shownAs = (text: string): string => text.replace(/[\r\n\u2028\u2029]/g, " ");

/** Cuts what one edit puts in so that the whole is at most `max` long, and no pair is cut apart. */
export function cutToFit(edit: TextEdit, length: number, max: number): TextEdit {
  const room = Math.max(0, max - (length - edit.remove));
  if (edit.insert.length <= room) return edit;
  const cut = splitsPair(edit.insert, room) ? room - 1 : room;
  return { ...edit, insert: edit.insert.slice(0, cut) };
}

export interface TextBindingOptions {
  readonly max: number;
  /** The text changed, by whomever: grow the field, set the page's title. */
  readonly onText: (text: string) => void;
}

export interface TextBinding {
  undo(): void;
  redo(): void;
  destroy(): void;
}

export function bindText(text: Y.Text, field: HTMLTextAreaElement, options: TextBindingOptions): TextBinding {
  const own = { name: "title" };
  const undoManager = new Y.UndoManager(text, { trackedOrigins: new Set([own]), captureTimeout: 500 });
  // What the field showed when it was last in step, and what others did since (while composing only).
  let shown = "";
  let missed: TextDelta[][] = [];
  let composing = false;

  function show(anchor: number, head: number): void {
    shown = shownAs(text.toString());
    missed = [];
    if (field.value !== shown) field.value = shown;
    // Setting a selection takes the focus in some browsers, so only where it is already.
    if (field.ownerDocument.activeElement === field) field.setSelectionRange(anchor, head);
    options.onText(shown);
  }

  function read(): void {
    const caret = field.selectionEnd ?? field.value.length;
    const edit = editBetween(shown, shownAs(field.value), caret);
    const through = (place: number) => missed.reduce((at, delta) => movedBy(delta, at), place);
    let landed = through(caret);
    if (edit !== undefined) {
      const at = through(edit.at);
      const gone = missed.reduce<Span[]>(
        (spans, delta) => leftOf(delta, spans),
        [{ from: edit.at, to: edit.at + edit.remove }],
      );
      const remove = gone.reduce((sum, { from, to }) => sum + to - from, 0);
      const fitting = cutToFit({ at, remove, insert: edit.insert }, text.length, options.max);
      text.doc?.transact(() => {
        // From the end, so that the places of the others stay true.
        for (const { from, to } of gone.reverse()) if (to > from) text.delete(from, to - from);
        if (fitting.insert !== "") text.insert(at, fitting.insert);
      }, own);
      // Where something was typed, the caret stands behind it; where not, it stays.
      landed = edit.insert === "" ? at : at + fitting.insert.length;
    }
    show(landed, landed);
  }

  const observer = (event: Y.YTextEvent, transaction: Y.Transaction) => {
    if (transaction.origin === own) return;
    const delta = event.delta as TextDelta[];
    if (composing) {
      missed.push(delta);
      return;
    }
    if (transaction.origin === undoManager) {
      const end = endOf(delta);
      show(end, end);
      return;
    }
    show(movedBy(delta, field.selectionStart ?? 0), movedBy(delta, field.selectionEnd ?? 0));
  };
  const onInput = () => {
    if (!composing) read();
  };
  const onStart = () => {
    composing = true;
  };
  const onEnd = () => {
    composing = false;
    read();
  };

  text.observe(observer);
  field.addEventListener("input", onInput);
  field.addEventListener("compositionstart", onStart);
  field.addEventListener("compositionend", onEnd);
  show(text.length, text.length);

  return {
    undo: () => undoManager.undo(),
    redo: () => undoManager.redo(),
    destroy() {
      if (composing) onEnd();
      text.unobserve(observer);
      field.removeEventListener("input", onInput);
      field.removeEventListener("compositionstart", onStart);
      field.removeEventListener("compositionend", onEnd);
      undoManager.destroy();
    },
  };
}

/** Where the last change of a delta ends. */
function endOf(delta: readonly TextDelta[]): number {
  let at = 0;
  for (const part of delta) {
    if (part.retain !== undefined) at += part.retain;
    else if (typeof part.insert === "string") at += part.insert.length;
  }
  return at;
}
