// The binding itself: holds the mirror and runs the two directions. Called by the plugin (sync.ts) with
// every state of the editor and by Yjs with every change. Promises: after each round the editor's document
// is the projection of Yjs (B1); where it is not, it heals, counts, and tells the shape of what differed.

import type { Node } from "@tiptap/pm/model";
import type { EditorState } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import type * as Y from "yjs";
import { adopt, commit, sameDoc } from "./adopt.ts";
import { Answers } from "./answers.ts";
import { changedIn } from "./changes.ts";
import { write } from "./diff.ts";
import { Dirty } from "./dirty.ts";
import { type Held, Hold, isComposedIn } from "./hold.ts";
import { Mirror } from "./mirror.ts";
import { type BindingOptions, REAL_TIMERS, type RelativeSelection, type Trouble } from "./options.ts";
import { CannotShow, project } from "./project.ts";
import { shapeOf, stackOf } from "./shape.ts";
import { Display } from "./show.ts";
import type { YParent } from "./y.ts";

export class Binding {
  // Names of the stock binding, which extensions may read.
  readonly type: YParent;
  readonly doc: Y.Doc;
  prosemirrorView: EditorView | null = null;
  beforeTransactionSelection: null = null;
  mux: (run: () => void) => void = (run) => run();

  /** For the undo manager: the selection before the last change of this editor. */
  selectionBefore: RelativeSelection | undefined;
  selectionToRestore: RelativeSelection | undefined;
  readonly counts: Record<Trouble, number> = { plan: 0, repair: 0, error: 0, refused: 0 };

  mirror: Mirror | undefined;
  readonly answers: Answers;

  private readonly options: BindingOptions;
  private readonly own = new WeakSet<Y.Transaction>();
  /** Of others, with a write of ours inside. */
  private readonly shared = new WeakSet<Y.Transaction>();
  private readonly display: Display;
  private readonly hold: Hold;
  private away = false;
  private left = 0;
  private emptyMapping = new Map<Y.AbstractType<unknown>, Node>();

  constructor(fragment: Y.XmlFragment, options: BindingOptions = {}) {
    if (fragment.doc === null) throw new TypeError("a fragment that is in no document cannot be bound");
    this.type = fragment as YParent;
    this.doc = fragment.doc;
    this.options = options;
    this.answers = new Answers(this.doc, options.rescue === true, (run) => this.transact(run));
    this.display = new Display((what, shape) => this.trouble(what, shape));
    this.hold = new Hold(options.timers ?? REAL_TIMERS, () => this.release());
  }

  get mapping(): Map<Y.AbstractType<unknown>, Node> {
    return this.mirror?.mapping ?? this.emptyMapping;
  }

  /** A composition keeps changes waiting: editor and Yjs are apart until it ends (B22). */
  get isHolding(): boolean {
    return this.hold.isOn;
  }

  initView(view: EditorView): void {
    if (this.prosemirrorView !== null) this.destroy();
    this.prosemirrorView = view;
    const { schema } = view.state;
    if (this.mirror === undefined) {
      const first = project(this.type, schema, undefined, undefined);
      this.mirror = new Mirror(first.root, first.fresh);
    } else if (this.away) commit(this.mirror, project(this.type, schema, this.mirror, undefined));
    this.left++;
    this.away = false;
    this.doc.on("afterTransaction", this.heard);
    // Registering a plugin makes all views again: the document is the same one then.
    if (view.state.doc !== this.mirror.doc) this.render();
  }

  destroy(): void {
    if (this.prosemirrorView === null) return;
    this.release();
    this.prosemirrorView = null;
    this.doc.off("afterTransaction", this.heard);
    // When a plugin registers, all views go and come in one breath. Whoever returns later missed something.
    const leaving = ++this.left;
    void Promise.resolve().then(() => {
      if (leaving === this.left) this.away = true;
    });
  }

  relativeSelection(state: EditorState): RelativeSelection | undefined {
    const mirror = this.mirror;
    if (mirror === undefined || state.doc !== mirror.doc) return undefined;
    const { anchor, head } = state.selection;
    const relative = mirror.relative(head);
    return { head: relative, anchor: anchor === head ? relative : mirror.relative(anchor) };
  }

  /** Called with each state. A caret that moves costs a comparison (B5). */
  changed(view: EditorView, before: EditorState): void {
    const mirror = this.mirror;
    if (this.display.isShowing || mirror === undefined || this.prosemirrorView === null) return;
    const { state } = view;
    // While others are held back, nothing goes out either: both meet when the word is done.
    if (state.doc === before.doc || state.doc === mirror.doc || this.isHolding) return;
    this.mux(() => this.writeOut(mirror, state, before));
  }

  /** The composition is over, as far as the browser says. */
  composed(): void {
    this.hold.composed();
  }

  beforeUndo(): void {
    this.release();
    const state = this.prosemirrorView?.state;
    this.selectionBefore = state === undefined ? undefined : this.relativeSelection(state);
  }

  /** Inside the transaction of an undo. */
  undone(transaction: Y.Transaction): void {
    this.answers.undone(transaction);
  }

  afterUndo(): void {
    this.selectionToRestore = undefined;
  }

  /** Editor to Yjs, in one transaction. */
  private writeOut(mirror: Mirror, state: EditorState, before: EditorState, missed?: Held): void {
    this.selectionBefore = this.relativeSelection(before);
    const sync = ySyncPluginKey.getState(state) as { addToHistory?: boolean } | undefined;
    const nested = this.doc._transaction !== null;
    let failure: unknown;
    this.doc.transact((transaction) => {
      if (!nested) {
        this.own.add(transaction);
        transaction.meta.set("addToHistory", sync?.addToHistory !== false);
      } else this.shared.add(transaction);
      try {
        const dirty = missed?.dirty ?? new Dirty();
        const caret = state.selection.head;
        const copies = write({ mirror, transaction, dirty, caret, moves: missed?.moves }, state.doc);
        this.answers.made(copies);
        // Before anybody is told: who answers at once must meet a mirror that is right.
        if (dirty.size > 0) commit(mirror, project(this.type, state.schema, mirror, dirty));
        if (sameDoc(mirror.doc, state.doc)) adopt(mirror, state.doc);
      } catch (error) {
        failure = error ?? new Error("thrown: nothing");
      }
    }, ySyncPluginKey);
    if (failure !== undefined) this.readAnew(failure);
    else if (mirror.doc !== state.doc) {
      if (missed === undefined) this.trouble("repair", shapeOf(state.doc, mirror.doc));
      this.render();
    }
  }

  /** Yjs to editor. */
  private readonly heard = (transaction: Y.Transaction): void => {
    if (this.own.has(transaction)) return this.heardOwn(transaction);
    const { mirror, prosemirrorView: view } = this;
    if (mirror === undefined || view === null) return;
    const changed = changedIn(this.type, transaction);
    if (changed.length === 0) return;
    // Yjs does not tell of changes inside of what the same transaction made: if that is ours, all is read.
    const dirty = this.shared.has(transaction) ? undefined : new Dirty();
    for (const type of changed) dirty?.add(type);
    let isShown = false;
    this.guarded(() => {
      isShown = this.answers.answer(view, transaction, dirty, this.isHolding);
    });
    // Rare enough (a program writes while a word is composed) to end the waiting.
    if (dirty === undefined) this.release();
    else if (!this.isHolding && isComposedIn(view, mirror, changed)) this.hold.begin(dirty);
    if (this.isHolding) this.hold.take(changed, transaction);
    else if (!isShown) this.show(mirror, view, dirty, transaction);
  };

  private heardOwn(transaction: Y.Transaction): void {
    const { mirror, prosemirrorView: view } = this;
    // Words that were carried over (B23) may be anywhere, and are seen with all the rest.
    if (this.isHolding) this.hold.take(changedIn(this.type, transaction), transaction);
    this.guarded(() => {
      const yielded = this.answers.answerOwn(view, transaction);
      if (yielded !== undefined && mirror !== undefined && view !== null && !this.isHolding)
        this.show(mirror, view, yielded.dirty, undefined);
    });
  }

  private show(
    mirror: Mirror,
    view: EditorView,
    dirty: Dirty | undefined,
    transaction: Y.Transaction | undefined,
  ): void {
    this.guarded(() => {
      // First of all: it may make the editor write.
      this.options.readCaret?.(view);
      const next = project(this.type, view.state.schema, mirror, dirty);
      this.display.show(mirror, view, next, { transaction, restore: this.selectionToRestore });
    });
  }

  /** What waited for a composition, and what was composed meanwhile (B22). */
  private release(): void {
    const { mirror, prosemirrorView: view } = this;
    const held = this.hold.end();
    if (held === undefined || mirror === undefined || view === null) return;
    if (view.state.doc === mirror.doc) this.show(mirror, view, held.dirty, undefined);
    else this.guarded(() => this.writeOut(mirror, view.state, view.state, held));
  }

  /** A transaction of our own, which answers to others: no caret of before belongs to it. */
  private transact<T>(run: (own: Y.Transaction) => T): T {
    this.selectionBefore = undefined;
    return this.doc.transact((own) => {
      this.own.add(own);
      return run(own);
    }, ySyncPluginKey);
  }

  /** Whatever throws, the editor goes on with what is stored. */
  private guarded(run: () => void): void {
    this.mux(() => {
      try {
        run();
      } catch (error) {
        this.readAnew(error);
      }
    });
  }

  private readAnew(error: unknown): void {
    const { mirror, prosemirrorView: view } = this;
    this.trouble("error", error instanceof Error ? `${error.name}: ${stackOf(error)}` : "no error");
    if (mirror === undefined || view === null) return;
    if (error instanceof CannotShow) {
      this.destroy();
      return;
    }
    const next = project(this.type, view.state.schema, undefined, undefined);
    mirror.reset(next.root);
    commit(mirror, next);
    this.render();
  }

  private render(): void {
    if (this.mirror !== undefined && this.prosemirrorView !== null)
      this.display.render(this.mirror, this.prosemirrorView);
  }

  private trouble(what: Trouble, shape: string): void {
    this.counts[what]++;
    this.options.onTrouble?.({ what, shape });
  }
}
