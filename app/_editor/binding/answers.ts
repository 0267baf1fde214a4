// What this editor writes in answer to a change of others, before it shows it: own words that died with a block
// go on in its heir (B23), and of a block that two moved one copy goes (B24). Called by the binding for every
// transaction. Promises: writes only where `transact` says that it is ours, and only in an editor that may write.

import type { EditorView } from "@tiptap/pm/view";
import * as Y from "yjs";
import { Dirty } from "./dirty.ts";
import { carryOver } from "./put-back.ts";
import { Rescue } from "./rescue.ts";
import { Twins } from "./twins.ts";
import type { YElement, YKid } from "./y.ts";

/** Copies that gave way in a transaction of ours, none where lines were made again, and what is to be shown with that. */
export interface Yield {
  readonly losers: readonly YElement[];
  readonly dirty: Dirty | undefined;
}

/** One carries, also where two editors are bound to one document. */
const rescued = new WeakSet<Y.Transaction>();

export class Answers {
  /** Blocks whose own words were carried over, or what was said of them. */
  carried = 0;
  /** Own copies of blocks that gave way to those of others. */
  gaveWay = 0;

  private readonly doc: Y.Doc;
  private readonly isOn: boolean;
  private readonly transact: <T>(run: (own: Y.Transaction) => T) => T;
  private readonly rescuer = new Rescue();
  private readonly twins = new Twins();
  private readonly yields = new WeakMap<Y.Transaction, Yield>();

  constructor(doc: Y.Doc, isOn: boolean, transact: <T>(run: (own: Y.Transaction) => T) => T) {
    this.doc = doc;
    this.isOn = isOn;
    this.transact = transact;
  }

  /** Copies that an own write made of blocks which it took out. */
  made(copies: readonly YElement[]): void {
    if (this.isOn) this.twins.made(copies, this.doc);
  }

  /** Inside the transaction of an undo. */
  undone(transaction: Y.Transaction): void {
    this.twins.undone(transaction);
  }

  /** To a change of others. Whether all of it is shown with that. */
  answer(
    view: EditorView,
    transaction: Y.Transaction,
    dirty: Dirty | undefined,
    isHolding: boolean,
  ): boolean {
    // First: what it takes away is then looked for with all the rest.
    const gaveWay = !isHolding && this.giveWay(view, transaction, dirty);
    for (const heir of this.rescue(view, transaction)) dirty?.add(heir);
    return gaveWay;
  }

  /** To an own transaction, which may call for another answer: what is to be shown then. */
  answerOwn(view: EditorView | null, transaction: Y.Transaction): Yield | undefined {
    // Only when it has ended does Yjs say what went and came.
    const yielded = this.yields.get(transaction);
    if (yielded === undefined || view === null) {
      if (this.isOn) this.rescuer.wrote(transaction, this.doc.clientID);
      return undefined;
    }
    for (const heir of this.rescue(view, transaction, yielded.losers)) yielded.dirty?.add(heir);
    return yielded;
  }

  /** What others moved while it was moved here stands twice: the copy of one of the two goes (twins.ts). */
  private giveWay(view: EditorView, transaction: Y.Transaction, dirty: Dirty | undefined): boolean {
    // A word that is being composed keeps its block.
    if (!this.mayAnswer(view, transaction) || view.composing) return false;
    const losers = this.twins.losersIn(transaction, (dead) => this.rescuer.knows(dead));
    if (losers.length === 0) return false;
    this.gaveWay += losers.length;
    this.transact((own) => {
      own.meta.set("addToHistory", false);
      this.yields.set(own, { losers: losers.map(({ loser }) => loser), dirty });
      for (const parent of this.twins.giveWay(losers, own)) dirty?.add(parent);
    });
    return true;
  }

  /** Own words that died with a block which others replaced: back where it goes on. Returns what it wrote into. */
  private rescue(
    view: EditorView,
    transaction: Y.Transaction,
    losers: readonly YElement[] = [],
  ): readonly YKid[] {
    if (!this.mayAnswer(view, transaction) || rescued.has(transaction)) return [];
    const losses = this.rescuer.lossesIn(transaction, view.state.schema, losers);
    const count = losses.words.length + losses.blocks.length + losses.unheard.length;
    if (count === 0) return [];
    rescued.add(transaction);
    this.carried += count;
    const { touched, made } = this.transact((own) => {
      const carried = carryOver(losses, view.state.schema);
      // What stands again may be what other words of ours go on in.
      if (carried.made.length > 0) this.yields.set(own, { losers: [], dirty: new Dirty() });
      return carried;
    });
    this.rescuer.madeAgain(made);
    return touched;
  }

  private mayAnswer(view: EditorView, transaction: Y.Transaction): boolean {
    const isUndo = transaction.origin instanceof Y.UndoManager;
    return this.isOn && !isUndo && view.editable !== false;
  }
}
