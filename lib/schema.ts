// The one schema of a document's body, shared by the editor and by the server's conversions.
// Called by app/_editor and by whatever reads a body without a browser. Nodes and marks are added,
// never removed: an editor that does not know a node deletes it for everybody (see SPEC.md).

import { type Extensions, Mark, mergeAttributes } from "@tiptap/core";
import { Link } from "@tiptap/extension-link";
import { TaskItem, TaskList } from "@tiptap/extension-list";
import { TableKit } from "@tiptap/extension-table";
import { Plugin } from "@tiptap/pm/state";
import StarterKit from "@tiptap/starter-kit";
import { isSafeLink } from "./links.ts";
import { fileNodes } from "./schema/files.ts";

export { isSafeLink, LINK_PROTOCOLS } from "./links.ts";
export { SCHEMA_VERSION } from "./schema-version.ts";

/**
 * Undo, placeholder, carets and collaboration are the editor's, not the schema's. `files` is where the files of
 * the document are fetched (lib/schema/files.ts).
 */
export const schemaExtensions = (files = ""): Extensions => [
  StarterKit.configure({
    undoRedo: false,
    // It writes a paragraph on opening, once per open editor.
    trailingNode: false,
    dropcursor: false,
    gapcursor: false,
    heading: { levels: [1, 2, 3, 4] },
    link: false,
  }),
  safeLink().configure({
    openOnClick: false,
    autolink: true,
    linkOnPaste: true,
    defaultProtocol: "https",
    protocols: [],
    isAllowedUri: (uri) => isSafeLink(uri),
    HTMLAttributes: { rel: "noopener noreferrer nofollow", target: "_blank" },
  }),
  highlight(),
  ...fileNodes(files),
  TaskList,
  TaskItem.configure({ nested: true }),
  TableKit.configure({ table: { resizable: true, cellMinWidth: 96 } }),
];

/** Every marked text is equal: one colour, so that colour goes on meaning people. */
const highlight = () =>
  Mark.create({
    name: "highlight",
    parseHTML: () => [{ tag: "mark" }],
    renderHTML: ({ HTMLAttributes }) => ["mark", mergeAttributes(HTMLAttributes), 0],
  });

const safeLink = () =>
  Link.extend({
    // Typing after a link is not part of it.
    inclusive: () => false,

    addProseMirrorPlugins() {
      // Autolink looks at every change, also at those of others: it would link what somebody just
      // unlinked, once per open editor. A change from elsewhere is marked as not for the history.
      return (this.parent?.() ?? []).map((plugin) => {
        const append = plugin.spec.appendTransaction;
        if (append === undefined) return plugin;
        return new Plugin({
          ...plugin.spec,
          appendTransaction(transactions, before, after) {
            if (transactions.some((tr) => tr.getMeta("addToHistory") === false)) return null;
            return append.call(this, transactions, before, after);
          },
        });
      });
    },
  });
