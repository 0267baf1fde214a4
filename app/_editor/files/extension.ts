// Pictures and files in the editor: they are pasted, dropped and chosen here, travel, and are shown. Called by
// extensions.ts. What may be in a body at all is said in lib/schema/files.ts.

import { type Editor, Extension } from "@tiptap/core";
import { NodeSelection, Plugin, PluginKey, TextSelection } from "@tiptap/pm/state";
import type { DocId } from "../../../lib/names.ts";
import { atRest } from "../../_ui/later.tsx";
import type { Late } from "../late.ts";
import { catchDropsBeside } from "./beside.ts";
import { createDesk, type Desk, type DeskEnv, type Wanted, wantedOf } from "./desk.ts";
import { fileView } from "./file-view.ts";
import { imageView } from "./image-view.ts";
import { placeAt, placeUnder } from "./place.ts";
import { waitingPlugin } from "./waiting.ts";

export interface FilesOptions extends Omit<DeskEnv, "doc"> {
  /** The document under which files are kept; without it none are taken. */
  readonly doc: DocId | undefined;
}

const desks = new WeakMap<Editor, Desk>();

export const deskOf = (editor: Editor): Desk | undefined => desks.get(editor);

/** What is chosen or pasted goes where the caret is. */
export function takeAtCaret(editor: Editor, wanted: readonly Wanted[]): void {
  const { image } = editor.schema.nodes;
  if (image === undefined || wanted.length === 0) return;
  deskOf(editor)?.take(editor.view, wanted, placeAt(editor.state.selection.$to, image));
  editor.view.focus();
}

export const fileBehaviour = (late: Late, options: FilesOptions) => [
  Files.configure(options),
  late("pastedPictures"),
];

const Files = Extension.create<FilesOptions>({
  name: "files",
  // Before whatever else looks at what is pasted: only here, and in pasted-pictures.ts, are pictures seen.
  priority: 200,
  addOptions: () => ({ doc: undefined }),

  onCreate() {
    atRest(() => void desks.get(this.editor)?.resume());
  },

  onDestroy() {
    desks.get(this.editor)?.close();
  },

  addKeyboardShortcuts() {
    return {
      // From a selected picture to its tools, as Escape leads back.
      Enter: ({ editor }) => {
        if (!isOnFile(editor) || !editor.isEditable) return false;
        desks.get(editor)?.want("focus", editor.state.selection.from);
        return true;
      },
    };
  },

  addProseMirrorPlugins() {
    const { editor, options } = this;
    const desk = createDesk(editor, options);
    desks.set(editor, desk);

    return [
      waitingPlugin((id) => desk.draw(id)),
      new Plugin({
        key: new PluginKey("files"),
        view(view) {
          const end = catchDropsBeside(view.dom, (files) => {
            if (options.doc === undefined || !view.editable || files.length === 0) return;
            desk.take(view, files.map(wantedOf), view.state.doc.content.size);
          });
          return { destroy: end };
        },
        props: {
          nodeViews: { image: imageView(editor, desk), file: fileView(editor, desk) },

          handlePaste(view, event) {
            if (options.doc === undefined || !view.editable) return false;
            const files = [...(event.clipboardData?.files ?? [])];
            const html = event.clipboardData?.getData("text/html") ?? "";
            if (files.length === 0 || saysMore(html)) return false;
            takeAtCaret(editor, files.map(wantedOf));
            return true;
          },

          handleDrop(view, event, _slice, moved) {
            const files = [...(event.dataTransfer?.files ?? [])];
            const { image } = view.state.schema.nodes;
            if (moved || files.length === 0 || image === undefined || options.doc === undefined) return false;
            event.preventDefault();
            if (!view.editable) return true;
            const at = placeUnder(view, { left: event.clientX, top: event.clientY }, image);
            desk.take(view, files.map(wantedOf), at);
            return true;
          },

          // A letter typed while a picture is selected would take its place.
          handleTextInput(view, _from, _to, text) {
            if (!isOnFile(editor)) return false;
            const { state } = view;
            const { paragraph } = state.schema.nodes;
            if (paragraph === undefined) return false;
            const at = state.selection.to;
            const tr = state.tr.insert(at, paragraph.create(null, state.schema.text(text)));
            view.dispatch(
              tr.setSelection(TextSelection.create(tr.doc, at + 1 + text.length)).scrollIntoView(),
            );
            return true;
          },
        },
      }),
    ];
  },
});

/** True where the HTML is more than the one picture that the file is. Word and Excel add a picture of it all. */
function saysMore(html: string): boolean {
  if (html === "") return false;
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const part of page.querySelectorAll("style, script, title")) part.remove();
  return page.querySelectorAll("img").length !== 1 || (page.body.textContent ?? "").trim() !== "";
}

export function isOnFile({ state }: Editor): boolean {
  const { selection } = state;
  return selection instanceof NodeSelection && /^(image|file)$/.test(selection.node.type.name);
}
