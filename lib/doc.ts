// The shape of a document's body as a Y.Doc, and what can be read off it without an editor.
// The browser binds these two types; the server's worker reads titles and text from them.

import * as Y from "yjs";

export const TITLE = "title";
export const CONTENT = "default";
export const MAX_TITLE_CHARACTERS = 300;
const MAX_EXCERPT_CHARACTERS = 200;

/** One line of plain text. */
export const titleOf = (doc: Y.Doc): Y.Text => doc.getText(TITLE);
/** What the editor binds. */
export const contentOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment(CONTENT);

/** What lists of documents show. */
export interface Digest {
  readonly title: string;
  /** The first line of text, shortened. */
  readonly excerpt: string;
  readonly words: number;
}

/** A digest with the text itself, for the search index. */
export interface FullDigest extends Digest {
  /** Lines of text, the first `MAX_TEXT_CHARACTERS` of them. */
  readonly text: string;
}

/** Characters of one document that can be found: about 60,000 words. */
const MAX_TEXT_CHARACTERS = 400_000;

const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });

export function wordsIn(line: string): number {
  let words = 0;
  for (const segment of segmenter.segment(line)) if (segment.isWordLike) words++;
  return words;
}

/** The text of the body, a line a block; empty ones are left out. */
export function linesOf(doc: Y.Doc): string[] {
  const lines: string[] = [];
  // An own stack, because a hostile document may be nested deeper than the call stack.
  const waiting: unknown[] = [contentOf(doc)];
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (node instanceof Y.XmlText) {
      // toDelta, not toString: the latter prints formatting as tags.
      const text = node
        .toDelta()
        .map((part: { insert?: unknown }) => (typeof part.insert === "string" ? part.insert : " "))
        .join("")
        .trim();
      if (text !== "") lines.push(text);
    } else if (node instanceof Y.XmlFragment) {
      for (const child of node.toArray().reverse()) waiting.push(child);
    }
  }
  return lines;
}

export function digestOf(doc: Y.Doc): FullDigest {
  const lines = linesOf(doc);
  const words = lines.reduce((sum, line) => sum + wordsIn(line), 0);
  return {
    title: titleOf(doc).toString().trim().slice(0, MAX_TITLE_CHARACTERS),
    excerpt: shorten(lines[0] ?? ""),
    words,
    text: lines.join("\n").slice(0, MAX_TEXT_CHARACTERS),
  };
}

function shorten(line: string): string {
  if (line.length <= MAX_EXCERPT_CHARACTERS) return line;
  const cut = line.slice(0, MAX_EXCERPT_CHARACTERS);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), MAX_EXCERPT_CHARACTERS / 2))}…`;
}
