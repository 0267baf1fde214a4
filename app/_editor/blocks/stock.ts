// What the stock table and the stock link do beside being in a schema: commands, keys, cells that are selected
// and resized, addresses that become links. Called by late-parts.ts; the nodes themselves are in lib/schema.

import {
  type AnyExtension,
  type Editor,
  Extension,
  getExtensionField,
  type KeyboardShortcutCommand,
} from "@tiptap/core";
import { Link } from "@tiptap/extension-link";
import { Table } from "@tiptap/extension-table/table";
import { Plugin } from "@tiptap/pm/state";
import { isSafeLink } from "../../../lib/links.ts";
import { CELL_MIN_PX } from "../../../lib/schema/tables.ts";
import { downOut } from "./tables.ts";

/** What is ours of it. */
interface Own {
  readonly name: string;
  readonly priority: number;
  readonly keys?: Readonly<Record<string, KeyboardShortcutCommand>>;
  readonly each?: (plugin: Plugin) => Plugin;
}

type Fields = "addCommands" | "addKeyboardShortcuts" | "addPasteRules" | "addProseMirrorPlugins";

/** An extension that does what `stock` does with the type of its name. */
function behaviourOf(stock: AnyExtension, { name, priority, keys = {}, each }: Own): Extension {
  const asked = <K extends Fields>(field: K, { editor }: { readonly editor: Editor }) => {
    // Commands are asked for before the editor has its schema for itself.
    const { nodes, marks } = editor.extensionManager.schema;
    const { name: of, options, storage } = stock;
    const as = { name: of, options, storage, editor, type: nodes[of] ?? marks[of] };
    // The field of an extension knows of its editor and type; the library's type of this call does not.
    return (getExtensionField(stock, field, as) as unknown as AskedFields[K] | undefined)?.();
  };
  return Extension.create({
    name,
    priority,
    addCommands() {
      return asked("addCommands", this) ?? {};
    },
    addKeyboardShortcuts() {
      return { ...asked("addKeyboardShortcuts", this), ...keys };
    },
    addPasteRules() {
      return asked("addPasteRules", this) ?? [];
    },
    addProseMirrorPlugins() {
      const plugins = asked("addProseMirrorPlugins", this) ?? [];
      return each === undefined ? plugins : plugins.map(each);
    },
  });
}

type AskedFields = {
  readonly [K in Fields]: () => ReturnType<NonNullable<Extension["config"][K]>>;
};

export const tableBehaviour = behaviourOf(
  // Without a view: ours is there from the start (table-view.ts), and a new one would draw all text anew.
  Table.configure({ resizable: true, cellMinWidth: CELL_MIN_PX, View: null }),
  { name: "tableBehaviour", priority: 100, keys: { ArrowDown: ({ editor }) => downOut(editor) } },
);

export const linkBehaviour = behaviourOf(
  Link.configure({
    openOnClick: false,
    autolink: true,
    linkOnPaste: true,
    defaultProtocol: "https",
    protocols: [],
    isAllowedUri: (uri: unknown) => typeof uri === "string" && isSafeLink(uri),
  }),
  {
    name: "linkBehaviour",
    priority: 1_000,
    // Autolink looks at every change, also at those of others: it would link what somebody just unlinked,
    // once per open editor. A change from elsewhere is marked as not for the history.
    each(plugin) {
      const append = plugin.spec.appendTransaction;
      if (append === undefined) return plugin;
      return new Plugin({
        ...plugin.spec,
        appendTransaction(transactions, before, after) {
          if (transactions.some((tr) => tr.getMeta("addToHistory") === false)) return null;
          return append.call(this, transactions, before, after);
        },
      });
    },
  },
);
