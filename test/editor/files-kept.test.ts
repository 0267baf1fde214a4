// @vitest-environment jsdom
// An upload that waits or failed outlives its page: on the real code over a real implementation of IndexedDB.

import type { Editor } from "@tiptap/core";
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type * as Y from "yjs";
import { countCopies } from "../../app/_client/copies.ts";
import { removeRooms } from "../../app/_client/indexed-storage.ts";
import { keepUpload, MAX_KEPT_BYTES, uploadsOf } from "../../app/_client/uploads.ts";
// Here at once, as a moment after a page has opened.
import "../../app/_editor/files/carrier.ts";
import { deskOf } from "../../app/_editor/files/extension.ts";
import { SendError } from "../../app/_editor/files/queue.ts";
import { fileWords as words } from "../../app/_words/files.ts";
import type { FileId, StoredFile } from "../../lib/files.ts";
import type { DocId } from "../../lib/names.ts";
import { copyOf, DOC, type FilesLine, nameBlobs, open, twoLines as two } from "./support.ts";

const OTHER = "b".repeat(21) as DocId;
const STORED: StoredFile = { file: "c".repeat(64) as FileId, type: "text/plain", bytes: 5, name: "plan.txt" };

let editors: Editor[] = [];
let line: "cut" | "forbidden" | "up" = "cut";
const names: string[] = [];

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  vi.stubGlobal("IDBKeyRange", IDBKeyRange);
  vi.stubGlobal("requestIdleCallback", (run: () => void) => setTimeout(run));
  nameBlobs();
  line = "cut";
  names.length = 0;
});
afterEach(() => {
  for (const editor of editors) editor.destroy();
  editors = [];
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

const send: FilesLine["send"] = async (_doc, blob, name) => {
  names.push(`${name}:${blob.size}`);
  if (line === "cut") throw new SendError("unreachable");
  if (line === "forbidden") throw new SendError("forbidden");
  return STORED;
};

function start(doc: Y.Doc, id = DOC): Editor {
  const { editor } = open(doc, { id, files: { bounds: async () => undefined, send } });
  editors.push(editor);
  return editor;
}

/** The page is closed: nothing is said to anybody. */
function leave(editor: Editor): void {
  editor.destroy();
  document.body.replaceChildren();
}

const shape = (editor: Editor) => editor.state.doc.children.map((node) => node.textContent || node.type.name);
const says = () => [...document.querySelectorAll(".upload-says")].map((one) => one.textContent);
const plan = () => ({
  source: { name: "plan.txt", open: async () => new Blob(["hello"]) },
  blob: new Blob(["hello"]),
});
const take = (editor: Editor, pos: number) => deskOf(editor)?.take(editor.view, [plan()], pos);
const kept = (doc = DOC) => uploadsOf(doc).then((all) => all.length);

describe("an upload that does not get through", () => {
  it("says that it is kept here, and goes on in the next page, at its place in the text", async () => {
    const doc = two();
    const first = start(doc);
    take(first, 7);
    await expect.poll(says).toEqual([words.pausingKept]);
    // What is typed before it moves it along.
    first.commands.insertContentAt(1, "at ");
    leave(first);
    expect(await kept()).toBe(1);
    const second = start(copyOf(doc));
    await expect.poll(() => document.querySelectorAll(".upload").length).toBe(1);
    expect(document.querySelector(".upload-name")?.textContent).toBe("plan.txt");
    line = "up";
    window.dispatchEvent(new Event("online"));
    await expect.poll(() => shape(second)).toEqual(["at first", "file", "second"]);
    await expect.poll(() => kept()).toBe(0);
    expect(names.at(-1)).toBe("plan.txt:5");
  });

  it("is still there, with why, when it failed for good, and goes for good when it is removed", async () => {
    line = "forbidden";
    const doc = two();
    const first = start(doc);
    take(first, 7);
    await expect.poll(says).toEqual([words.failed.forbidden]);
    await expect.poll(() => kept()).toBe(1);
    leave(first);
    const second = start(doc);
    await expect.poll(says).toEqual([words.failed.forbidden]);
    document.querySelector<HTMLButtonElement>(`[aria-label="${words.remove}: plan.txt"]`)?.click();
    await expect.poll(() => kept()).toBe(0);
    leave(second);
    start(doc);
    await new Promise((resolve) => setImmediate(resolve));
    expect(document.querySelector(".upload")).toBeNull();
  });

  it("is forgotten with the copy of its document, and only with that", async () => {
    for (const id of [DOC, OTHER]) {
      const editor = start(two(), id);
      take(editor, 7);
      await expect.poll(() => kept(id)).toBe(1);
    }
    expect(await countCopies()).toEqual({ rooms: 0, unsent: 2 });
    await removeRooms([DOC]);
    expect([await kept(DOC), await kept(OTHER)]).toEqual([0, 1]);
    await removeRooms(undefined);
    expect(await kept(OTHER)).toBe(0);
  });

  it("keeps the page open where this browser has no room for it, and says so", async () => {
    const blob = { size: MAX_KEPT_BYTES, arrayBuffer: async () => new ArrayBuffer(MAX_KEPT_BYTES) } as Blob;
    const upload = { key: "k", doc: OTHER, name: "film", type: "", size: MAX_KEPT_BYTES };
    await keepUpload({ ...upload, place: undefined, carried: undefined, instead: undefined }, blob);
    take(start(two()), 7);
    await expect.poll(says).toEqual([words.pausing]);
    expect(await kept()).toBe(0);
    // Nor does it say that it is kept at the next try: all that is said until the one after that.
    const heard = new Set<string | null>();
    const listening = new MutationObserver(() => {
      for (const one of says()) heard.add(one);
    });
    listening.observe(document.body, { subtree: true, childList: true, characterData: true });
    for (const tries of [2, 3]) {
      window.dispatchEvent(new Event("online"));
      await expect.poll(() => names.length).toBe(tries);
      await expect.poll(says).toEqual([words.pausing]);
    }
    listening.disconnect();
    expect(heard).toContain(words.pausing);
    expect(heard).not.toContain(words.pausingKept);
    const asked = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(asked);
    expect(asked.defaultPrevented).toBe(true);
  });

  it("does not keep the page open once it is on the disk", async () => {
    take(start(two()), 7);
    await expect.poll(says).toEqual([words.pausingKept]);
    const asked = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(asked);
    expect(asked.defaultPrevented).toBe(false);
  });
});
