// The desk where files of one editor come in: it takes them, shows them at their place while they travel, and
// puts the node in when the server has them. Made by the extension, one per editor; menus and views ask it.

import type { Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import type { EditorView } from "@tiptap/pm/view";
import {
  type FileBounds,
  type FileId,
  fileAddress,
  fileNameOf,
  isPicture,
  type StoredFile,
  sizeInWords,
} from "../../../lib/files.ts";
import type { DocId } from "../../../lib/names.ts";
import { toast } from "../../_ui/toast-store.ts";
import { fileWords as words } from "../../_words/files.ts";
import { absoluteIn, relativeIn } from "../binding/positions.ts";
import { type Card, createCard } from "./card.ts";
import type { Keeping } from "./keeping.ts";
import { sizeOfPicture } from "./picture-size.ts";
import { putNode } from "./place.ts";
import { createQueue, MAX_QUEUED, type Queue, SendError, type Source } from "./queue.ts";
import { fetchBounds, sendFile } from "./send.ts";
import { addPlaces, arrive, placeOf, removePlace } from "./waiting.ts";

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

interface Held extends Wanted {
  readonly card: Card;
  readonly preview: string | undefined;
  /** On this browser's disk: the page may be closed. */
  isKept: boolean;
}

export interface DeskEnv {
  readonly doc: DocId | undefined;
  readonly send?: typeof sendFile;
  readonly bounds?: (doc: DocId) => Promise<FileBounds | undefined>;
  readonly keeping?: (doc: DocId) => Promise<Keeping>;
}

/** ms after which an upload that is not done is kept on the disk as well; one that fails is at once. */
const KEEP_AFTER_MS = 2_000;

const loadKeeping = async (doc: DocId): Promise<Keeping> => (await import("./keeping.ts")).createKeeping(doc);

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

export function createDesk(
  editor: Editor,
  { doc, send = sendFile, bounds = fetchBounds, keeping = loadKeeping }: DeskEnv,
): Desk {
  let keeper: Promise<Keeping> | undefined;
  const held = new Map<number, Held>();
  const previews = new Map<FileId, string>();
  const listeners = new Map<number, (what: ToolsWish) => void>();
  let wish: { readonly what: ToolsWish; readonly pos: number } | undefined;
  let known: Promise<FileBounds | undefined> | undefined;

  const queue: Queue = createQueue({
    async send(blob, name, signal, progress) {
      if (doc === undefined) throw new SendError("server");
      known ??= bounds(doc);
      const most = (await known)?.fileBytes;
      // Asked before, so that nobody waits for a large file only to be told.
      if (most === undefined) known = undefined;
      else if (blob.size > most) {
        throw new SendError("too-large", words.tooLarge(name || words.unnamed, sizeInWords(most)));
      }
      return send(doc, blob, name, signal, progress);
    },
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    random: Math.random,
    online: () => navigator.onLine,
    changed(id) {
      const state = queue.stateOf(id);
      const one = held.get(id);
      if (state === undefined || one === undefined) return;
      one.card.show(state, one.isKept);
      if (state.state === "pausing" || state.state === "failed") keep(id);
    },
    stored: (id, file, blob) => void put(id, file, blob),
  });

  const keeperOf = (own: DocId): Promise<Keeping> => {
    keeper ??= keeping(own);
    return keeper;
  };

  function keep(id: number): void {
    const one = held.get(id);
    if (doc === undefined || one === undefined || one.isKept || editor.isDestroyed) return;
    const pos = placeOf(editor.state, id);
    const place = pos === undefined ? undefined : relativeIn(editor.state, pos);
    void keeperOf(doc)
      .then((keeps) => keeps.keep(id, one, place))
      .catch(() => false)
      .then((isKept) => {
        const state = queue.stateOf(id);
        one.isKept = isKept;
        if (state === undefined) end(id);
        else one.card.show(state, isKept);
      });
  }

  const end = (id: number): void => void keeper?.then((keeps) => keeps.end(id)).catch(() => undefined);

  async function put(id: number, stored: StoredFile, blob: Blob): Promise<void> {
    const size = isPicture(stored.type) ? await sizeOfPicture(blob) : undefined;
    const one = held.get(id);
    if (one === undefined || editor.isDestroyed) return;
    held.delete(id);
    const { state, view } = editor;
    if (!view.editable) {
      // The bytes stay where they are kept: the text may be open for writing the next time.
      view.dispatch(removePlace(state.tr, id));
      if (one.preview !== undefined) URL.revokeObjectURL(one.preview);
      toast({ text: words.notEditable, tone: "caution" });
      return;
    }
    if (one.preview !== undefined) keepPreview(stored.file, one.preview);
    const node = nodeOf(stored, size, one);
    const at = placeOf(state, id) ?? state.doc.content.size;
    const tr = arrive(state.tr, id);
    if (one.instead === undefined) putNode(tr, node, at);
    else replaceFile(tr, node, one.instead.file, at);
    view.dispatch(tr);
    end(id);
  }

  function nodeOf(stored: StoredFile, size: Size | undefined, { carried }: Held): Node {
    const { nodes } = editor.schema;
    const { file, bytes, name } = stored;
    // What no browser here can draw is a file, whatever its first bytes promise.
    const kind = size === undefined ? nodes.file : nodes.image;
    if (kind === undefined) throw new Error("The schema has no files");
    return kind.create(
      size === undefined
        ? { file, name, bytes }
        : { ...carried, file, name, pixelWidth: size.width, pixelHeight: size.height },
    );
  }

  function keepPreview(file: FileId, url: string): void {
    previews.set(file, url);
    for (const [oldest, address] of previews) {
      if (previews.size <= MAX_PREVIEWS) break;
      previews.delete(oldest);
      URL.revokeObjectURL(address);
    }
  }

  function cancel(id: number): void {
    queue.cancel(id);
    end(id);
    const one = held.get(id);
    held.delete(id);
    if (one?.preview !== undefined) URL.revokeObjectURL(one.preview);
    if (editor.isDestroyed) return;
    editor.view.dispatch(removePlace(editor.state.tr, id));
    editor.view.focus();
  }

  const timers = new Set<ReturnType<typeof setTimeout>>();
  const wake = () => queue.wake();
  const leave = (event: BeforeUnloadEvent) => {
    if ([...held.values()].some(({ isKept }) => !isKept)) event.preventDefault();
  };
  window.addEventListener("online", wake);
  window.addEventListener("beforeunload", leave);

  function begin(one: Wanted, isKept: boolean): number | undefined {
    const id = queue.add(one.source);
    if (id === undefined) {
      toast({ text: words.tooMany(MAX_QUEUED), tone: "caution" });
      return undefined;
    }
    const drawn = one.blob !== undefined && isPicture(one.blob.type);
    const preview = drawn ? URL.createObjectURL(one.blob as Blob) : undefined;
    const card = createCard(one.source.name, preview, {
      retry: () => queue.retry(id),
      cancel: () => cancel(id),
    });
    card.show({ state: "waiting" }, isKept);
    held.set(id, { ...one, card, preview, isKept });
    const timer = setTimeout(() => keep(id), KEEP_AFTER_MS);
    timers.add(timer);
    return id;
  }

  return {
    doc,
    take(view, wanted, pos) {
      const places: { id: number; pos: number }[] = [];
      for (const one of wanted) {
        const id = begin(one, false);
        if (id === undefined) break;
        places.push({ id, pos });
      }
      view.dispatch(addPlaces(view.state.tr, places));
    },
    async resume() {
      if (doc === undefined || !hasDisk()) return;
      const keeps = await keeperOf(doc);
      for (const left of await keeps.left()) {
        if (editor.isDestroyed || !editor.isEditable) return;
        const id = begin(left, true);
        if (id === undefined) return;
        keeps.adopt(id, left);
        const { state, view } = editor;
        const pos = (left.place && absoluteIn(state, left.place)) ?? state.doc.content.size;
        view.dispatch(addPlaces(state.tr, [{ id, pos }]));
      }
    },
    draw: (id) => held.get(id)?.card.element ?? document.createElement("div"),
    addressOf: (file) => (doc === undefined ? "" : fileAddress(doc, file)),
    previewOf: (file) => previews.get(file),
    get busy() {
      return queue.size > 0;
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
      window.removeEventListener("online", wake);
      window.removeEventListener("beforeunload", leave);
      for (const timer of timers) clearTimeout(timer);
      queue.close();
      void keeper?.then((keeps) => keeps.close()).catch(() => undefined);
      for (const { preview } of held.values()) if (preview !== undefined) URL.revokeObjectURL(preview);
      for (const url of previews.values()) URL.revokeObjectURL(url);
      held.clear();
      previews.clear();
    },
  };
}

const hasDisk = (): boolean => typeof indexedDB !== "undefined";

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The node that showed the old file shows the new one, and keeps what was said of how it stands. */
function replaceFile(tr: Parameters<typeof putNode>[0], node: Node, old: FileId, near: number): void {
  let best: number | undefined;
  tr.doc.descendants((other, pos) => {
    if (other.attrs.file !== old || !/^(image|file)$/.test(other.type.name)) return;
    if (best === undefined || Math.abs(pos - near) < Math.abs(best - near)) best = pos;
  });
  const before = best === undefined ? null : tr.doc.nodeAt(best);
  // It was deleted meanwhile: what was chosen is not thrown away for that.
  if (best === undefined || before === null) return void putNode(tr, node, near);
  const kept = before.type === node.type ? { ...before.attrs, alt: null, ...ownOf(node) } : node.attrs;
  tr.setNodeMarkup(best, node.type, kept);
}

function ownOf({ attrs }: Node): Record<string, unknown> {
  const { file, name, bytes, pixelWidth, pixelHeight } = attrs as Record<string, unknown>;
  return bytes === undefined ? { file, name, pixelWidth, pixelHeight } : { file, name, bytes };
}
