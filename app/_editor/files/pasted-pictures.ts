// Pictures in HTML that is pasted, or dragged in from elsewhere: they travel as chosen ones do, and come to their places.
// A late part of the editor (late-parts.ts), right behind extension.ts, which takes what comes as files.

import { Extension } from "@tiptap/core";
import type { Slice } from "@tiptap/pm/model";
import { Plugin, PluginKey, Selection } from "@tiptap/pm/state";
import { dropPoint } from "@tiptap/pm/transform";
import type { EditorView } from "@tiptap/pm/view";
import { toast } from "../../_ui/toast-store.ts";
import { fileWords as words } from "../../_words/files.ts";
import type { Wanted } from "./desk.ts";
import { deskOf } from "./extension.ts";
import { pasteWithSigns } from "./paste-signs.ts";
import { blobOf, type PastedPicture, picturesIn } from "./pasted-html.ts";

export const PastedPictures = Extension.create({
  name: "pastedPictures",
  // As extension.ts has it.
  priority: 200,

  addProseMirrorPlugins() {
    const { editor } = this;
    /** Of the paste that is under way: between its HTML and its slice. */
    let pictures: readonly PastedPicture[] = [];
    let pastes = 0;
    const takeAll = () => {
      const coming = pictures;
      pictures = [];
      return coming;
    };

    return [
      new Plugin({
        key: new PluginKey("pastedPictures"),
        props: {
          transformPastedHTML(html) {
            pictures = [];
            const doc = deskOf(editor)?.doc;
            if (doc === undefined) return html;
            const found = picturesIn(html, doc, location.origin, String(++pastes));
            pictures = found.pictures;
            if (found.elsewhere > 0)
              toast({ text: words.leftOut(found.elsewhere), detail: words.leftOutWhy });
            return found.html;
          },

          handlePaste(view, _event, slice) {
            const coming = takeAll();
            return view.editable && pasteSlice(view, slice, coming);
          },

          handleDrop(view, event, slice, moved) {
            const coming = takeAll();
            if (moved || coming.length === 0 || !view.editable) return false;
            const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos;
            const { tr } = view.state;
            const end = tr.doc.content.size;
            const $at = tr.doc.resolve(dropPoint(tr.doc, at ?? end, slice) ?? end);
            view.dispatch(tr.setSelection(Selection.near($at)));
            return pasteSlice(view, slice, coming);
          },
        },
      }),
    ];

    function pasteSlice(view: EditorView, slice: Slice, coming: readonly PastedPicture[]): boolean {
      const done = coming.length === 0 ? undefined : pasteWithSigns(view.state, slice, coming);
      if (done === undefined) return false;
      view.dispatch(done.tr.scrollIntoView().setMeta("paste", true).setMeta("uiEvent", "paste"));
      for (const { picture, pos } of done.places) deskOf(editor)?.take(view, [wantedPicture(picture)], pos);
      return true;
    }
  },
});

const wantedPicture = ({ address, name, carried }: PastedPicture): Wanted => {
  if (!address.startsWith("data:"))
    return {
      source: { name, open: async (signal) => (await import("./send.ts")).fetchFile(address, signal) },
      carried,
    };
  const blob = blobOf(address);
  return { source: { name, open: async () => blob }, blob, carried };
};
