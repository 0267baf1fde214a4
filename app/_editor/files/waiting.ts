// Where uploads will stand: places in the text that only this person sees. Called by the extension. Nothing of
// it is in the shared body until the server has the file, so nobody else ever sees half a picture. Places keep
// with the text around them, also when the binding replaces the whole document for a change from elsewhere.

import { type EditorState, Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from "@tiptap/y-tiptap";
import type * as Y from "yjs";

export interface Place {
  readonly id: number;
  readonly pos: number;
}

interface Anchored extends Place {
  /** The same place by the words around it, as of the last time that both were in step. */
  readonly anchor: Y.RelativePosition | undefined;
}

type Change = { readonly add: readonly Place[] } | { readonly arrived: number } | { readonly remove: number };

const key = new PluginKey<readonly Anchored[]>("waitingFiles");

interface Binding {
  readonly doc: Y.Doc;
  readonly type: Y.XmlFragment;
  readonly binding: { readonly mapping: Map<Y.AbstractType<unknown>, unknown> } | null;
  readonly isChangeOrigin?: boolean;
}

const syncOf = (state: EditorState): Binding | undefined =>
  ySyncPluginKey.getState(state) as Binding | undefined;

export const addPlaces = (tr: Transaction, add: readonly Place[]): Transaction => tr.setMeta(key, { add });
export const arrive = (tr: Transaction, id: number): Transaction => tr.setMeta(key, { arrived: id });
export const removePlace = (tr: Transaction, id: number): Transaction => tr.setMeta(key, { remove: id });
export const placeOf = (state: EditorState, id: number): number | undefined =>
  key.getState(state)?.find((one) => one.id === id)?.pos;

/** `draw` gives one element for an id, always the same, so that nothing flickers while others type. */
export const waitingPlugin = (draw: (id: number) => HTMLElement): Plugin =>
  new Plugin<readonly Anchored[]>({
    key,
    state: {
      init: () => [],
      apply(tr, before, _old, state) {
        const change = tr.getMeta(key) as Change | undefined;
        if (change === undefined && (before.length === 0 || !tr.docChanged)) return before;
        const arrived = change !== undefined && "arrived" in change ? change.arrived : undefined;
        const fromElsewhere = (tr.getMeta(ySyncPluginKey) as Binding | undefined)?.isChangeOrigin === true;
        const moved = before.map((one) => {
          const found = fromElsewhere ? resolve(state, one.anchor) : undefined;
          // What arrives at the place of several goes between those that came before it and those after.
          const side = arrived !== undefined && one.id < arrived ? -1 : 1;
          return { ...one, pos: found ?? tr.mapping.map(one.pos, side) };
        });
        if (change === undefined) return moved;
        if ("add" in change) return [...moved, ...change.add.map((one) => ({ ...one, anchor: undefined }))];
        const gone = "remove" in change ? change.remove : change.arrived;
        return moved.filter(({ id }) => id !== gone);
      },
    },
    props: {
      decorations(state) {
        const places = key.getState(state) ?? [];
        if (places.length === 0) return undefined;
        return DecorationSet.create(
          state.doc,
          places.map(({ id, pos }) =>
            Decoration.widget(pos, () => draw(id), {
              key: `upload-${id}`,
              side: id / 1e6 - 1,
              ignoreSelection: true,
              stopEvent: () => true,
            }),
          ),
        );
      },
    },
    view: () => ({ update: (view) => anchorAll(view) }),
  });

function resolve(state: EditorState, anchor: Y.RelativePosition | undefined): number | undefined {
  const sync = syncOf(state);
  if (anchor === undefined || !sync?.binding) return undefined;
  try {
    const pos = relativePositionToAbsolutePosition(
      sync.doc,
      sync.type,
      anchor,
      sync.binding.mapping as never,
    );
    return pos === null ? undefined : Math.min(pos, state.doc.content.size);
  } catch {
    return undefined;
  }
}

/** After the binding has written what was done here, both sides say the same. */
function anchorAll(view: EditorView): void {
  const places = key.getState(view.state);
  const sync = syncOf(view.state);
  if (places === undefined || places.length === 0 || !sync?.binding) return;
  for (const place of places) {
    const one: Mutable = place;
    try {
      one.anchor = absolutePositionToRelativePosition(one.pos, sync.type, sync.binding.mapping as never);
    } catch {
      one.anchor = undefined;
    }
  }
}

/** Anchors are a note beside the state, not part of it: they say nothing that the position does not. */
type Mutable = { -readonly [K in keyof Anchored]: Anchored[K] };
