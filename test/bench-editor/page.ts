// What runs in the browser: one editor at a time (own binding, stock binding, none) on one long document,
// and the time that each thing people do costs in script. Bundled and driven by run.ts.

import { Editor } from "@tiptap/core";
import { TextSelection } from "@tiptap/pm/state";
import * as Y from "yjs";
import { stockBinding } from "../../app/_editor/binding/stock.ts";
import type { BindingName } from "../../app/_editor/binding/switch.ts";
import { editorExtensions } from "../../app/_editor/extensions.ts";
import { whole } from "../../app/_editor/late-parts.ts";
import { fillInsteadOfRefusing } from "../../app/_editor/safety.ts";
import { contentOf } from "../../lib/doc.ts";

export type Subject = BindingName | "bare";

export interface Figures {
  readonly open: number;
  readonly remoteKey?: number;
  readonly remoteEnter?: number;
  readonly remote500?: number;
  /** The same with the own caret in one of the blocks: the browser lays out the page to put it back. */
  readonly remote500Here?: number;
  readonly localKey: number;
  readonly localEnter: number;
  readonly caretMove: number;
}

const REMOTE = "remote";
const WORDS = "The ferry runs from May to September, and in June it is always";

function longDoc(paragraphs: number): Y.Doc {
  const doc = new Y.Doc();
  contentOf(doc).insert(
    0,
    Array.from({ length: paragraphs }, (_, index) => {
      const paragraph = new Y.XmlElement("paragraph");
      paragraph.insert(0, [new Y.XmlText(`${WORDS} ${index}.`)]);
      return paragraph;
    }),
  );
  return doc;
}

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc), REMOTE);
  return copy;
}

const median = (times: number[]): number => times.sort((a, b) => a - b)[times.length >> 1] ?? 0;

/** A frame, so that layout of the last change is not in the time of the next. */
const frame = () => new Promise<void>((done) => requestAnimationFrame(() => setTimeout(done, 0)));

async function timed(rounds: number, prepare: () => () => void): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const run = prepare();
    await frame();
    const start = performance.now();
    run();
    times.push(performance.now() - start);
  }
  return median(times);
}

const boundBy = (subject: Subject, doc: Y.Doc) => (subject === "stock" ? { binding: stockBinding(doc) } : {});
const noKeys = { toTitle: () => {}, toToolbar: () => {}, editLink: () => {} };

export async function measure(subject: Subject, paragraphs: number, rounds: number): Promise<Figures> {
  const source = longDoc(paragraphs);
  const doc = copyOf(source);
  const element = document.createElement("div");
  document.body.replaceChildren(element);
  const all = editorExtensions({ doc, keys: noKeys, late: whole, ...boundBy(subject, doc) });
  const extensions =
    subject === "bare" ? all.filter(({ name }) => name !== "collaboration" && name !== "undoSteps") : all;
  const content = Array.from({ length: paragraphs }, (_, index) => ({
    type: "paragraph",
    content: [{ type: "text", text: `${WORDS} ${index}.` }],
  }));
  const start = performance.now();
  const editor = new Editor({
    element,
    extensions,
    injectCSS: false,
    ...(subject === "bare" ? { content: { type: "doc", content } } : {}),
    onBeforeCreate: ({ editor: made }) => fillInsteadOfRefusing(made.schema),
  });
  const open = performance.now() - start;
  if (editor.state.doc.childCount !== paragraphs) throw new Error("the document is not all there");
  const { view } = editor;
  await frame();

  let middle = 0;
  for (let index = 0; index < paragraphs / 2; index++) middle += editor.state.doc.child(index).nodeSize;
  view.focus();
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, middle + 5)));

  const localKey = await timed(rounds, () => () => view.dispatch(view.state.tr.insertText("k", middle + 5)));
  const localEnter = await timed(rounds, () => () => view.dispatch(view.state.tr.split(middle + 5)));
  // Too short for the clock: many in a row.
  const MOVES = 50;
  const caretMove =
    (await timed(5, () => () => {
      for (let move = 0; move < MOVES; move++) {
        const at = TextSelection.create(view.state.doc, middle + 2 + (move % 2));
        view.dispatch(view.state.tr.setSelection(at));
      }
    })) / MOVES;

  let remote = {};
  if (subject !== "bare") {
    const other = copyOf(doc);
    const blocks = contentOf(other);
    const change = (run: () => void) => {
      const before = Y.encodeStateVector(other);
      other.transact(run);
      const update = Y.encodeStateAsUpdate(other, before);
      return () => Y.applyUpdate(doc, update, REMOTE);
    };
    const textAt = (index: number) => (blocks.get(index) as Y.XmlElement).get(0) as Y.XmlText;
    const place = Math.floor(paragraphs / 3);
    // What was measured above is not in `other` any more than in `doc`: both began as one.
    const remoteKey = await timed(rounds, () => change(() => textAt(place).insert(4, "r")));
    const remoteEnter = await timed(Math.ceil(rounds / 2), () =>
      change(() => {
        const paragraph = new Y.XmlElement("paragraph");
        paragraph.insert(0, [new Y.XmlText("New.")]);
        blocks.insert(place, [paragraph]);
      }),
    );
    const step = Math.max(1, Math.floor(paragraphs / 500));
    const scattered = (blocks.toArray() as Y.XmlElement[])
      .filter((_, index) => index % step === 0)
      .slice(0, 500);
    const everywhere = () =>
      change(() => {
        for (const block of scattered) (block.get(0) as Y.XmlText | undefined)?.insert(0, "r");
      });
    const putCaret = (changed: boolean) => {
      let at = 0;
      let index = 0;
      // What is changed is a text of `other`; in `doc` it is found by its beginning.
      for (; index < view.state.doc.childCount; index++) {
        const block = view.state.doc.child(index);
        if (index > paragraphs / 2 && block.textContent.startsWith("r") === changed) break;
        at += block.nodeSize;
      }
      view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, at + 3)));
    };
    everywhere()();
    putCaret(false);
    const remote500 = await timed(7, everywhere);
    putCaret(true);
    const remote500Here = await timed(7, everywhere);
    remote = { remoteKey, remoteEnter, remote500, remote500Here };
  }
  editor.destroy();
  return { open, localKey, localEnter, caretMove, ...remote };
}

/** A block to type into, while others type elsewhere every few milliseconds. Returns how to look and stop. */
function race(
  subject: BindingName,
  everyMs: number,
): { readonly text: () => string; readonly stop: () => void } {
  const doc = copyOf(longDoc(20));
  const other = copyOf(doc);
  const element = document.createElement("div");
  document.body.replaceChildren(element);
  const editor = new Editor({
    element,
    extensions: editorExtensions({ doc, keys: noKeys, late: whole, ...boundBy(subject, doc) }),
    injectCSS: false,
    onBeforeCreate: ({ editor: made }) => fillInsteadOfRefusing(made.schema),
  });
  const { view } = editor;
  // Home and End go to the ends of a line on the screen: one line, however long it grows.
  view.dom.style.whiteSpace = "pre";
  view.focus();
  const block = editor.state.doc.child(10);
  let at = 0;
  for (let index = 0; index < 10; index++) at += editor.state.doc.child(index).nodeSize;
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, at + block.nodeSize - 1)));
  let round = 0;
  const timer = setInterval(() => {
    const before = Y.encodeStateVector(other);
    const place = [3, 15][round++ % 2] ?? 3;
    ((contentOf(other).get(place) as Y.XmlElement).get(0) as Y.XmlText).insert(2, "r");
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, before), REMOTE);
  }, everyMs);
  return {
    text: () => editor.state.doc.child(10).textContent,
    stop: () => {
      clearInterval(timer);
      editor.destroy();
    },
  };
}

declare global {
  interface Window {
    measureEditor: typeof measure;
    startRace: typeof race;
    race: ReturnType<typeof race>;
  }
}
window.measureEditor = measure;
window.startRace = race;
