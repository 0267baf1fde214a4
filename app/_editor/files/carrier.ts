// Carries the files of one editor to the server: sends what the desk took, shows on its card how far it is, keeps what
// does not get through, and puts the node in when the server has it. Loaded by the desk once the text can be written in.

import type { Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { type FileBounds, type FileId, isPicture, type StoredFile, sizeInWords } from "../../../lib/files.ts";
import type { DocId } from "../../../lib/names.ts";
import { toast } from "../../_ui/toast-store.ts";
import { fileWords as words } from "../../_words/files.ts";
import { relativeIn } from "../binding/positions.ts";
import { type Card, createCard } from "./card.ts";
import type { Wanted } from "./desk.ts";
import { createKeeping, type Keeping, type Left } from "./keeping.ts";
import { sizeOfPicture } from "./picture-size.ts";
import { putNode } from "./place.ts";
import { createQueue, MAX_QUEUED, type Queue, SendError } from "./queue.ts";
import { fetchBounds, sendFile } from "./send.ts";
import { arrive, placeOf, removePlace } from "./waiting.ts";

/** ms after which an upload that is not done is kept on the disk as well; one that fails is at once. */
const KEEP_AFTER_MS = 2_000;

export interface CarrierEnv {
  readonly doc: DocId;
  readonly send?: typeof sendFile;
  readonly bounds?: (doc: DocId) => Promise<FileBounds | undefined>;
  /** The bytes of a file, for as long as the server's have not been loaded. */
  readonly shown: (file: FileId, preview: string) => void;
}

export interface Carrier {
  /** Fills `element`, which stands at the place of `id`. False where there are too many. */
  begin(id: number, one: Wanted, element: HTMLElement): boolean;
  /** What an earlier page left: goes on with it once `adopt` gives it a place. */
  left(): Promise<readonly Left[]>;
  adopt(id: number, one: Left, element: HTMLElement): boolean;
  readonly size: number;
  /** Nothing is lost if the page goes. */
  readonly isKept: boolean;
  close(): void;
}

interface Held extends Wanted {
  readonly card: Card;
  readonly preview: string | undefined;
  /** On this browser's disk: the page may be closed. */
  isKept: boolean;
}

export function createCarrier(
  editor: Editor,
  { doc, send = sendFile, bounds = fetchBounds, shown }: CarrierEnv,
): Carrier {
  const keeper: Keeping = createKeeping(doc);
  const held = new Map<number, Held>();
  let known: Promise<FileBounds | undefined> | undefined;

  const queue: Queue = createQueue({
    async send(blob, name, signal, progress) {
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

  function keep(id: number): void {
    const one = held.get(id);
    if (one === undefined || one.isKept || editor.isDestroyed) return;
    const pos = placeOf(editor.state, id);
    const place = pos === undefined ? undefined : relativeIn(editor.state, pos);
    void keeper.keep(id, one, place).then((isKept) => {
      const state = queue.stateOf(id);
      one.isKept = isKept;
      if (state === undefined) end(id);
      else one.card.show(state, isKept);
    });
  }

  const end = (id: number): void => keeper.end(id);

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
    if (one.preview !== undefined) shown(stored.file, one.preview);
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
  window.addEventListener("online", wake);

  function take(id: number, one: Wanted, element: HTMLElement, isKept: boolean): boolean {
    if (!queue.add(one.source, id)) {
      toast({ text: words.tooMany(MAX_QUEUED), tone: "caution" });
      return false;
    }
    const drawn = one.blob !== undefined && isPicture(one.blob.type);
    const preview = drawn ? URL.createObjectURL(one.blob as Blob) : undefined;
    const card = createCard(element, one.source.name, preview, {
      retry: () => queue.retry(id),
      cancel: () => cancel(id),
    });
    card.show({ state: "waiting" }, isKept);
    held.set(id, { ...one, card, preview, isKept });
    timers.add(setTimeout(() => keep(id), KEEP_AFTER_MS));
    return true;
  }

  return {
    begin: (id, one, element) => take(id, one, element, false),
    left: async () => (typeof indexedDB === "undefined" ? [] : keeper.left()),
    adopt(id, one, element) {
      keeper.adopt(id, one);
      return take(id, one, element, true);
    },
    get size() {
      return queue.size;
    },
    get isKept() {
      return [...held.values()].every((one) => one.isKept);
    },
    close() {
      window.removeEventListener("online", wake);
      for (const timer of timers) clearTimeout(timer);
      queue.close();
      keeper.close();
      for (const { preview } of held.values()) if (preview !== undefined) URL.revokeObjectURL(preview);
      held.clear();
    },
  };
}

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
