// What of the editor comes after the first key could be written: menus, lists that open while one writes,
// paste, drop, cells. Called by extensions.ts, which keeps a slot for each at its place and rank, and by
// editor.tsx, which fills the slots once their code is here (late-parts.ts). Promise: filled, the editor is
// the very same as one that had everything from the start; nothing is drawn anew and no history is lost.

import { type AnyExtension, type Editor, Extension, resolveExtensions } from "@tiptap/core";
import type { Slice } from "@tiptap/pm/model";
import { Plugin, PluginKey, Selection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { drawPlainAgain } from "./late-views.ts";

/** The rank of each among the plugins, as its own file has it (test/editor/late.test.ts compares). */
export const LATE = {
  slash: 1_100,
  blockKeys: 1_000,
  findHits: 100,
  hereMarks: 100,
  pastedPictures: 200,
  mentions: 200,
  emojiClosed: 100,
  emoji: 200,
  tables: 100,
  links: 1_000,
  fromSpreadsheet: 100,
  pastedText: 200,
  dropCursor: 100,
  gapCursor: 100,
  codeColors: 100,
  blockViews: 100,
  calloutRules: 100,
  toggleKeys: 150,
  mathInlineKeys: 150,
  mathBlockKeys: 150,
  tocWatcher: 100,
  dateKeys: 150,
  carets: 100,
  steadyHeights: 100,
} as const satisfies Readonly<Record<string, number>>;

export type LateName = keyof typeof LATE;
/** Those beside the parts of extensions.ts, in their order. */
export const WAYS: readonly LateName[] = ["slash", "blockKeys", "findHits", "hereMarks", "steadyHeights"];

export type LateParts = Readonly<Record<LateName, AnyExtension>>;
/** Gives the extension of that name, or what keeps its place. */
export type Late = (name: LateName) => AnyExtension;

interface SlotSpec {
  readonly slot?: LateName;
}

export const slot: Late = (name) =>
  Extension.create({
    name: `slot ${name}`,
    priority: LATE[name],
    addProseMirrorPlugins: () => [
      new Plugin({
        key: new PluginKey(`slot ${name}`),
        ...({ slot: name } satisfies SlotSpec),
        // What is pasted before its cleaner is here waits for it; what came as files goes its own way.
        ...(name === "pastedText" ? { props: { handlePaste: keepPaste } } : {}),
        ...(name === "pastedPictures" ? { props: { handleDrop: keepDrop } } : {}),
      }),
    ],
  });

const kept = new WeakMap<EditorView, { readonly html: string; readonly text: string }>();

function keepPaste(view: EditorView, event: ClipboardEvent): boolean {
  const html = event.clipboardData?.getData("text/html") ?? "";
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (html === "" && text === "") return false;
  kept.set(view, { html, text });
  return true;
}

/** Pictures that are dragged in from elsewhere come as if they had been pasted there. */
function keepDrop(view: EditorView, event: DragEvent, _slice: Slice, moved: boolean): boolean {
  const html = event.dataTransfer?.getData("text/html") ?? "";
  if (moved || !/<img\b/i.test(html) || !view.editable) return false;
  const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos;
  const { tr } = view.state;
  view.dispatch(tr.setSelection(Selection.near(tr.doc.resolve(at ?? tr.doc.content.size))));
  kept.set(view, { html, text: "" });
  return true;
}

/** Puts each part where its slot is, if that is still free. An editor that is gone meanwhile is left alone. */
export function fillSlots(editor: Editor, parts: LateParts): void {
  if (editor.isDestroyed) return;
  const { view, extensionManager: manager } = editor;
  const plugins: Plugin[] = [];
  for (const plugin of view.state.plugins) {
    const { slot: name } = plugin.spec as SlotSpec;
    if (name === undefined) plugins.push(plugin);
    // Tiptap puts a keymap before the plugins of every extension: the slot's is empty.
    else plugins.splice(-1, 1, ...pluginsOf(editor, parts[name]));
  }
  for (const part of Object.values(parts)) {
    // Whoever asks an editor what it is made of finds them too.
    if (!manager.extensions.includes(part)) manager.extensions.push(part);
  }
  view.updateState(view.state.reconfigure({ plugins }));
  drawPlainAgain(view);
  const pasted = kept.get(view);
  if (pasted === undefined) return;
  kept.delete(view);
  if (pasted.html === "") view.pasteText(pasted.text);
  else view.pasteHTML(pasted.html);
}

/** As Tiptap makes them at the start: keys, rules and plugins; a manager that has this one extension. */
function pluginsOf(editor: Editor, part: AnyExtension): Plugin[] {
  const only: Editor["extensionManager"] = Object.create(editor.extensionManager, {
    extensions: { value: resolveExtensions([part]) },
    decorationManager: { value: null, writable: true },
  });
  Reflect.set(editor.extensionStorage, part.name, part.storage);
  // Tiptap keeps it private and says no other way; a test holds that it is still there.
  const manager: unknown = Reflect.get(editor, "commandManager");
  Object.assign((manager as { rawCommands: object }).rawCommands, only.commands);
  return only.plugins;
}
