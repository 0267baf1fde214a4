// The binding of the editor: the own one, where next.config.mjs does not put stock.ts in this file's place. Called by
// extensions.ts and by the stage, which must know what can be bound.

import type { Extensions } from "@tiptap/core";
import type * as Y from "yjs";
import { CONTENT } from "../../../lib/doc.ts";
import { bindingWords } from "../../_words/binding.ts";
import { OwnCollaboration } from "./collaboration.ts";
import type { BindingName } from "./options.ts";
import { placeholders } from "./placeholder.ts";

export const BINDING: BindingName = "own";

export const binding = (doc: Y.Doc): Extensions => [
  OwnCollaboration.configure({ fragment: doc.getXmlFragment(CONTENT) }),
  ...placeholders(bindingWords.unsupported),
];
