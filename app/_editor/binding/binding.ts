// The binding itself: holds the mirror and runs the two directions. Called by the plugin (sync.ts) with
// every state of the editor and by Yjs with every change. Promises: after each round the editor's document
// is the projection of Yjs (B1); where it is not, it heals, counts, and tells the shape of what differed.

import type { Node } from "@tiptap/pm/model";
import { EditorState, TextSelection, type Transaction } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import * as Y from "yjs";
import { adopt, commit, sameDoc } from "./adopt.ts";
import { anchorAt, carrySelection, sameWay } from "./carry.ts";
import { changedIn, changesOf } from "./changes.ts";
import { write } from "./diff.ts";
import { Dirty } from "./dirty.ts";
import { Mirror } from "./mirror.ts";
import {
  AFTER_COMPOSITION_MS,
  type BindingOptions,
  type Held,
  MAX_HOLD_MS,
  REAL_TIMERS,
  type RelativeSelection,
  type Trouble,
} from "./options.ts";
import { type Plan, plan } from "./plan.ts";
import { CannotShow, project } from "./project.ts";
import { carryOver } from "./put-back.ts";
import { coarse } from "./replace.ts";
import { Rescue } from "./rescue.ts";
import { shapeOf, stackOf } from "./shape.ts";
import { restoreSelection, takeIn } from "./show.ts";
import { Twins } from "./twins.ts";
import { isText, parentOf, type YElement, type YKid, type YParent } from "./y.ts";

interface Yield {
  readonly losers: readonly YElement[];
  readonly dirty: Dirty | undefined;
}

/** One carries, also where two editors are bound to one document. */
const rescued = new WeakSet<Y.Transaction>();

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
  /** Blocks whose own words were carried over. */
  carried = 0;
  /** Own copies of blocks that gave way to those of others. */
  gaveWay = 0;
  readonly counts: Record<Trouble, number> = { plan: 0, repair: 0, error: 0, refused: 0 };

  private readonly options: BindingOptions;
  private readonly own = new WeakSet<Y.Transaction>();
  /** Of others, with a write of ours inside. */
  private readonly shared = new WeakSet<Y.Transaction>();
  private readonly rescuer = new Rescue();
  private readonly twins = new Twins();
  /** In which own copies gave way, and what is to be shown with that. */
  private readonly yields = new WeakMap<Y.Transaction, Yield>();
  private mirrored: Mirror | undefined;
  private showing = false;
  private away = false;
  private left = 0;
  private held: Held | undefined;
  private emptyMapping = new Map<Y.AbstractType<unknown>, Node>();

  constructor(fragment: Y.XmlFragment, options: BindingOptions = {}) {
    if (fragment.doc === null) throw new TypeError("a fragment that is in no document cannot be bound");
    this.type = fragment as YParent;
    this.doc = fragment.doc;
    this.options = options;
  }

  get mapping(): Map<Y.AbstractType<unknown>, Node> {
    return this.mirrored?.mapping ?? this.emptyMapping;
  }

  /** A composition keeps changes waiting: editor and Yjs are apart until it ends (B22). */
  get isHolding(): boolean {
    return this.held !== undefined;
  }

  get mirror(): Mirror | undefined {
    return this.mirrored;
  }

  initView(view: EditorView): void {
    if (this.prosemirrorView !== null) this.destroy();
    this.prosemirrorView = view;
    if (this.mirrored === undefined || this.away) {
      const first = project(this.type, view.state.schema, this.mirrored, undefined);
      this.mirrored ??= new Mirror(first.root);
      commit(this.mirrored, first);
    }
    this.left++;
    this.away = false;
    this.doc.on("afterTransaction", this.heard);
    // Registering a plugin makes all views again: the document is the same one then.
    if (view.state.doc !== this.mirrored.doc) this.render();
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
    const mirror = this.mirrored;
    if (mirror === undefined || state.doc !== mirror.doc) return undefined;
    const { anchor, head } = state.selection;
    const relative = mirror.relative(head);
    return { head: relative, anchor: anchor === head ? relative : mirror.relative(anchor) };
  }

  /** Called with each state. A caret that moves costs a comparison (B5). */
  changed(view: EditorView, before: EditorState): void {
    const mirror = this.mirrored;
    if (this.showing || mirror === undefined || this.prosemirrorView === null) return;
    const { state } = view;
    // While others are held back, nothing goes out either: both meet when the word is done.
    if (state.doc === before.doc || state.doc === mirror.doc || this.held !== undefined) return;
    this.mux(() => this.writeOut(mirror, state, before));
  }

  /** The composition is over, as far as the browser says. */
  composed(): void {
    if (this.held === undefined) return;
    (this.options.timers ?? REAL_TIMERS).set(() => this.release(), AFTER_COMPOSITION_MS);
  }

  beforeUndo(): void {
    this.release();
    const state = this.prosemirrorView?.state;
    this.selectionBefore = state === undefined ? undefined : this.relativeSelection(state);
  }

  /** Inside the transaction of an undo. */
  undone(transaction: Y.Transaction): void {
    this.twins.undone(transaction);
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
        if (this.options.rescue === true) this.twins.made(copies, this.doc);
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

  /** Others changed the very block in which a word is being composed (B22). */
  private mustHold(mirror: Mirror, view: EditorView, changed: readonly YKid[]): boolean {
    if (!view.composing) return false;
    const block = anchorAt(mirror, view.state.selection.head)?.type;
    return block !== undefined && changed.some((type) => type === block || parentOf(type) === block);
  }

  private release(): void {
    const { held, mirrored: mirror, prosemirrorView: view } = this;
    if (held === undefined) return;
    (this.options.timers ?? REAL_TIMERS).clear(held.timer);
    this.held = undefined;
    if (mirror === undefined || view === null) return;
    this.mux(() => {
      try {
        if (view.state.doc === mirror.doc) this.show(mirror, view, held.dirty, undefined);
        else this.writeOut(mirror, view.state, view.state, held);
      } catch (error) {
        this.readAnew(error);
      }
    });
  }

  private readonly heard = (transaction: Y.Transaction): void => {
    const { mirrored: mirror, prosemirrorView: view } = this;
    if (this.own.has(transaction)) {
      // Words that were carried over (B23) may be anywhere, and are seen with all the rest.
      if (this.held !== undefined) hold(this.held, changedIn(this.type, transaction), transaction);
      const yielded = this.yields.get(transaction);
      if (yielded !== undefined && mirror !== undefined && view !== null) {
        for (const heir of this.rescue(view, transaction, yielded.losers)) yielded.dirty?.add(heir);
        this.showSafely(mirror, view, yielded.dirty, undefined);
      } else if (this.options.rescue === true) this.rescuer.wrote(transaction, this.doc.clientID);
      return;
    }
    if (mirror === undefined || view === null) return;
    const changed = changedIn(this.type, transaction);
    if (changed.length === 0) return;
    // Yjs does not tell of changes inside of what the same transaction made: if that is ours, all is read.
    const dirty = this.shared.has(transaction) ? undefined : new Dirty();
    for (const type of changed) dirty?.add(type);
    // First: what it takes away is then looked for with all the rest.
    const gaveWay = this.giveWay(view, transaction, dirty);
    for (const heir of this.rescue(view, transaction)) dirty?.add(heir);
    // Rare enough (a program writes while a word is composed) to end the waiting.
    if (dirty === undefined) this.release();
    if (this.held === undefined && dirty !== undefined && this.mustHold(mirror, view, changed)) {
      const timer = (this.options.timers ?? REAL_TIMERS).set(() => this.release(), MAX_HOLD_MS);
      this.held = { dirty, moves: new Map(), timer };
    }
    if (this.held !== undefined) return hold(this.held, changed, transaction);
    if (!gaveWay) this.showSafely(mirror, view, dirty, transaction);
  };

  private showSafely(
    mirror: Mirror,
    view: EditorView,
    dirty: Dirty | undefined,
    transaction: Y.Transaction | undefined,
  ): void {
    this.mux(() => {
      try {
        this.show(mirror, view, dirty, transaction);
      } catch (error) {
        this.readAnew(error);
      }
    });
  }

  private mayAnswer(view: EditorView, transaction: Y.Transaction): boolean {
    const isUndo = transaction.origin instanceof Y.UndoManager;
    return this.options.rescue === true && !isUndo && view.editable !== false;
  }

  /** What others moved while it was moved here stands twice: the copy of one of the two goes (twins.ts). */
  private giveWay(view: EditorView, transaction: Y.Transaction, dirty: Dirty | undefined): boolean {
    // A word that is being composed keeps its block.
    if (!this.mayAnswer(view, transaction) || view.composing || this.held !== undefined) return false;
    const losers = this.twins.losersIn(transaction, (dead) => this.rescuer.knows(dead));
    if (losers.length === 0) return false;
    this.gaveWay += losers.length;
    // Shown when it has ended (`heard`): only then does Yjs say what went.
    this.doc.transact((own) => {
      this.own.add(own);
      own.meta.set("addToHistory", false);
      this.yields.set(own, { losers: losers.map(({ loser }) => loser), dirty });
      for (const parent of this.twins.giveWay(losers, own)) dirty?.add(parent);
    }, ySyncPluginKey);
    return true;
  }

  /** Own words that died with a block which others replaced: back where it goes on, before anything is shown. */
  private rescue(view: EditorView, transaction: Y.Transaction, losers: readonly YElement[] = []): YKid[] {
    if (!this.mayAnswer(view, transaction) || rescued.has(transaction)) return [];
    const losses = this.rescuer.lossesIn(transaction, this.doc.clientID, losers);
    const count = losses.words.length + losses.blocks.length;
    if (count === 0) return [];
    rescued.add(transaction);
    this.carried += count;
    this.selectionBefore = undefined;
    return this.doc.transact((own) => {
      this.own.add(own);
      return carryOver(losses, view.state.schema);
    }, ySyncPluginKey);
  }

  /** Yjs to editor, in one transaction. */
  private show(
    mirror: Mirror,
    view: EditorView,
    dirty: Dirty | undefined,
    transaction: Y.Transaction | undefined,
  ): void {
    // First of all: it may make the editor write.
    this.options.readCaret?.(view);
    const next = project(this.type, view.state.schema, mirror, dirty);
    const undo = transaction?.origin instanceof Y.UndoManager;
    if (next.root.node === mirror.doc && view.state.doc === mirror.doc && !undo) {
      // Nothing of it can be seen (unknown marks, children of placeholders).
      commit(mirror, next);
      return;
    }
    const { state } = view;
    const drifted = state.doc === mirror.doc ? undefined : coarse(state.doc, mirror.doc);
    const planned = plan(mirror, next, (text) =>
      transaction === undefined ? [] : changesOf(text, transaction),
    );
    let tr = this.begin(state);
    const exact =
      drifted === undefined && planned !== undefined && apply(tr, planned) && sameDoc(tr.doc, next.root.node);
    if (!exact) {
      if (planned !== undefined && drifted === undefined) {
        this.trouble("plan", shapeOf(tr.doc, next.root.node));
      }
      tr = this.begin(state);
      const step = coarse(state.doc, next.root.node);
      if (step !== undefined) tr.step(step);
    }
    takeIn(mirror, next, tr, state, exact ? planned : undefined);
    const restore = undo ? this.selectionToRestore : undefined;
    if (undo) {
      if (restore !== undefined) restoreSelection(mirror, tr, restore);
      tr.scrollIntoView();
    }
    this.dispatch(view, tr.setMeta(ySyncPluginKey, { isChangeOrigin: true, isUndoRedoOperation: undo }));
  }

  /** Shows the mirrored document, whatever the editor shows now. */
  private render(): void {
    const { mirrored: mirror, prosemirrorView: view } = this;
    if (mirror === undefined || view === null) return;
    const { state } = view;
    const tr = this.begin(state);
    const step = coarse(state.doc, mirror.doc);
    if (step !== undefined) tr.step(step);
    adopt(mirror, tr.doc);
    if (step === undefined) return;
    carrySelection(tr, state, (at) => sameWay(mirror, state.doc, at));
    this.dispatch(view, tr.setMeta(ySyncPluginKey, { isChangeOrigin: true, binding: this }));
  }

  private readAnew(error: unknown): void {
    const { mirrored: mirror, prosemirrorView: view } = this;
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

  private begin(state: EditorState): Transaction {
    return state.tr.setMeta("addToHistory", false);
  }

  private dispatch(view: EditorView, tr: Transaction): void {
    const before = view.state.doc;
    this.showing = true;
    try {
      view.dispatch(tr);
    } finally {
      this.showing = false;
    }
    // Were it left out, the next key would take it back for everybody.
    if (tr.docChanged && view.state.doc === before) this.insist(view);
  }

  /** A state made anew passes no filter. Plugins begin again; words come first. */
  private insist(view: EditorView): void {
    const { mirrored: mirror } = this;
    if (mirror === undefined) return;
    this.trouble("refused", "");
    const { plugins, schema, selection } = view.state;
    const at = mirror.doc.resolve(Math.min(selection.from, mirror.doc.content.size));
    this.showing = true;
    try {
      view.updateState(
        EditorState.create({
          schema,
          doc: mirror.doc,
          plugins: [...plugins],
          selection: TextSelection.near(at),
        }),
      );
    } finally {
      this.showing = false;
    }
  }

  private trouble(what: Trouble, shape: string): void {
    this.counts[what]++;
    this.options.onTrouble?.({ what, shape });
  }
}

function hold({ dirty, moves }: Held, changed: readonly YKid[], transaction: Y.Transaction): void {
  for (const type of changed) {
    dirty.add(type);
    if (isText(type)) moves.set(type, [...(moves.get(type) ?? []), changesOf(type, transaction)]);
  }
}

function apply(tr: Transaction, { steps }: Plan): boolean {
  for (const step of steps) if (tr.maybeStep(step).failed !== null) return false;
  return true;
}
