// The one schema of a document's body, shared by the editor and by the server's conversions.
// Called by app/_editor and by whatever reads a body without a browser. Nodes and marks are added,
// never removed: an editor that does not know a node deletes it for everybody (see SPEC.md).

import type { Extensions } from "@tiptap/core";
import { TaskItem, TaskList } from "@tiptap/extension-list";
import { TableKit } from "@tiptap/extension-table";
import StarterKit from "@tiptap/starter-kit";

/** Goes up with every node, mark or attribute that is added. */
export const SCHEMA_VERSION = 1;

/** Link targets that may be shown or followed. Everything else is dropped when rendered. */
export const LINK_PROTOCOLS = ["http", "https", "mailto", "tel"] as const;

/** True for addresses that are safe as `href`: an allowed scheme, or a path on this server. */
export function isSafeLink(href: string): boolean {
  // Browsers ignore control characters and spaces when they read a scheme; so does this check.
  const bare = href.replace(/[\p{C}\s]/gu, "").toLowerCase();
  const scheme = /^([a-z][a-z0-9+.-]*):/.exec(bare)?.[1];
  if (scheme === undefined) return !bare.startsWith("//");
  return (LINK_PROTOCOLS as readonly string[]).includes(scheme);
}

/** Undo, placeholder, carets and collaboration are the editor's, not the schema's. */
export const schemaExtensions = (): Extensions => [
  StarterKit.configure({
    undoRedo: false,
    heading: { levels: [1, 2, 3, 4] },
    link: {
      openOnClick: false,
      autolink: true,
      linkOnPaste: true,
      defaultProtocol: "https",
      protocols: [],
      isAllowedUri: (uri) => isSafeLink(uri),
      HTMLAttributes: { rel: "noopener noreferrer nofollow", target: "_blank" },
    },
  }),
  TaskList,
  TaskItem.configure({ nested: true }),
  TableKit.configure({ table: { resizable: true } }),
];
