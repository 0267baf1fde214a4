// Files that are chosen in the browser's own window. Called by the actions and the tools of a picture.

import type { Editor } from "@tiptap/core";
import type { FileId } from "../../../lib/files.ts";
import { wantedOf } from "./desk.ts";
import { deskOf, takeAtCaret } from "./extension.ts";
import { pickFiles } from "./pick.ts";

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
