// What runs in the browser: one editor (own binding, stock binding, none) on one long document, and the time that
// each thing people do costs in script. Bundled and driven by measure.ts, which asks several pages in turn.

import type { Editor } from "@tiptap/core";
import { Fragment, Slice } from "@tiptap/pm/model";
import { TextSelection } from "@tiptap/pm/state";
import { ReplaceStep } from "@tiptap/pm/transform";
import * as Y from "yjs";
import { contentOf } from "../../lib/doc.ts";
import { changeOf, copyOf, editorOn, longDoc, REMOTE, type Subject, sentence, textAt } from "./document.ts";
import { startRace } from "./race.ts";

export type Deed =
  | "localKey"
  | "localEnter"
  | "caretMove"
  | "remoteKey"
  | "remoteEnter"
  /** One update over 500 blocks: at the own caret nothing changes. */
  | "remote500"
  /** The same with the own caret in one of them: the browser lays out the page to put it back. */
  | "remote500Here"
  /** Both once more, with the layout of the page, which the next frame would make at the latest. */
  | "laidOut500"
  | "laidOut500Here";

/** Done, and how long it took. What has to be there before is made before the clock runs. */
type Round = () => void;

/** Blocks of one update. */
const SCATTERED = 500;
/** One caret move is too short for the clock: so many in a row. */
const MOVES = 50;

/** A frame, so that layout of the last change is not in the time of the next. */
const frame = () => new Promise<void>((done) => requestAnimationFrame(() => setTimeout(done, 0)));

/** One editor, from its opening on. */
class Trial {
  readonly openedIn: number;
  private readonly subject: Subject;
  private readonly paragraphs: number;
  private readonly doc: Y.Doc;
  /** Somebody else's copy. */
  private readonly other: Y.Doc;
  private readonly editor: Editor;
  /** Where a paragraph in the middle begins: blocks around it are split and joined, not those before it. */
  private readonly middle: number;

  constructor(subject: Subject, paragraphs: number) {
    this.subject = subject;
    this.paragraphs = paragraphs;
    const source = longDoc(paragraphs);
    this.doc = copyOf(source);
    this.other = copyOf(source);
    const content = Array.from({ length: paragraphs }, (_, index) => ({
      type: "paragraph",
      content: [{ type: "text", text: sentence(index) }],
    }));
    const start = performance.now();
    this.editor = editorOn(this.doc, subject, subject === "bare" ? { type: "doc", content } : undefined);
    this.openedIn = performance.now() - start;
    const { doc } = this.editor.state;
    if (doc.childCount !== paragraphs) throw new Error("the document is not all there");
    let middle = 0;
    for (let index = 0; index < paragraphs / 2; index++) middle += doc.child(index).nodeSize;
    this.middle = middle;
    this.editor.view.focus();
    this.caretAt(middle + 5);
  }

  async times(deed: Deed, rounds: number): Promise<number[]> {
    const times: number[] = [];
    if (deed.includes("500")) {
      this.everywhere()();
      this.caretIn(deed.endsWith("Here"));
    } else this.caretAt(this.middle + 5);
    for (let round = 0; round < rounds; round++) {
      const run = this.round(deed);
      await frame();
      const start = performance.now();
      run();
      times.push((performance.now() - start) / (deed === "caretMove" ? MOVES : 1));
    }
    return times;
  }

  private round(deed: Deed): Round {
    const { view } = this.editor;
    switch (deed) {
      case "localKey":
        return () => view.dispatch(view.state.tr.insertText("k", this.middle + 5));
      case "localEnter":
        return () => view.dispatch(view.state.tr.split(this.middle + 5));
      case "caretMove":
        return () => {
          for (let move = 0; move < MOVES; move++) this.caretAt(this.middle + 2 + (move % 2));
        };
      case "remoteKey":
        return this.remote(() => textAt(this.other, this.farAway).insert(4, "r"));
      case "remoteEnter":
        return this.remote(() => {
          const paragraph = new Y.XmlElement("paragraph");
          paragraph.insert(0, [new Y.XmlText("New.")]);
          contentOf(this.other).insert(this.farAway, [paragraph]);
        });
      case "remote500":
      case "remote500Here":
        return this.everywhere();
      case "laidOut500":
      case "laidOut500Here": {
        const run = this.everywhere();
        return () => {
          run();
          void view.dom.offsetHeight;
        };
      }
    }
  }

  /** Above the own caret. */
  private get farAway(): number {
    return Math.floor(this.paragraphs / 3);
  }

  private remote(run: () => void): Round {
    const update = changeOf(this.other, run);
    return () => Y.applyUpdate(this.doc, update, REMOTE);
  }

  private isScattered(index: number): boolean {
    const step = Math.max(1, Math.floor(this.paragraphs / SCATTERED));
    return index % step === 0 && index < step * SCATTERED;
  }

  /** A letter into each of 500 blocks from the first to the last: with no binding, by the best that one could do. */
  private everywhere(): Round {
    if (this.subject === "bare") return this.everywhereBare();
    const texts = contentOf(this.other)
      .toArray()
      .filter((_, index) => this.isScattered(index))
      .map((block) => (block as Y.XmlElement).get(0) as Y.XmlText);
    return this.remote(() => {
      for (const text of texts) text.insert(0, "r");
    });
  }

  /** One replace that keeps every node which did not change, and the caret put back. */
  private everywhereBare(): Round {
    const { view } = this.editor;
    const { doc, schema, selection } = view.state;
    let caret = selection.head;
    let at = 0;
    let end = 0;
    let size = 0;
    const blocks = doc.content.content.map((block, index) => {
      const isChanged = this.isScattered(index);
      if (isChanged && at < selection.head) caret++;
      at += block.nodeSize;
      if (!isChanged) return block;
      [end, size] = [index + 1, at];
      return block.copy(Fragment.from(schema.text(`r${block.textContent}`)));
    });
    const slice = new Slice(Fragment.fromArray(blocks.slice(0, end)), 0, 0);
    return () => {
      const tr = view.state.tr.step(new ReplaceStep(0, size, slice));
      view.dispatch(tr.setSelection(TextSelection.create(tr.doc, caret)));
    };
  }

  private caretAt(at: number): void {
    const { view } = this.editor;
    view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, at)));
  }

  /** In a block in the middle that begins with an `r`, as each of the 500 does, or in one that does not. */
  private caretIn(changed: boolean): void {
    let at = 0;
    const { doc } = this.editor.state;
    for (let index = 0; index < doc.childCount; index++) {
      const block = doc.child(index);
      if (index > this.paragraphs / 2 && block.textContent.startsWith("r") === changed) break;
      at += block.nodeSize;
    }
    this.caretAt(at + 3);
  }
}

let trial: Trial | undefined;

const editorBench = {
  /** Milliseconds of script until the whole document stands in the page. */
  open(subject: Subject, paragraphs: number): number {
    trial = new Trial(subject, paragraphs);
    return trial.openedIn;
  },
  times(deed: Deed, rounds: number): Promise<number[]> {
    if (trial === undefined) throw new Error("nothing is open");
    return trial.times(deed, rounds);
  },
};

declare global {
  interface Window {
    editorBench: typeof editorBench;
    startRace: typeof startRace;
    race: ReturnType<typeof startRace>;
  }
}
window.editorBench = editorBench;
window.startRace = startRace;
