// A page with nothing but our editor, in which somebody else writes every few milliseconds. Bundled and
// opened by open.ts; the guards of the caret can be left out, to see what they are good for.

import { Editor } from "@tiptap/core";
import * as Y from "yjs";
import { type BindingName, MAX_HOLD_MS } from "../../../app/_editor/binding/options.ts";
import { binding as stockBinding } from "../../../app/_editor/binding/stock.ts";
import { editorExtensions } from "../../../app/_editor/extensions.ts";
import { whole } from "../../../app/_editor/late-parts.ts";
import { fillInsteadOfRefusing, readInput } from "../../../app/_editor/safety.ts";
import { CONTENT } from "../../../lib/doc.ts";

export interface RaceOptions {
  readonly binding: BindingName;
  /**
   * `inbox` reads the caret before a change from elsewhere reaches Yjs and before a key; `binding` before the
   * own binding shows it (B19). The document page has both; `none` is what they are for.
   */
  readonly guard: "both" | "inbox" | "binding" | "none";
  /** 0: they write only when they are told to. */
  readonly everyMs: number;
  /** They write at the worst moment: the browser has moved the caret for Home or End, and has not said so yet. */
  readonly atKeys: boolean;
}

export interface Race {
  /** The paragraph in which the person writes. */
  mine(): string;
  /** Remote edits that were applied since the start. */
  edits(): number;
  /** That paragraph as it stands on the screen. */
  shown(): string;
  /** The others write into the paragraph in which the person writes, at its start or somewhere in it. */
  write(text: string, at?: number): void;
  /** The others take letters out of it. */
  cut(at: number, letters: number): void;
  /** The others write in the paragraph above it, once. */
  writeAbove(): void;
  /** That paragraph as the others have it. */
  others(): string;
  /** Of that paragraph what stands left of the caret. */
  leftOfCaret(): string;
  /** How many changes of others wait for a composition and would be shown when the bound is over (B22). */
  waiting(): number;
  /** The bound is over. It never is by itself: on a slow machine it would end in the middle of a word. */
  endWaiting(): void;
  stop(): void;
}

const LONGEST_OF_THEIRS = 60;
/** As long as a real document: what an edit costs to show is the time in which a key may come. */
const BLOCKS_BELOW = 400;

export function startRace({ binding, guard, everyMs, atKeys }: RaceOptions): Race {
  const bounds = holdBounds();
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

  const inbox = guard === "inbox" || guard === "both";
  const parts = {
    doc,
    keys: { toTitle: () => {}, toToolbar: () => {}, editLink: () => {} },
    late: whole,
    ...(binding === "stock" && { binding: stockBinding(doc) }),
  };
  const element = document.createElement("div");
  document.body.append(element);
  const editor = new Editor({
    element,
    extensions: editorExtensions(parts)
      .filter((one) => inbox || one.name !== "readBeforeKeys")
      .map((one) =>
        one.name === "collaboration" && binding === "own" && guard !== "binding" && guard !== "both"
          ? one.configure({ guardCaret: false })
          : one,
      ),
    onBeforeCreate: ({ editor: made }) => fillInsteadOfRefusing(made.schema),
  });
  // Home and End go to the ends of a line on the screen: one line, however long it grows.
  editor.view.dom.style.whiteSpace = "pre";
  editor.commands.focus(editor.state.doc.child(0).nodeSize + 1);

  let edits = 0;
  other.on("update", (update: Uint8Array, origin: unknown) => {
    if (origin === "back") return;
    if (inbox) readInput(editor.view);
    Y.applyUpdate(doc, update, "elsewhere");
    edits++;
  });
  doc.on("update", (update: Uint8Array, origin: unknown) => {
    if (origin !== "elsewhere") Y.applyUpdate(other, update, "back");
  });
  const mineAsTheyHaveIt = () => (other.getXmlFragment(CONTENT).get(1) as Y.XmlElement).get(0) as Y.XmlText;
  const theirs = (other.getXmlFragment(CONTENT).get(0) as Y.XmlElement).get(0) as Y.XmlText;
  const theyWrite = () => {
    if (theirs.length > LONGEST_OF_THEIRS) theirs.delete(17, theirs.length - 17);
    else theirs.insert(theirs.length, "abcdefgh"[edits % 8] ?? "a");
  };
  const timer = setInterval(() => everyMs > 0 && theyWrite(), everyMs || 1_000);
  // Asked for before the browser moves the caret, and urgent: so it comes before the browser tells of that.
  const atKey = ({ key }: KeyboardEvent) => {
    if (atKeys && (key === "Home" || key === "End")) {
      void window.scheduler.postTask(theyWrite, { priority: "user-blocking" });
    }
  };
  window.addEventListener("keydown", atKey);

  return {
    mine: () => editor.state.doc.child(1).textContent,
    edits: () => edits,
    shown: () => editor.view.dom.children[1]?.textContent ?? "",
    write: (text, at = 0) => mineAsTheyHaveIt().insert(at, text),
    cut: (at, letters) => mineAsTheyHaveIt().delete(at, letters),
    writeAbove: theyWrite,
    others: () => mineAsTheyHaveIt().toString(),
    leftOfCaret() {
      const { $head } = editor.state.selection;
      return $head.parent.textBetween(0, $head.parentOffset);
    },
    waiting: () => bounds.set.size,
    endWaiting() {
      for (const [id, run] of bounds.set) {
        bounds.set.delete(id);
        run();
      }
    },
    stop() {
      bounds.restore();
      clearInterval(timer);
      window.removeEventListener("keydown", atKey);
      editor.destroy();
      element.remove();
    },
  };
}

/** The timers of the bound on waiting, which run when they are told to. */
function holdBounds() {
  const { setTimeout: start, clearTimeout: clear } = window;
  const set = new Map<number, () => void>();
  let last = 0;
  const wrapped = (run: () => void, ms?: number): unknown => {
    if (ms !== MAX_HOLD_MS) return start.call(window, run, ms);
    // No number of the browser's own.
    set.set(--last, run);
    return last;
  };
  const cleared = (id?: number) => {
    if (id === undefined || !set.delete(id)) clear.call(window, id);
  };
  Object.assign(window, { setTimeout: wrapped, clearTimeout: cleared });
  return { set, restore: () => void Object.assign(window, { setTimeout: start, clearTimeout: clear }) };
}

(window as unknown as { startRace: typeof startRace }).startRace = startRace;
