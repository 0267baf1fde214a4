// Find and replace over one editor. Called by the panel (find-bar.tsx); kept outside React, for it follows
// every change of the text. Hits are recomputed when the text rests; until then they are carried along by
// what actually differs, because a change from elsewhere may come as a new document (see BINDING).
// What is drawn of them is in drawn.ts, what is a hit in search.ts, how it hangs in the editor in extension.ts.

import type { Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { TextSelection } from "@tiptap/pm/state";
import { DecorationSet } from "@tiptap/pm/view";
import { asOneStep } from "../undo-steps.ts";
import { differenceOf } from "../ways/difference.ts";
import { decorationsOf, findKey } from "./drawn.ts";
import { blocksIn, type Range, rangesOf, replaceRanges } from "./ranges.ts";
import { type RegexRunner, regexRunner } from "./run-regex.ts";
import { hitsIn, patternOf, type Query } from "./search.ts";

export type Trouble =
  | { readonly why: "too-long" | "too-slow" | "not-here" | "changing" }
  | { readonly why: "wrong"; readonly reason: string };

export interface FindView {
  readonly query: Query;
  readonly count: number;
  /** 0 is the first; -1: none is chosen. */
  readonly current: number;
  /** There are more than are counted. */
  readonly more: boolean;
  readonly working: boolean;
  readonly trouble: Trouble | undefined;
}

/** The text rests so long before it is searched anew; a burst of remote keys is searched once. */
const REST_MS = 120;
/** How often replacing starts anew when others change the text while the worker looks. */
const TRIES = 4;

const NOTHING: Query = { text: "", matchCase: false, wholeWord: false, regex: false };

export class Finder {
  private view: FindView = {
    query: NOTHING,
    count: 0,
    current: -1,
    more: false,
    working: false,
    trouble: undefined,
  };
  private hits: readonly Range[] = [];
  private open = false;
  private template: string | undefined;
  private readonly texts = new WeakMap<Node, string>();
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private frame = 0;
  private searches = 0;

  constructor(
    private readonly editor: Editor,
    private readonly regex: RegexRunner = regexRunner(),
  ) {}

  get = (): FindView => this.view;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  start(): void {
    if (this.open) return;
    this.open = true;
    window.addEventListener("scroll", this.onScroll, { passive: true });
    window.addEventListener("resize", this.onScroll);
  }

  /** Nothing is drawn any more. The query stays for the next time. */
  stop(): void {
    if (!this.open) return;
    this.open = false;
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
    this.regex.close();
    this.searches += 1;
    window.removeEventListener("scroll", this.onScroll);
    window.removeEventListener("resize", this.onScroll);
    this.hits = [];
    this.show({ count: 0, current: -1, more: false, working: false, trouble: undefined });
    if (!this.editor.isDestroyed) this.draw();
  }

  /** Looks for something else; the chosen hit is the first one from `near`, else from the caret. */
  async ask(query: Query, near?: number): Promise<void> {
    this.show({ query });
    await this.search(near ?? this.hits[this.view.current]?.from ?? this.editor.state.selection.from);
    this.reveal("nearest");
  }

  /** Chooses the next hit, or the one before, around the ends. */
  go(direction: 1 | -1): void {
    const { length } = this.hits;
    if (length === 0) return;
    const { current } = this.view;
    const next = current === -1 ? (direction > 0 ? 0 : length - 1) : (current + direction + length) % length;
    this.choose(next);
    this.reveal();
  }

  current(): Range | undefined {
    return this.hits[this.view.current];
  }

  /** Puts the selection on the chosen hit, or leaves it. */
  selectCurrent(): void {
    const hit = this.current();
    if (hit === undefined) return;
    const { state, view } = this.editor;
    view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, hit.from, hit.to)));
  }

  async replaceOne(put: string): Promise<boolean> {
    const at = this.current();
    if (at === undefined || !this.editor.isEditable) return false;
    const fresh = await this.fresh(put);
    const hit = fresh?.ranges.find(({ from }) => from === at.from);
    if (hit === undefined) return false;
    asOneStep(this.editor.state, () =>
      this.editor.view.dispatch(replaceRanges(this.editor.state.tr, [{ ...hit, put: hit.put ?? put }])),
    );
    await this.search(hit.from + (hit.put ?? put).length);
    this.reveal();
    return true;
  }

  /** Resolves with how many were replaced; one undo takes all of them back. */
  async replaceAll(put: string): Promise<{ readonly replaced: number; readonly more: boolean }> {
    if (!this.editor.isEditable) return { replaced: 0, more: false };
    const fresh = await this.fresh(put);
    if (fresh === undefined || fresh.ranges.length === 0) return { replaced: 0, more: false };
    const ranges = fresh.ranges.map((range) => ({ ...range, put: range.put ?? put }));
    asOneStep(this.editor.state, () =>
      this.editor.view.dispatch(replaceRanges(this.editor.state.tr, ranges)),
    );
    await this.search(this.editor.state.selection.from);
    return { replaced: ranges.length, more: fresh.more };
  }

  /** Told of every new state by the plugin. */
  changed(before: Node, after: Node): void {
    if (!this.open || before === after) return;
    const map = differenceOf(before, after);
    if (map !== undefined) {
      const near = this.current()?.from;
      this.hits = this.hits.flatMap(({ from, to }) => {
        const start = map.map(from, 1);
        const end = map.map(to, -1);
        return end > start ? [{ from: start, to: end }] : [];
      });
      this.show({
        count: this.hits.length,
        current: near === undefined ? -1 : this.indexFrom(map.map(near, 1)),
      });
      this.schedule();
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.search(this.current()?.from), REST_MS);
  }

  destroy(): void {
    this.stop();
    this.listeners.clear();
  }

  private show(change: Partial<FindView>): void {
    this.view = { ...this.view, ...change };
    for (const listener of [...this.listeners]) listener();
  }

  private indexFrom(pos: number): number {
    if (this.hits.length === 0) return -1;
    const found = this.hits.findIndex(({ from }) => from >= pos);
    return found === -1 ? 0 : found;
  }

  private choose(current: number): void {
    this.show({ current });
    this.draw();
  }

  private async search(near: number | undefined): Promise<void> {
    this.template = undefined;
    const found = await this.look();
    if (found === undefined || !this.open) return;
    this.hits = found.ranges;
    this.show({
      count: found.ranges.length,
      more: found.more,
      current: this.indexFrom(near ?? 0),
      working: false,
      trouble: undefined,
    });
    this.draw();
  }

  /** Hits in the document as it is at the end, not as it was when the worker began. */
  private async fresh(template: string) {
    this.template = this.view.query.regex ? template : undefined;
    for (let tries = 0; tries < TRIES; tries++) {
      const { doc } = this.editor.state;
      const found = await this.look();
      if (found === undefined) return undefined;
      if (this.editor.isDestroyed || !this.open) return undefined;
      if (this.editor.state.doc === doc) return found;
    }
    this.show({ trouble: { why: "changing" }, working: false });
    return undefined;
  }

  /** `undefined`: there is trouble, which is shown, or something newer is looked for. */
  private async look() {
    clearTimeout(this.timer);
    this.searches += 1;
    const mine = this.searches;
    const pattern = patternOf(this.view.query);
    if (!pattern.ok) {
      this.hits = [];
      const trouble = pattern.why === "empty" ? undefined : pattern;
      this.show({ count: 0, current: -1, more: false, working: false, trouble });
      this.draw();
      return undefined;
    }
    const blocks = blocksIn(this.editor.state.doc, this.texts);
    if (!this.view.query.regex) {
      const { hits, more } = hitsIn(
        blocks.map(({ text }) => text),
        pattern,
      );
      return { ranges: rangesOf(blocks, hits), more };
    }
    this.show({ working: true });
    const answer = await this.regex.run({
      texts: blocks.map(({ text }) => text),
      source: pattern.source,
      flags: pattern.flags,
      ...(this.template === undefined ? {} : { template: this.template }),
    });
    if (mine !== this.searches || answer.state === "overtaken") return undefined;
    if (answer.state !== "done") {
      this.hits = [];
      this.show({ count: 0, current: -1, more: false, working: false, trouble: { why: answer.state } });
      this.draw();
      return undefined;
    }
    return { ranges: rangesOf(blocks, answer.hits), more: answer.more };
  }

  private readonly onScroll = (): void => this.schedule();

  private schedule(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    cancelAnimationFrame(this.frame);
    if (this.editor.isDestroyed) return;
    const { view, state } = this.editor;
    const decorations = decorationsOf(view, this.hits, this.current());
    const drawn = findKey.getState(state)?.decorations;
    if (decorations === DecorationSet.empty && drawn === DecorationSet.empty) return;
    view.dispatch(state.tr.setMeta(findKey, { decorations }).setMeta("addToHistory", false));
  }

  private reveal(block: "center" | "nearest" = "center"): void {
    if (this.current() === undefined) return;
    const drawn = this.editor.view.dom.querySelector(".find-current");
    drawn?.scrollIntoView?.({ block, inline: "nearest" });
  }
}
