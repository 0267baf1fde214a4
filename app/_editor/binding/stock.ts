// The stock binding in the place of the own one (bound.ts): one word in next.config.mjs. Else no part of the page, and
// called by benchmarks and by tests that compare both.

import type { Extensions } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import type * as Y from "yjs";
import { CONTENT } from "../../../lib/doc.ts";
import { UndoScroll } from "../follow/undo-scroll.ts";
import type { BindingName } from "./options.ts";

export const BINDING: BindingName = "stock";

export const binding = (doc: Y.Doc): Extensions => [
  Collaboration.configure({ document: doc, field: CONTENT }),
  UndoScroll,
];
