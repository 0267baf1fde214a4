// The stock binding in place of the own one. No part of the page: called by benchmarks and by tests that
// compare both. To go back to it for good, the editor hands this to `editorExtensions`.

import type { Extensions } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import type * as Y from "yjs";
import { CONTENT } from "../../../lib/doc.ts";
import { UndoScroll } from "../follow/undo-scroll.ts";

export const stockBinding = (doc: Y.Doc): Extensions => [
  Collaboration.configure({ document: doc, field: CONTENT }),
  UndoScroll,
];
