// An editor without a page: a state, its plugins and what they do with each other, fast enough for half a
// million operations. Used by the tests of the binding and by the fuzz. What needs a page is tested in
// jsdom and in a browser.

import type { Node, Schema } from "@tiptap/pm/model";
import { EditorState, type Plugin, type PluginView, type Transaction } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { ySyncPlugin, yUndoPlugin, yUndoPluginKey } from "@tiptap/y-tiptap";
import * as Y from "yjs";
import { Binding } from "../../app/_editor/binding/binding.ts";
import type { BindingOptions } from "../../app/_editor/binding/options.ts";
import { syncPlugin } from "../../app/_editor/binding/sync.ts";
import { undoPlugin } from "../../app/_editor/binding/undo.ts";

export const FIELD = "default";
export const REMOTE = "remote";

export class Headless {
  state: EditorState;
  readonly doc: Y.Doc;
  readonly fragment: Y.XmlFragment;
  /** Only of an editor that binds with the own binding. */
  readonly binding: Binding | undefined;
  /** Updates that were not brought by others. */
  readonly written: Uint8Array[] = [];
  readonly troubles: string[] = [];
  isDestroyed = false;
  composing = false;
  private views: PluginView[] = [];

  constructor(
    kind: "own" | "stock",
    schema: Schema,
    doc: Y.Doc,
    extra: readonly Plugin[] = [],
    options: BindingOptions = {},
  ) {
    this.doc = doc;
    this.fragment = doc.getXmlFragment(FIELD);
    doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== REMOTE) this.written.push(update);
    });
    const onTrouble = ({ what, shape }: { what: string; shape: string }) =>
      this.troubles.push(`${what}: ${shape}`);
    this.binding = kind === "own" ? new Binding(this.fragment, { onTrouble, ...options }) : undefined;
    const plugins =
      this.binding === undefined
        ? [ySyncPlugin(this.fragment) as Plugin, yUndoPlugin()]
        : [syncPlugin(this.binding), undoPlugin(this.binding)];
    this.state = EditorState.create({ schema, plugins: [...plugins, ...extra] });
    this.start();
  }

  get undoManager(): Y.UndoManager {
    return (yUndoPluginKey.getState(this.state) as { undoManager: Y.UndoManager }).undoManager;
  }

  /** Leaves out changes that cut an emoji in two: with the stock binding such text differs between clients. */
  wholeEmoji = false;

  readonly dispatch = (tr: Transaction): void => {
    const changesOthers = tr.docChanged && tr.getMeta("addToHistory") !== false;
    if (this.wholeEmoji && changesOthers && hasHalves(tr.doc)) return;
    const before = this.state;
    this.state = before.applyTransaction(tr).state;
    for (const view of this.views) view.update?.(this as unknown as EditorView, before);
  };

  updateState(state: EditorState): void {
    const before = this.state;
    this.state = state;
    for (const view of this.views) view.update?.(this as unknown as EditorView, before);
  }

  hasFocus(): boolean {
    return false;
  }

  /** As a view does when a plugin registers: all plugin views are made again. */
  register(plugin: Plugin): void {
    this.stop();
    this.state = this.state.reconfigure({ plugins: [...this.state.plugins, plugin] });
    this.start();
  }

  destroy(): void {
    this.isDestroyed = true;
    this.stop();
  }

  private start(): void {
    this.views = [];
    for (const plugin of this.state.plugins) {
      const view = plugin.spec.view?.(this as unknown as EditorView);
      if (view !== undefined) this.views.push(view);
    }
  }

  private stop(): void {
    for (const view of this.views) view.destroy?.();
    this.views = [];
  }
}

function hasHalves(doc: Node): boolean {
  let found = false;
  doc.descendants((node) => {
    if (/\p{Surrogate}/u.test(node.text ?? "")) found = true;
  });
  return found;
}

export const copyOf = (doc: Y.Doc): Y.Doc => {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc), REMOTE);
  return copy;
};

export const sync = (from: Y.Doc, to: Y.Doc): void =>
  Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)), REMOTE);

/** Content as plain text for comparison: everything that is stored and visible, nothing else. */
export function contentOf(type: unknown): string {
  if (type instanceof Y.XmlText) return JSON.stringify(type.toDelta());
  if (type instanceof Y.XmlElement) {
    const attrs = Object.entries(type.getAttributes()).sort(([a], [b]) => (a < b ? -1 : 1));
    return `<${type.nodeName} ${JSON.stringify(attrs)}>${type.toArray().map(contentOf).join("")}</${type.nodeName}>`;
  }
  if (type instanceof Y.XmlFragment) return type.toArray().map(contentOf).join("\n");
  return "?";
}
