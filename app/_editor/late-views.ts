// How blocks look whose views are more than their HTML, where the code of that comes late (blocks/parts.ts). Called by
// extensions.ts, which has this from the start, by late.ts once the views are here, and by stage.tsx, which fetches them
// before it shows a text that has such blocks. Promise: where one of these comes before its view (somebody else makes it
// in that very moment), it stands as its plain HTML, and is drawn again with the view; a text without them is never
// drawn again.

import { Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import type { EditorView, NodeView, NodeViewConstructor } from "@tiptap/pm/view";
import * as Y from "yjs";

const NAMES = [
  "callout",
  "toggle",
  "mathInline",
  "mathBlock",
  "bookmark",
  "toc",
  "pageBreak",
  "date",
] as const;

export type Views = Readonly<Record<(typeof NAMES)[number], NodeViewConstructor>>;

/** Brings the views. In the plugin's spec and not in its props: new props of this kind draw the whole text anew. */
export const viewsOf = (views: Views): Extension =>
  Extension.create({
    name: "blockViews",
    addProseMirrorPlugins: () => [new Plugin({ ...({ views } satisfies ViewsSpec) })],
  });

interface ViewsSpec {
  readonly views?: Views;
}

const key = new PluginKey("lateViews");
/** Editors in which something stands as its plain HTML. */
const plain = new WeakSet<EditorView>();

const asks = () =>
  new Plugin({
    key,
    props: {
      nodeViews: Object.fromEntries(
        NAMES.map((name): [string, NodeViewConstructor] => [
          name,
          (node, view, ...rest) => {
            for (const { spec } of view.state.plugins) {
              const build = (spec as ViewsSpec).views?.[name];
              if (build !== undefined) return build(node, view, ...rest);
            }
            plain.add(view);
            // Without a view it draws the node's own HTML; its types do not say so, a test does.
            return null as unknown as NodeView;
          },
        ]),
      ),
    },
  });

export const LateViews = Extension.create({ name: "lateViews", addProseMirrorPlugins: () => [asks()] });

/** The views are here: what stands as its plain HTML gets them. */
export function drawPlainAgain(view: EditorView): void {
  if (!plain.has(view) || view.isDestroyed) return;
  if (view.composing) {
    // A word that an input method is in the middle of would be lost.
    view.dom.addEventListener("compositionend", () => setTimeout(() => drawPlainAgain(view)), { once: true });
    return;
  }
  plain.delete(view);
  const plugins = view.state.plugins.map((plugin) => (plugin.spec.key === key ? asks() : plugin));
  view.updateState(view.state.reconfigure({ plugins }));
}

/** True for a text that is not to be shown without them. */
export const needsViews = (text: Y.XmlFragment): boolean =>
  text
    .createTreeWalker((type) => type instanceof Y.XmlElement && NAMES.some((name) => name === type.nodeName))
    .next().done !== true;
