// Colours of code, as decorations: nothing of them is in the document. Called by late-parts.ts. The highlighter is
// loaded with the first block that names a language; a block is looked at again when it rests after a change,
// and only blocks that changed. What is seen keeps its colours meanwhile.

import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { type EditorState, Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import { languageOf } from "../../../lib/schema/allowed.ts";
import type { Run } from "./highlighter.ts";
import { canonical } from "./languages.ts";

const REST_MS = 120;
/** Longer code is shown plain: reading it would hold up the next key. About 500 lines. */
const MAX_CODE_CHARACTERS = 20_000;
/** Remembered by text, because a change from elsewhere may make every block anew. */
const MAX_REMEMBERED_BLOCKS = 200;

interface Colors {
  readonly shown: DecorationSet;
  /** Blocks that are due: a place inside of each. */
  readonly due: readonly number[];
}

type Highlight = (language: string, code: string) => Run[];

const key = new PluginKey<Colors>("codeColors");

function createMemory() {
  const remembered = new Map<string, readonly Run[]>();
  let highlight: Highlight | undefined;
  let loading: Promise<boolean> | undefined;
  return {
    load(): Promise<boolean> {
      loading ??= import("./highlighter.ts").then(
        (loaded) => {
          highlight = loaded.runsOf;
          return true;
        },
        () => {
          // Offline, or the server was updated: tried again with the next change.
          loading = undefined;
          return false;
        },
      );
      return loading;
    },
    /** `undefined`: not known yet, and not to be computed now. */
    runs(language: string, code: string, now: boolean): readonly Run[] | undefined {
      const name = `${language}\n${code}`;
      const known = remembered.get(name);
      if (known !== undefined) return known;
      if (!now || highlight === undefined) return undefined;
      const runs = highlight(language, code);
      remembered.set(name, runs);
      if (remembered.size > MAX_REMEMBERED_BLOCKS) {
        for (const oldest of remembered.keys()) {
          remembered.delete(oldest);
          break;
        }
      }
      return runs;
    },
  };
}

type Memory = ReturnType<typeof createMemory>;

const isCode = (node: Node) => node.type.name === "codeBlock";

/** The code blocks that a transaction touched, by their places in the new document. One walk, however many steps. */
function touched(tr: Transaction): Map<number, Node> {
  const ranges: { readonly from: number; readonly to: number }[] = [];
  tr.mapping.maps.forEach((map, index) => {
    map.forEach((_from, _to, newFrom, newTo) => {
      const rest = tr.mapping.slice(index + 1);
      ranges.push({ from: rest.map(newFrom, -1), to: rest.map(newTo, 1) });
    });
  });
  const found = new Map<number, Node>();
  if (ranges.length === 0) return found;
  const from = Math.max(0, Math.min(...ranges.map((range) => range.from)));
  const to = Math.min(Math.max(...ranges.map((range) => range.to)), tr.doc.content.size);
  tr.doc.nodesBetween(from, Math.max(from, to), (node, at) => {
    if (isCode(node) && ranges.some((range) => range.from <= at + node.nodeSize && range.to >= at))
      found.set(at, node);
    return !node.isTextblock;
  });
  return found;
}

const colored = (node: Node, at: number, runs: readonly Run[]): Decoration[] =>
  runs
    .filter((run) => run.to <= node.content.size)
    .map((run) => Decoration.inline(at + 1 + run.from, at + 1 + run.to, { class: run.kind }));

function recolor(
  { shown, due }: Colors,
  doc: Node,
  blocks: ReadonlyMap<number, Node>,
  memory: Memory,
  now: boolean,
): Colors {
  let set = shown;
  const waiting = new Set(due);
  for (const [at, node] of blocks) {
    const language = languageOf(node.attrs.language);
    const code = node.textContent;
    const plain = language === null || code.length > MAX_CODE_CHARACTERS;
    const runs = plain ? [] : memory.runs(canonical(language), code, now);
    if (runs === undefined) {
      waiting.add(at);
      continue;
    }
    waiting.delete(at);
    set = set.remove(set.find(at, at + node.nodeSize)).add(doc, colored(node, at, runs));
  }
  return { shown: set, due: [...waiting] };
}

function all(doc: Node): Map<number, Node> {
  const blocks = new Map<number, Node>();
  doc.descendants((node, at) => {
    if (isCode(node)) blocks.set(at, node);
    return !node.isTextblock;
  });
  return blocks;
}

const dueBlocks = (state: EditorState, due: readonly number[]): Map<number, Node> =>
  new Map(
    due.flatMap((at) => {
      const node = at < state.doc.content.size ? state.doc.nodeAt(at) : null;
      return node !== null && isCode(node) ? [[at, node] as const] : [];
    }),
  );

class Worker {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly view: EditorView,
    private readonly memory: Memory,
  ) {
    this.look();
  }

  look(): void {
    if (this.due().length === 0) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.work(), REST_MS);
  }

  private due = () => key.getState(this.view.state)?.due ?? [];

  private async work(): Promise<void> {
    if (!(await this.memory.load())) return;
    // Away, or composing: a decoration inside the word would break it off.
    if (this.view.isDestroyed) return;
    if (this.view.composing) return this.look();
    if (this.due().length > 0) {
      this.view.dispatch(this.view.state.tr.setMeta(key, "color").setMeta("addToHistory", false));
    }
  }

  destroy(): void {
    clearTimeout(this.timer);
  }
}

export const CodeColors = Extension.create({
  name: "codeColors",
  addProseMirrorPlugins() {
    const memory = createMemory();
    return [
      new Plugin<Colors>({
        key,
        state: {
          init: (_config, { doc }) =>
            recolor({ shown: DecorationSet.empty, due: [] }, doc, all(doc), memory, false),
          apply(tr, colors, _before, state) {
            if (tr.getMeta(key) === "color") {
              const { due, shown } = colors;
              return recolor({ shown, due: [] }, tr.doc, dueBlocks(state, due), memory, true);
            }
            if (!tr.docChanged) return colors;
            const moved = {
              shown: colors.shown.map(tr.mapping, tr.doc),
              due: colors.due.map((at) => tr.mapping.map(at)),
            };
            return recolor(moved, tr.doc, touched(tr), memory, false);
          },
        },
        props: { decorations: (state) => key.getState(state)?.shown },
        view(view) {
          const worker = new Worker(view, memory);
          return { update: () => worker.look(), destroy: () => worker.destroy() };
        },
      }),
    ];
  },
});
