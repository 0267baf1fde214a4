// Why a key in a long text does not cost the layout of all of it. The browser asks every block for its place anew
// when one of them may have become higher, and every key may do that. So a block in which somebody types, here or
// elsewhere, is told to keep its height: then its lines alone are laid out (1.7 ms of a key at 1,000 blocks became
// 0.3). Called by late-parts.ts. Promise: what is on the screen is what would be there without this; a block that
// gets another line is as much higher in the very frame that shows it, one that gets anything but letters is let go
// of, and at rest no block is held.

import { Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

/** Blocks at once: those of the people who write here, with room. Above: the one that waits longest is let go of. */
const MAX_STEADY = 16;
/** Holding a block lays all out once more, so it is for those who go on typing: after this many changes of letters. */
const AFTER_CHANGES = 2;
/** Without a change for so long a block is at rest. */
export const REST_MS = 1_500;
/** Lines stand where they stood: what a browser rounds is less. */
const SAME_PX = 0.5;

const TEXT_BLOCK = /^(?:P|H[1-6])$/;
const FLOWS = /^(?:block|flow-root)$/;

/** What the page has and tests turn by hand. */
export interface SteadyTimers {
  /** After the next frame: everything has its place then, and asking for it costs no layout. */
  afterFrame(run: () => void): () => void;
  after(ms: number, run: () => void): () => void;
}

const pageTimers: SteadyTimers = {
  afterFrame(run) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(run);
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  },
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

interface Held {
  /** Where its letters end, in px below its top. */
  end: number;
  /** As it is set, in px. */
  height: number;
  /** What a line more makes, in px; NaN where nobody can say. */
  readonly line: number;
}

/** Sets and takes away what holds a block, without anybody reading that as a change of the text. */
export type Unseen = (change: () => void) => void;

export class SteadyHeights {
  private readonly root: HTMLElement;
  private readonly unseen: Unseen;
  private readonly timers: SteadyTimers;
  /** The one that changed last is the last. */
  private readonly held = new Map<HTMLElement, Held>();
  /** How often letters changed in those that are not held. */
  private readonly typed = new Map<HTMLElement, number>();
  private readonly changes: MutationObserver;
  private readonly size: ResizeObserver;
  private last = { width: 0, height: 0 };
  /** What held blocks became higher since then, in px. */
  private grown = 0;
  private stopFrame: (() => void) | undefined;
  private stopRest: (() => void) | undefined;

  constructor(root: HTMLElement, unseen: Unseen, timers: SteadyTimers = pageTimers) {
    this.root = root;
    this.unseen = unseen;
    this.timers = timers;
    this.changes = new MutationObserver((records) => this.see(records));
    this.changes.observe(root, { subtree: true, characterData: true, childList: true });
    this.size = new ResizeObserver(([entry]) => {
      if (entry !== undefined) this.resized(entry.contentRect);
    });
    this.size.observe(root);
    window.addEventListener("beforeprint", this.letGo);
  }

  /** Lets go of all. */
  readonly letGo = (): void => {
    this.stopFrame?.();
    this.stopRest?.();
    this.stopFrame = undefined;
    this.stopRest = undefined;
    this.typed.clear();
    if (this.held.size > 0) this.unseen(() => [...this.held.keys()].forEach(release));
    this.held.clear();
  };

  destroy(): void {
    this.letGo();
    this.changes.disconnect();
    this.size.disconnect();
    window.removeEventListener("beforeprint", this.letGo);
  }

  /**
   * Told before the browser draws. Another width, other letters, other words around: where the text as a whole became
   * another size, and not by what its held blocks grew, heights that were measured say nothing.
   */
  private resized({ width, height }: DOMRectReadOnly): void {
    const { last, grown } = this;
    this.last = { width, height };
    this.grown = 0;
    if (width !== last.width || Math.abs(height - last.height - grown) > 1) this.letGo();
  }

  /** Told before the browser draws. */
  private see(records: readonly MutationRecord[]): void {
    const changed = new Map<HTMLElement, boolean>();
    for (const { target, type } of records) {
      const block = blockOf(target, this.root);
      if (block !== undefined) changed.set(block, type === "characterData" && changed.get(block) !== false);
    }
    for (const [block, lettersOnly] of changed) {
      const held = this.held.get(block);
      if (held !== undefined) this.follow(block, held, lettersOnly);
      // More blocks at once than there are people: that is a replacement, and nobody goes on typing there.
      else if (!lettersOnly || changed.size > MAX_STEADY) this.typed.delete(block);
      else this.typed.set(block, (this.typed.get(block) ?? 0) + 1);
    }
    if (changed.size === 0) return;
    if (this.typed.size > 0) this.stopFrame ??= this.timers.afterFrame(this.hold);
    this.stopRest?.();
    this.stopRest = this.timers.after(REST_MS, this.letGo);
  }

  /** As much higher or lower as it has lines more or less; let go of where that is not all. */
  private follow(block: HTMLElement, held: Held, lettersOnly: boolean): void {
    this.held.delete(block);
    const moved = lettersOnly ? endOf(block) - held.end : Number.NaN;
    const lines = Math.round(moved / held.line);
    if (Math.abs(moved) >= SAME_PX) {
      if (!(Math.abs(moved - lines * held.line) < SAME_PX)) return this.unseen(() => release(block));
      held.end += lines * held.line;
      held.height += lines * held.line;
      this.grown += lines * held.line;
      this.unseen(() => {
        block.style.height = `${held.height}px`;
      });
    } else if (!lettersOnly) return this.unseen(() => release(block));
    this.held.set(block, held);
  }

  private readonly hold = (): void => {
    this.stopFrame = undefined;
    const now: HTMLElement[] = [];
    for (const [block, times] of this.typed) {
      if (times < AFTER_CHANGES) continue;
      this.typed.delete(block);
      if (!block.isConnected || !isAlone(block, this.root)) continue;
      const { height, lineHeight } = getComputedStyle(block);
      const held = {
        end: endOf(block),
        height: Number.parseFloat(height),
        line: Number.parseFloat(lineHeight),
      };
      this.held.set(block, held);
      now.push(block);
    }
    if (now.length === 0) return;
    this.unseen(() => {
      for (const block of now) {
        block.style.height = `${this.held.get(block)?.height}px`;
        block.style.contain = "layout size";
      }
      for (const block of this.held.keys()) {
        if (this.held.size <= MAX_STEADY) break;
        release(block);
        this.held.delete(block);
      }
    });
  };
}

function release(block: HTMLElement): void {
  block.style.removeProperty("height");
  block.style.removeProperty("contain");
  if (block.getAttribute("style") === "") block.removeAttribute("style");
}

function blockOf(target: Node, root: HTMLElement): HTMLElement | undefined {
  for (let node: Node | null = target; node !== null && node !== root; node = node.parentNode)
    if (node instanceof HTMLElement && TEXT_BLOCK.test(node.nodeName)) return node;
  return undefined;
}

/**
 * Nothing around it takes its width or its lines from it: no cell of a table, no row of boxes, and no item of a list,
 * whose sign Firefox puts a pixel lower beside a held block.
 */
function isAlone(block: HTMLElement, root: HTMLElement): boolean {
  for (let around: HTMLElement | null = block; around !== root; around = around.parentElement) {
    if (around === null) return false;
    const { display, float, position } = getComputedStyle(around);
    if (!FLOWS.test(display) || float !== "none" || position === "absolute") return false;
  }
  return true;
}

/** Below the top of the block: each line more, and each line higher, moves it. */
function endOf(block: HTMLElement): number {
  const letters = document.createRange();
  letters.selectNodeContents(block);
  return letters.getBoundingClientRect().bottom - block.getBoundingClientRect().top;
}

/** prosemirror-view keeps it to itself; a test holds that it is still there. */
function unseenBy(view: EditorView): Unseen | undefined {
  const observer: unknown = Reflect.get(view, "domObserver");
  if (typeof observer !== "object" || observer === null) return undefined;
  const { stop, start } = observer as { stop?: unknown; start?: unknown };
  if (typeof stop !== "function" || typeof start !== "function") return undefined;
  return (change) => {
    stop.call(observer);
    change();
    start.call(observer);
  };
}

export const Steady = Extension.create({
  name: "steadyHeights",
  addProseMirrorPlugins: () => [
    new Plugin({
      key: new PluginKey("steadyHeights"),
      view(view) {
        const unseen = unseenBy(view);
        if (unseen === undefined || !("ResizeObserver" in window)) return {};
        const heights = new SteadyHeights(view.dom, unseen);
        return { destroy: () => heights.destroy() };
      },
    }),
  ],
});
