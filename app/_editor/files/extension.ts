// Pictures and files in the editor: they are pasted, dropped and chosen here, travel, and are shown. Called by
// extensions.ts. What may be in a body at all is said in lib/schema/files.ts.

import { type Editor, Extension } from "@tiptap/core";
import type { Slice } from "@tiptap/pm/model";
import { NodeSelection, Plugin, PluginKey, Selection, TextSelection } from "@tiptap/pm/state";
import { dropPoint } from "@tiptap/pm/transform";
import type { EditorView } from "@tiptap/pm/view";
import type { FileId } from "../../../lib/files.ts";
import type { DocId } from "../../../lib/names.ts";
import { atRest } from "../../_ui/later.tsx";
import { toast } from "../../_ui/toast-store.ts";
import { fileSigns as words } from "../../_words/file-signs.ts";
import { catchDropsBeside } from "./beside.ts";
import { createDesk, type Desk, type DeskEnv, type Wanted, wantedOf } from "./desk.ts";
import { fileView } from "./file-view.ts";
import { imageView } from "./image-view.ts";
import { pasteWithSigns } from "./paste-signs.ts";
import { blobOf, type PastedPicture, picturesIn } from "./pasted-html.ts";
import { pickFiles } from "./pick.ts";
import { placeAt, placeUnder } from "./place.ts";
import { waitingPlugin } from "./waiting.ts";

export interface FilesOptions extends Omit<DeskEnv, "doc"> {
  /** The document under which files are kept; without it none are taken. */
  readonly doc: DocId | undefined;
}

const desks = new WeakMap<Editor, Desk>();

export const deskOf = (editor: Editor): Desk | undefined => desks.get(editor);

/** Chosen files go where the caret is. */
export function insertFiles(editor: Editor, kind: "image" | "file"): void {
  pickFiles(kind, { many: true }, (files) => takeAtCaret(editor, files.map(wantedOf)));
}

export function replaceFileOf(editor: Editor, file: FileId, pos: number, kind: "image" | "file"): void {
  pickFiles(kind, { many: false }, (files) =>
    deskOf(editor)?.take(
      editor.view,
      files.map((one) => ({ ...wantedOf(one), instead: { file } })),
      pos,
    ),
  );
}

function takeAtCaret(editor: Editor, wanted: readonly Wanted[]): void {
  const { image } = editor.schema.nodes;
  if (image === undefined || wanted.length === 0) return;
  deskOf(editor)?.take(editor.view, wanted, placeAt(editor.state.selection.$to, image));
  editor.view.focus();
}

export const fileBehaviour = (options: FilesOptions) => [Files.configure(options)];

const Files = Extension.create<FilesOptions>({
  name: "files",
  // Before whatever else looks at what is pasted: only here are pictures seen.
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
    /** Of the paste that is under way: between its HTML and its slice. */
    let pictures: readonly PastedPicture[] = [];
    let pastes = 0;

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

          transformPastedHTML(html) {
            pictures = [];
            if (options.doc === undefined) return html;
            const found = picturesIn(html, options.doc, location.origin, String(++pastes));
            pictures = found.pictures;
            if (found.elsewhere > 0)
              toast({ text: words.leftOut(found.elsewhere), detail: words.leftOutWhy });
            return found.html;
          },

          handlePaste(view, event, slice) {
            if (options.doc === undefined || !view.editable) return false;
            const files = [...(event.clipboardData?.files ?? [])];
            const html = event.clipboardData?.getData("text/html") ?? "";
            if (files.length > 0 && !saysMore(html)) {
              takeAtCaret(editor, files.map(wantedOf));
              return true;
            }
            if (pictures.length === 0) return false;
            const coming = pictures;
            pictures = [];
            return pasteSlice(view, slice, coming);
          },

          handleDrop(view, event, slice, moved) {
            const files = [...(event.dataTransfer?.files ?? [])];
            const { image } = view.state.schema.nodes;
            const coming = pictures;
            pictures = [];
            if (moved || image === undefined || options.doc === undefined) return false;
            if (files.length === 0) {
              // HTML that was dragged in from elsewhere comes as it would be pasted.
              if (coming.length === 0 || !view.editable) return false;
              const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos;
              const { tr } = view.state;
              const $at = tr.doc.resolve(
                dropPoint(tr.doc, at ?? tr.doc.content.size, slice) ?? tr.doc.content.size,
              );
              view.dispatch(tr.setSelection(Selection.near($at)));
              return pasteSlice(view, slice, coming);
            }
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

    function pasteSlice(view: EditorView, slice: Slice, coming: readonly PastedPicture[]): boolean {
      const done = pasteWithSigns(view.state, slice, coming);
      if (done === undefined) return false;
      view.dispatch(done.tr.scrollIntoView().setMeta("paste", true).setMeta("uiEvent", "paste"));
      for (const { picture, pos } of done.places) desk.take(view, [wantedPicture(picture)], pos);
      return true;
    }
  },
});

/** True where the HTML is more than the one picture that the file is. Word and Excel add a picture of it all. */
function saysMore(html: string): boolean {
  if (html === "") return false;
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const part of page.querySelectorAll("style, script, title")) part.remove();
  return page.querySelectorAll("img").length !== 1 || (page.body.textContent ?? "").trim() !== "";
}

const wantedPicture = ({ address, name, carried }: PastedPicture): Wanted => {
  if (!address.startsWith("data:"))
    return {
      source: { name, open: async (signal) => (await import("./send.ts")).fetchFile(address, signal) },
      carried,
    };
  const blob = blobOf(address);
  return { source: { name, open: async () => blob }, blob, carried };
};

export function isOnFile({ state }: Editor): boolean {
  const { selection } = state;
  return selection instanceof NodeSelection && /^(image|file)$/.test(selection.node.type.name);
}
