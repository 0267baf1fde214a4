// A page with nothing but our editor, in which somebody else writes every few milliseconds. Bundled and
// opened by test/e2e/race.test.ts; the guard of the caret can be left out, to see what it is good for.

import { Editor } from "@tiptap/core";
import * as Y from "yjs";
import { stockBinding } from "../../../app/_editor/binding/stock.ts";
import { editorExtensions } from "../../../app/_editor/extensions.ts";
import { whole } from "../../../app/_editor/late-parts.ts";
import { fillInsteadOfRefusing, readInput } from "../../../app/_editor/safety.ts";
import { CONTENT } from "../../../lib/doc.ts";

export interface RaceOptions {
  /** Reads the caret before a change from elsewhere and before a key, as the document page does. */
  readonly guard: boolean;
  readonly everyMs: number;
}

export interface Race {
  /** The paragraph in which the person writes. */
  mine(): string;
  /** Remote edits that were applied since the start. */
  edits(): number;
  stop(): void;
}

const LONGEST_OF_THEIRS = 60;
/** As long as a real document: what an edit costs to show is the time in which a key may come. */
const BLOCKS_BELOW = 400;

export function startRace({ guard, everyMs }: RaceOptions): Race {
  const doc = new Y.Doc();
  const other = new Y.Doc();
  const paragraph = (text: string) => {
    const element = new Y.XmlElement("paragraph");
    element.insert(0, [new Y.XmlText(text)]);
    return element;
  };
  other
    .getXmlFragment(CONTENT)
    .insert(0, [
      paragraph("They write here. "),
      paragraph("one two three"),
      ...Array.from({ length: BLOCKS_BELOW }, () => paragraph("below")),
    ]);
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), "elsewhere");

  // The stock binding, whatever the editor's own is by now: the guard stands before both.
  const parts = {
    doc,
    keys: { toTitle: () => {}, toToolbar: () => {}, editLink: () => {} },
    binding: stockBinding(doc),
    late: whole,
  };
  const element = document.createElement("div");
  document.body.append(element);
  const editor = new Editor({
    element,
    extensions: editorExtensions(parts).filter((one) => guard || one.name !== "readBeforeKeys"),
    onBeforeCreate: ({ editor: made }) => fillInsteadOfRefusing(made.schema),
  });
  editor.commands.focus(editor.state.doc.child(0).nodeSize + 1);

  let edits = 0;
  other.on("update", (update: Uint8Array, origin: unknown) => {
    if (origin === "back") return;
    if (guard) readInput(editor.view);
    Y.applyUpdate(doc, update, "elsewhere");
    edits++;
  });
  doc.on("update", (update: Uint8Array, origin: unknown) => {
    if (origin !== "elsewhere") Y.applyUpdate(other, update, "back");
  });
  const theirs = (other.getXmlFragment(CONTENT).get(0) as Y.XmlElement).get(0) as Y.XmlText;
  const timer = setInterval(() => {
    if (theirs.length > LONGEST_OF_THEIRS) theirs.delete(17, theirs.length - 17);
    else theirs.insert(theirs.length, "abcdefgh"[edits % 8] ?? "a");
  }, everyMs);

  return {
    mine: () => editor.state.doc.child(1).textContent,
    edits: () => edits,
    stop() {
      clearInterval(timer);
      editor.destroy();
      element.remove();
    },
  };
}

(window as unknown as { startRace: typeof startRace }).startRace = startRace;
