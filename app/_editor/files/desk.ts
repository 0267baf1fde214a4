// The desk where files of one editor come in: it takes them, marks their places, and knows where files are. Made by the
// extension, one per editor; menus and views ask it. What carries them (carrier.ts) comes late: nobody needs it for
// the first key.

import type { Editor } from "@tiptap/core";
import type { EditorView } from "@tiptap/pm/view";
import { type FileId, fileAddress, fileNameOf } from "../../../lib/files.ts";
import type { DocId } from "../../../lib/names.ts";
import { toast } from "../../_ui/toast-store.ts";
import { fileSigns as words } from "../../_words/file-signs.ts";
import { absoluteIn } from "../binding/positions.ts";
import type { Carrier, CarrierEnv } from "./carrier.ts";
import type { Source } from "./queue.ts";
import { addPlaces, removePlace } from "./waiting.ts";

/** Local pictures kept for a smooth change to the stored ones; each holds a whole file in memory. */
const MAX_PREVIEWS = 20;

export interface Wanted {
  readonly source: Source;
  /** The bytes, where they are at hand: shown while they travel. */
  readonly blob?: Blob;
  /** What the node shall say beside its file. */
  readonly carried?: Readonly<Record<string, unknown>>;
  /** It takes the place of this node's file instead of becoming a new node. */
  readonly instead?: { readonly file: FileId };
}

export interface DeskEnv extends Omit<CarrierEnv, "doc" | "shown"> {
  readonly doc: DocId | undefined;
}

/** `alt`: the description is asked for. `focus`: the keyboard comes. */
export type ToolsWish = "alt" | "focus";

export interface Desk {
  readonly doc: DocId | undefined;
  /** Shows each at `pos` and sends it. */
  take(view: EditorView, wanted: readonly Wanted[], pos: number): void;
  /** Goes on with what an earlier page left. */
  resume(): Promise<void>;
  /** The card of an upload, for the place where it stands. */
  draw(id: number): HTMLElement;
  addressOf(file: FileId): string;
  /** The bytes as they lie here, until the server's have been loaded once. */
  previewOf(file: FileId): string | undefined;
  readonly busy: boolean;
  /** Something is wanted of the tools of the node at `pos`, which may not be there for a moment yet. */
  want(what: ToolsWish, pos: number | undefined): void;
  /** Hears of each wish once, of one that was made just before as well. */
  onWant(pos: number, listener: (what: ToolsWish) => void): () => void;
  close(): void;
}

export const wantedOf = (file: File): Wanted => ({
  source: { name: fileNameOf(file.name), open: async () => file },
  blob: file,
});

export function createDesk(editor: Editor, { doc, ...line }: DeskEnv): Desk {
  const previews = new Map<FileId, string>();
  const elements = new Map<number, HTMLElement>();
  const listeners = new Map<number, (what: ToolsWish) => void>();
  let wish: { readonly what: ToolsWish; readonly pos: number } | undefined;
  let carrier: Carrier | undefined;
  let coming: Promise<Carrier> | undefined;
  /** Taken, and still without somebody to carry it. */
  let standing = 0;
  let lastId = 0;

  function load(own: DocId): Promise<Carrier> {
    coming ??= import("./carrier.ts").then(({ createCarrier }) => {
      carrier = createCarrier(editor, { ...line, doc: own, shown: keepPreview });
      if (editor.isDestroyed) carrier.close();
      return carrier;
    });
    // The next one asks again.
    coming.catch(() => {
      coming = undefined;
    });
    return coming;
  }

  function keepPreview(file: FileId, url: string): void {
    previews.set(file, url);
    for (const [oldest, address] of previews) {
      if (previews.size <= MAX_PREVIEWS) break;
      previews.delete(oldest);
      URL.revokeObjectURL(address);
    }
  }

  function place(view: EditorView, pos: number, count: number): number[] {
    const ids = Array.from({ length: count }, () => ++lastId);
    for (const id of ids) elements.set(id, document.createElement("div"));
    view.dispatch(
      addPlaces(
        view.state.tr,
        ids.map((id) => ({ id, pos })),
      ),
    );
    return ids;
  }

  function refuse(id: number): void {
    elements.delete(id);
    if (!editor.isDestroyed) editor.view.dispatch(removePlace(editor.state.tr, id));
  }

  const draw = (id: number): HTMLElement => elements.get(id) ?? document.createElement("div");

  const leave = (event: BeforeUnloadEvent) => {
    if (standing > 0 || carrier?.isKept === false) event.preventDefault();
  };
  window.addEventListener("beforeunload", leave);

  return {
    doc,
    take(view, wanted, pos) {
      if (doc === undefined || wanted.length === 0) return;
      const ids = place(view, pos, wanted.length);
      const begin = (by: Carrier) => {
        for (const [index, id] of ids.entries()) {
          const one = wanted[index];
          if (one === undefined || !by.begin(id, one, draw(id))) refuse(id);
        }
      };
      if (carrier !== undefined) return begin(carrier);
      standing++;
      void load(doc)
        .then(begin, () => {
          for (const id of ids) refuse(id);
          toast({ text: words.notSent, tone: "caution" });
        })
        .finally(() => standing--);
    },
    async resume() {
      if (doc === undefined || editor.isDestroyed) return;
      // Offline and never loaded: the next page asks.
      const by = await load(doc).catch(() => undefined);
      for (const left of (await by?.left()) ?? []) {
        if (by === undefined || editor.isDestroyed || !editor.isEditable) return;
        const { state, view } = editor;
        const pos = (left.place && absoluteIn(state, left.place)) ?? state.doc.content.size;
        const [id = 0] = place(view, pos, 1);
        if (!by.adopt(id, left, draw(id))) refuse(id);
      }
    },
    draw,
    addressOf: (file) => (doc === undefined ? "" : fileAddress(doc, file)),
    previewOf: (file) => previews.get(file),
    get busy() {
      return standing > 0 || (carrier?.size ?? 0) > 0;
    },
    want(what, pos) {
      if (pos === undefined) return;
      const listener = listeners.get(pos);
      wish = listener === undefined ? { what, pos } : undefined;
      listener?.(what);
    },
    onWant(pos, listener) {
      listeners.set(pos, listener);
      if (wish?.pos === pos) listener(wish.what);
      wish = undefined;
      return () => {
        if (listeners.get(pos) === listener) listeners.delete(pos);
      };
    },
    close() {
      window.removeEventListener("beforeunload", leave);
      carrier?.close();
      for (const url of previews.values()) URL.revokeObjectURL(url);
      previews.clear();
      elements.clear();
    },
  };
}
