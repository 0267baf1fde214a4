// Everything the editor is made of beside the schema: collaboration, undo, keys, placeholder, carets.
// Called by the editor component and by tests that open two editors on two documents.

import { type AnyExtension, Extension, type Extensions } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import type * as Y from "yjs";
import { filesAddress } from "../../lib/files.ts";
import type { DocId } from "../../lib/names.ts";
import { schemaExtensions } from "../../lib/schema.ts";
import { en } from "../_words/first.ts";
import { binding as bound } from "./binding/bound.ts";
import { blockBehaviour } from "./blocks/all.ts";
import { BranchKeys, ListKeys } from "./blocks/list-keys.ts";
import { taskView } from "./blocks/task-view.ts";
import { EmptyLine } from "./empty-line.ts";
import { fileBehaviour } from "./files/extension.ts";
import { Headings } from "./headings.ts";
import { Keys, type KeysOptions } from "./keys.ts";
import { type Late, slot } from "./late.ts";
import { readInput } from "./safety.ts";
import { UndoSteps } from "./undo-steps.ts";

export interface EditorParts {
  readonly doc: Y.Doc;
  readonly keys: KeysOptions;
  /** The carets of others, where they are not to come late. */
  readonly carets?: AnyExtension;
  /** The document beside which files are kept. */
  readonly id?: DocId | undefined;
  /** Another binding than that of the build. */
  readonly binding?: Extensions;
  /** The parts that come after the first key: a slot for each, or the parts themselves. */
  readonly late?: Late;
}

export const editorExtensions = ({
  doc,
  keys,
  carets,
  id,
  binding = bound(doc),
  late = slot,
}: EditorParts): Extensions => [
  ...schemaExtensions(id && filesAddress(id)).flatMap((one) =>
    // After the quote's own Backspace and before the lists' own keys.
    one.name === "italic" ? [one, ListKeys, BranchKeys, taskView] : [one],
  ),
  ...binding,
  UndoSteps,
  ...fileBehaviour(late, { doc: id }),
  Headings,
  ...blockBehaviour(late),
  EmptyLine.configure({ words: en.editor.placeholder }),
  late("dropCursor"),
  late("gapCursor"),
  Keys.configure(keys),
  late("pastedText"),
  StayWhereYouRead,
  ReadBeforeKeys,
  carets ?? late("carets"),
];

/**
 * The browser moves the caret at once and says so a moment later. Where two keys come in one go (a busy
 * page, fast fingers) the second would act where the caret was: Home, Delete joined two paragraphs.
 */
const ReadBeforeKeys = Extension.create({
  name: "readBeforeKeys",
  addProseMirrorPlugins: () => [
    new Plugin({
      props: {
        handleDOMEvents: {
          keydown(view) {
            readInput(view);
            return false;
          },
        },
      },
    }),
  ],
});

/** The stock binding scrolls to the own caret whenever others type. Nothing moves unless you moved it. */
const StayWhereYouRead = Extension.create({
  name: "stayWhereYouRead",
  addProseMirrorPlugins: () => [
    new Plugin({
      props: {
        handleScrollToSelection(view) {
          const sync = ySyncPluginKey.getState(view.state) as
            | { isChangeOrigin?: boolean; isUndoRedoOperation?: boolean }
            | undefined;
          return sync?.isChangeOrigin === true && sync.isUndoRedoOperation !== true;
        },
      },
    }),
  ],
});
