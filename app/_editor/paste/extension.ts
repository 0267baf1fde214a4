// Paste in the editor: HTML is cleaned before the schema reads it, Markdown becomes formatting, and with Shift
// it stays the plain text that it is. Called by extensions.ts. A Markdown paste is two steps: the text, and then
// its formatting; one undo takes back the second, and the text stands there as it was copied.

import { Extension } from "@tiptap/core";
import { type Node, Slice } from "@tiptap/pm/model";
import { type EditorState, Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { undoManagerOf } from "../undo-steps.ts";
import { cleanPasted, type OnInlineImage } from "./clean.ts";
import { looksLikeMarkdown } from "./markdown.ts";

export interface PasteOptions {
  /** Bytes of a picture that stand in pasted HTML; see clean.ts. */
  readonly onInlineImage: OnInlineImage | undefined;
  /** Reads Markdown into blocks that are valid here. Loaded when it is first needed. */
  readonly readMarkdown: (text: string, schema: Node["type"]["schema"]) => Promise<Node>;
}

/** Where the text of the last Markdown paste stands, until its formatting has come. */
interface Pasted {
  readonly from: number;
  readonly to: number;
}

const key = new PluginKey<Pasted | undefined>("paste");

export const Paste = Extension.create<PasteOptions>({
  name: "pastedText",
  // Before the stock ones, which take a pasted address for a link.
  priority: 200,
  addOptions: () => ({
    onInlineImage: undefined,
    readMarkdown: async (text, schema) => (await import("./read-markdown.ts")).readMarkdown(text, schema),
  }),
  addProseMirrorPlugins() {
    const { onInlineImage, readMarkdown } = this.options;
    let plain = false;
    return [
      new Plugin<Pasted | undefined>({
        key,
        state: {
          init: () => undefined,
          apply(tr, before) {
            const set = tr.getMeta(key) as Pasted | "done" | undefined;
            if (set === "done") return undefined;
            if (set !== undefined) return set;
            if (before === undefined) return undefined;
            return { from: tr.mapping.map(before.from, -1), to: tr.mapping.map(before.to, 1) };
          },
        },
        props: {
          handleDOMEvents: {
            keydown(_, event) {
              plain = event.shiftKey;
              return false;
            },
            keyup() {
              plain = false;
              return false;
            },
          },
          transformPastedHTML: (html) => cleanPasted(html, onInlineImage),
          handlePaste(view, event) {
            const text = event.clipboardData?.getData("text/plain") ?? "";
            const html = event.clipboardData?.getData("text/html") ?? "";
            if (plain && text !== "" && !inCode(view.state)) {
              plain = false;
              insertText(view, text);
              return true;
            }
            plain = false;
            if (!isMarkdown(view.state, text, html, event.clipboardData)) return false;
            pasteMarkdown(view, text, readMarkdown);
            return true;
          },
        },
      }),
    ];
  },
});

function isMarkdown(state: EditorState, text: string, html: string, data: DataTransfer | null): boolean {
  if (text === "" || inCode(state)) return false;
  // An editor of code says what its text is in; its HTML is only colours.
  const editor = data?.getData("vscode-editor-data") ?? "";
  if (editor !== "") return /"mode":"markdown"/.test(editor);
  return html === "" && looksLikeMarkdown(text);
}

const inCode = (state: EditorState): boolean => state.selection.$from.parent.type.spec.code === true;

/** A line of text is a paragraph, and no sign in it means anything. */
function insertText(view: EditorView, text: string): void {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n");
  const { schema } = view.state;
  const paragraphs = lines.map((line) =>
    schema.nodes.paragraph?.create(null, line === "" ? null : schema.text(line)),
  );
  const content = paragraphs.filter((one): one is Node => one !== undefined);
  // Not said to be a paste: the stock rules would format the text at once, each sign by itself.
  const { tr } = view.state;
  const { from } = tr.selection;
  const whole = schema.topNodeType.create(null, content);
  tr.replaceSelection(new Slice(whole.content, 1, 1));
  const to = tr.mapping.map(view.state.selection.to, 1);
  tr.setMeta(key, { from: Math.min(from, to), to } satisfies Pasted);
  undoManagerOf(view.state)?.stopCapturing();
  view.dispatch(tr.scrollIntoView());
}

/** The text at once, as it is; its formatting as soon as it is read, unless somebody was faster in that place. */
function pasteMarkdown(view: EditorView, text: string, read: PasteOptions["readMarkdown"]): void {
  insertText(view, text);
  const { schema } = view.state;
  const before = textAt(view.state, key.getState(view.state));
  void read(text, schema).then(
    (node) => {
      if (view.isDestroyed) return;
      const place = key.getState(view.state);
      if (place === undefined || textAt(view.state, place) !== before) return done(view);
      undoManagerOf(view.state)?.stopCapturing();
      view.dispatch(formatted(view.state, place, node));
      undoManagerOf(view.state)?.stopCapturing();
    },
    () => done(view),
  );
}

const done = (view: EditorView) => !view.isDestroyed && view.dispatch(view.state.tr.setMeta(key, "done"));

const textAt = (state: EditorState, place: Pasted | undefined): string | undefined =>
  place === undefined ? undefined : state.doc.textBetween(place.from, place.to, "\n", "\ufffc");

function formatted(state: EditorState, { from, to }: Pasted, node: Node): Transaction {
  // One line of text goes on where the caret is; more stand as blocks of their own.
  const only = node.childCount === 1 && node.firstChild?.type.name === "paragraph";
  const $from = state.doc.resolve(from);
  const $to = state.doc.resolve(to);
  const tr = state.tr.setMeta(key, "done");
  const wholeBlocks =
    $from.parentOffset === 0 && $to.parentOffset === $to.parent.content.size && $from.depth === $to.depth;
  if (only) tr.replaceRange(from, to, new Slice(node.content, 1, 1));
  else if (wholeBlocks && $from.depth > 0)
    tr.replaceRange($from.before(), $to.after(), new Slice(node.content, 0, 0));
  else
    tr.replaceRange(
      from,
      to,
      new Slice(node.content, node.firstChild?.isTextblock ? 1 : 0, node.lastChild?.isTextblock ? 1 : 0),
    );
  return tr.scrollIntoView();
}
