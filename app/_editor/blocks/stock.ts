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
import type { Node } from "@tiptap/pm/model";
import { Plugin, type PluginSpec } from "@tiptap/pm/state";
import { isSafeLink } from "../../../lib/links.ts";
import { CELL_MIN_PX } from "../../../lib/schema/tables.ts";
import { pulled } from "./column-widths.ts";
import { sideways } from "./table-sides.ts";
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

// Without a view: ours is there from the start (table-view.ts), and a new one would draw all text anew.
const table = Table.configure({ resizable: true, cellMinWidth: CELL_MIN_PX, View: null });
const ofTable: Own = {
  name: "tableBehaviour",
  priority: 100,
  keys: { ArrowDown: ({ editor }) => downOut(editor) },
};

/** As its library has it: no part of the page, for benchmarks beside an editor that is made of libraries. */
export const libraryTables = behaviourOf(table, ofTable);

export const tableBehaviour = behaviourOf(table, {
  ...ofTable,
  keys: {
    ...ofTable.keys,
    ArrowLeft: ({ editor }) => sideways(editor, "left", false),
    ArrowRight: ({ editor }) => sideways(editor, "right", false),
    "Shift-ArrowLeft": ({ editor }) => sideways(editor, "left", true),
    "Shift-ArrowRight": ({ editor }) => sideways(editor, "right", true),
  },
  // For every change it asks each block of the document whether it is a table that came apart: 0.4 ms a key at 10,000
  // paragraphs, a twentieth of opening them, and 150 ms where all of them are new, as after a key of somebody else
  // under the stock binding.
  each: (plugin) =>
    appending(pulled(plugin), (append, transactions, before, after) =>
      append(transactions, mayChangeTable(before.doc, after.doc) ? before : after, after),
    ),
});

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
    each: (plugin) =>
      appending(plugin, (append, transactions, before, after) =>
        transactions.some((tr) => tr.getMeta("addToHistory") === false)
          ? null
          : append(transactions, before, after),
      ),
  },
);

type Append = NonNullable<PluginSpec<unknown>["appendTransaction"]>;

/** The plugin, asked in our way for what it appends; as it is where it appends nothing. */
function appending(
  plugin: Plugin,
  ask: (append: Append, ...of: Parameters<Append>) => ReturnType<Append>,
): Plugin {
  const append = plugin.spec.appendTransaction;
  if (append === undefined) return plugin;
  return new Plugin({
    ...plugin.spec,
    appendTransaction(...of) {
      return ask(append.bind(this), ...of);
    },
  });
}

/** Of the blocks between the first and the last that changed, one is or may hold a table. */
function mayChangeTable(before: Node, after: Node): boolean {
  // A caret moved: a quarter of what that costs at 10,000 paragraphs would be the look through them.
  if (before === after) return false;
  let from = 0;
  let end = before.childCount;
  let to = after.childCount;
  while (from < Math.min(end, to) && before.child(from) === after.child(from)) from++;
  while (Math.min(end, to) > from && before.child(end - 1) === after.child(to - 1)) {
    end--;
    to--;
  }
  for (let at = from; at < to; at++) if (!after.child(at).isTextblock && !after.child(at).isLeaf) return true;
  return false;
}
