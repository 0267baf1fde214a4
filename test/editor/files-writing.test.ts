// @vitest-environment jsdom
// Files on their way through a real editor on a shared body: nobody else sees any of it before it is stored,
// the place keeps with its words, and what arrives is one step to undo.

import type { Editor } from "@tiptap/core";
import { NodeSelection } from "@tiptap/pm/state";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
// Here at once, as a moment after a page has opened.
import "../../app/_editor/files/carrier.ts";
import { SendError } from "../../app/_editor/files/queue.ts";
import { fileWords as words } from "../../app/_words/files.ts";
import { contentOf } from "../../lib/doc.ts";
import type { FileId, StoredFile } from "../../lib/files.ts";
import { copyOf, DOC, docOf, type FilesLine, nameBlobs, open, sync, twoLines as two } from "./support.ts";

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const hash = (letter: string) => letter.repeat(64) as FileId;
const PIXEL = "data:image/png;base64,iVBORw0KGgo=";

interface Sent {
  readonly name: string;
  readonly blob: Blob;
  readonly signal: AbortSignal;
  progress(part: number): void;
  arrive(file: FileId, type?: string): Promise<unknown>;
  fail(why: SendError["why"]): Promise<unknown>;
}

let editors: Editor[] = [];
let sent: Sent[] = [];

beforeEach(() => {
  nameBlobs();
  HTMLImageElement.prototype.decode = async () => {};
  vi.spyOn(HTMLImageElement.prototype, "naturalWidth", "get").mockReturnValue(640);
  vi.spyOn(HTMLImageElement.prototype, "naturalHeight", "get").mockReturnValue(480);
});

afterEach(() => {
  for (const editor of editors) editor.destroy();
  editors = [];
  sent = [];
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

/** Each waits until the test says what comes of it. */
const send: FilesLine["send"] = (_doc, blob, name, signal, progress) =>
  new Promise<StoredFile>((resolve, reject) => {
    sent.push({
      ...{ name, blob, signal, progress },
      arrive(file, type = "image/png") {
        resolve({ file, type, bytes: blob.size, name });
        return settled();
      },
      fail(why) {
        reject(new SendError(why));
        return settled();
      },
    });
  });

function start(doc: Y.Doc): Editor {
  const bounds = async () => ({ fileBytes: 1_000, docBytes: 9_000 });
  const { editor } = open(doc, { id: DOC, files: { bounds, send } });
  editors.push(editor);
  return editor;
}

const picture = (name: string, size = 10) => new File([new Uint8Array(size)], name, { type: "image/png" });
const shape = (editor: Editor) => {
  const found: string[] = [];
  editor.state.doc.forEach((node) => {
    found.push(
      node.type.name === "paragraph" ? node.textContent : `${node.type.name}:${node.attrs.file?.[0]}`,
    );
  });
  return found;
};

/** A paste as the browser tells of it; jsdom has no clipboard of its own. */
function paste(editor: Editor, { files = [], html = "" }: { files?: File[]; html?: string }): void {
  const event = new Event("paste", { bubbles: true, cancelable: true });
  const getData = (type: string) => (type === "text/html" ? html : "");
  Object.assign(event, { clipboardData: { files, getData, types: ["text/html"], items: [] } });
  editor.view.dom.dispatchEvent(event);
}

describe("an upload", () => {
  it("writes nothing into the body until it is stored, and then the picture and nothing else", async () => {
    const doc = two();
    const editor = start(doc);
    const before = Y.encodeStateAsUpdate(doc);
    editor.commands.setTextSelection(3);
    paste(editor, { files: [picture("cat.png")] });
    await settled();
    expect(sent.map(({ name }) => name)).toEqual(["cat.png"]);
    sent[0]?.progress(0.4);
    expect(editor.view.dom.querySelector<HTMLProgressElement>(".upload progress")?.value).toBe(40);
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
    await sent[0]?.arrive(hash("c"));
    expect(shape(editor)).toEqual(["first", "image:c", "second"]);
    expect(editor.view.dom.querySelector(".upload")).toBeNull();
    const grown = Y.encodeStateAsUpdate(doc).length - before.length;
    expect(grown).toBeLessThan(400);
    expect(editor.state.doc.child(1).attrs).toMatchObject({ pixelWidth: 640, pixelHeight: 480, alt: null });
    // The caret is where it was: what is typed on goes on in the first paragraph.
    editor.view.dispatch(editor.state.tr.insertText("!"));
    expect(shape(editor)[0]).toBe("fi!rst");
  });

  it("stands where it was put, though others write above, and also replace all around it", async () => {
    const doc = two();
    const editor = start(doc);
    const other = open(copyOf(doc));
    editor.commands.setTextSelection(3);
    paste(editor, { files: [picture("cat.png")] });
    await settled();
    other.editor.commands.insertContentAt(0, "<p>new first</p><p>new second</p>");
    sync(other.doc, doc);
    other.editor.commands.insertContentAt(other.editor.state.doc.content.size, "<p>new last</p>");
    sync(other.doc, doc);
    editor.view.dispatch(editor.state.tr.insertText("typed ", 1));
    await sent[0]?.arrive(hash("c"));
    expect(shape(editor)).toEqual([
      "typed new first",
      "new second",
      "first",
      "image:c",
      "second",
      "new last",
    ]);
    sync(doc, other.doc);
    expect(shape(other.editor)).toEqual(shape(editor));
    other.editor.destroy();
  });

  it("several keep their order, whichever is first", async () => {
    const editor = start(two());
    editor.commands.setTextSelection(3);
    paste(editor, { files: ["a.png", "b.png", "c.png"].map((name) => picture(name)) });
    await settled();
    await sent[2]?.arrive(hash("c"));
    await sent[0]?.arrive(hash("a"));
    await sent[1]?.arrive(hash("b"));
    expect(shape(editor)).toEqual(["first", "image:a", "image:b", "image:c", "second"]);
  });

  it("in an empty paragraph stands above it, so that one writes on below", async () => {
    const editor = start(docOf(["paragraph", {}]));
    paste(editor, { files: [picture("a.png")] });
    await settled();
    await sent[0]?.arrive(hash("a"));
    expect(shape(editor)).toEqual(["image:a", ""]);
  });

  it("is one step to undo, apart from what was typed meanwhile", async () => {
    const doc = two();
    const editor = start(doc);
    editor.commands.setTextSelection(1);
    paste(editor, { files: [picture("a.png")] });
    await settled();
    editor.view.dispatch(editor.state.tr.insertText("typed "));
    await sent[0]?.arrive(hash("a"));
    editor.commands.undo();
    expect(shape(editor)).toEqual(["typed first", "second"]);
    editor.commands.redo();
    expect(shape(editor)).toEqual(["typed first", "image:a", "second"]);
  });

  it("that is cancelled leaves nothing, and what comes of it is not heard", async () => {
    const doc = two();
    const editor = start(doc);
    const before = Y.encodeStateAsUpdate(doc);
    paste(editor, { files: [picture("a.png")] });
    await settled();
    const cancel = [...editor.view.dom.querySelectorAll("button")].find(
      (one) => one.textContent === words.cancel,
    );
    cancel?.click();
    expect(sent[0]?.signal.aborted).toBe(true);
    await sent[0]?.arrive(hash("a"));
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
    expect(editor.view.dom.querySelector(".upload")).toBeNull();
  });

  it("that fails says why, and goes on from the button", async () => {
    const editor = start(two());
    paste(editor, { files: [picture("a.png")] });
    await settled();
    await sent[0]?.fail("full");
    const card = editor.view.dom.querySelector(".upload");
    expect(card?.querySelector('[role="status"]')?.textContent).toBe(words.failed.full);
    [...(card?.querySelectorAll("button") ?? [])].find((one) => one.textContent === words.retry)?.click();
    await settled();
    await sent[1]?.arrive(hash("a"));
    expect(shape(editor)).toContain("image:a");
  });

  it("that is too large is not even sent", async () => {
    const editor = start(two());
    paste(editor, { files: [picture("huge.png", 2_000)] });
    await settled();
    expect(sent).toEqual([]);
    expect(editor.view.dom.querySelector(".upload-says")?.textContent).toBe(
      words.tooLarge("huge.png", "1.0 kB"),
    );
  });

  it("of what is no picture becomes a card", async () => {
    const editor = start(two());
    paste(editor, { files: [new File(["%PDF-"], "Plan.pdf", { type: "image/png" })] });
    await settled();
    await sent[0]?.arrive(hash("d"), "application/pdf");
    const card = editor.view.dom.querySelector('[data-type="file"]');
    expect(card?.querySelector("a")?.getAttribute("href")).toBe(
      `/api/docs/${DOC}/files/${hash("d")}?download`,
    );
    expect(card?.textContent).toBe("Plan.pdfPDF · 5 B");
  });

  it("that ends where one may no longer write changes nothing", async () => {
    const doc = two();
    const editor = start(doc);
    const before = Y.encodeStateAsUpdate(doc);
    paste(editor, { files: [picture("a.png")] });
    await settled();
    editor.setEditable(false);
    await sent[0]?.arrive(hash("a"));
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
    expect(editor.view.dom.querySelector(".upload")).toBeNull();
  });
});

describe("a file dropped beside the text", () => {
  const drop = (target: Element, types = ["Files"]) => {
    const event = new Event("drop", { bubbles: true, cancelable: true });
    Object.assign(event, { dataTransfer: { types, files: [picture("beside.png")] } });
    target.dispatchEvent(event);
    return event;
  };

  it("is taken at the end, and never opened in place of the document", async () => {
    const editor = start(two());
    const header = document.createElement("header");
    document.body.append(header);
    expect(drop(header).defaultPrevented).toBe(true);
    await settled();
    await sent[0]?.arrive(hash("a"));
    expect(shape(editor)).toEqual(["first", "second", "image:a", ""]);
    // Words that are dragged about are not ours.
    expect(drop(header, ["text/plain"]).defaultPrevented).toBe(false);
    editor.setEditable(false);
    expect(drop(header).defaultPrevented).toBe(true);
    await settled();
    expect(sent).toHaveLength(1);
    editor.destroy();
    expect(drop(header).defaultPrevented).toBe(false);
  });
});

describe("pasted HTML with pictures in it", () => {
  it("is pasted without them; they come to their places, and no sign of them is ever in the body", async () => {
    const doc = docOf(["paragraph", {}]);
    const editor = start(doc);
    const seen: string[] = [];
    doc.on("update", () => seen.push(contentOf(doc).toString()));
    paste(editor, {
      html: `<p>one</p><p><img src="${PIXEL}" alt="dot"></p><p>two <img src="${PIXEL}"> three</p><p>four</p>`,
    });
    await settled();
    expect(shape(editor)).toEqual(["one", "two  three", "four"]);
    await sent[1]?.arrive(hash("b"));
    await sent[0]?.arrive(hash("a"));
    expect(shape(editor)).toEqual(["one", "image:a", "two  three", "image:b", "four"]);
    expect(editor.state.doc.child(1).attrs.alt).toBe("dot");
    expect(seen.join("")).not.toMatch(/[\ue000\ue001]|base64/);
  });

  it("is dropped in the same way as it is pasted", async () => {
    const doc = two();
    const editor = start(doc);
    const seen: string[] = [];
    doc.on("update", () => seen.push(contentOf(doc).toString()));
    const html = `<p>dragged <img src="${PIXEL}"> in</p>`;
    const event = new Event("drop", { bubbles: true, cancelable: true });
    const getData = (type: string) => (type === "text/html" ? html : "");
    Object.assign(event, {
      clientX: 0,
      clientY: 0,
      dataTransfer: { files: [], getData, types: ["text/html"] },
    });
    vi.spyOn(editor.view, "posAtCoords").mockReturnValue({ pos: 8, inside: -1 });
    editor.view.dom.dispatchEvent(event);
    await settled();
    expect(editor.state.doc.textContent).toContain("dragged  in");
    await sent[0]?.arrive(hash("a"));
    expect(shape(editor)).toContain("image:a");
    expect(seen.join("")).not.toMatch(/[\ue000\ue001]|base64/);
  });

  it("that a picture is a copy of (as from Word) is preferred to that picture", async () => {
    const editor = start(two());
    paste(editor, { files: [picture("render.png")], html: "<p>a table of words</p>" });
    await settled();
    expect(sent).toEqual([]);
    expect(editor.state.doc.textContent).toContain("a table of words");
  });

  it("that is only the copied picture itself gives way to its bytes", async () => {
    const editor = start(two());
    paste(editor, {
      files: [picture("image.png")],
      html: '<meta charset="utf-8"><img src="https://example.org/a.png">',
    });
    await settled();
    expect(sent).toHaveLength(1);
  });
});

describe("a selected picture", () => {
  it("is not lost to a letter: that begins a paragraph below", async () => {
    const editor = start(docOf(["paragraph", {}, "first"], ["image", { file: hash("a") }]));
    const at = editor.state.doc.child(0).nodeSize;
    editor.view.dispatch(editor.state.tr.setSelection(NodeSelection.create(editor.state.doc, at)));
    const handled = editor.view.someProp("handleTextInput", (handle) =>
      handle(editor.view, at, at + 1, "x", () => editor.state.tr),
    );
    expect(handled).toBe(true);
    expect(shape(editor)).toEqual(["first", "image:a", "x"]);
  });

  it("keeps hostile attributes out of the page, and of the binding's way", () => {
    const doc = docOf(
      ["image", { file: "javascript:alert(1)", width: "1px;position:fixed", alt: "x" }],
      ["paragraph", {}],
    );
    const before = Y.encodeStateAsUpdate(doc);
    const editor = start(doc);
    const figure = editor.view.dom.querySelector("figure");
    expect(figure?.querySelector("img")?.hasAttribute("src")).toBe(false);
    expect(figure?.getAttribute("style") ?? "").toBe("");
    expect(figure?.querySelector<HTMLElement>(".picture-missing")?.hidden).toBe(false);
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
  });
});
