// The shape of a document's body as a Y.Doc, and what can be read off it without an editor.
// The browser binds these two types; the server's worker reads titles and text from them.

import * as Y from "yjs";
import { attachmentOf, pictureOf } from "./pictures.ts";
import { wordsOf } from "./words.ts";

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
  /** Lines of text, and what pictures and files say; the first `MAX_TEXT_CHARACTERS` of them. */
  readonly text: string;
  /** Its words, a line each: taking a text apart is most of what an index costs, and its thread serves everybody. */
  readonly terms: string;
}

/** Characters of one document that can be found: about 60,000 words. */
const MAX_TEXT_CHARACTERS = 400_000;

/** The text of the body, a line a block; empty ones are left out. */
export const linesOf = (doc: Y.Doc): string[] => textLines(doc, () => undefined).map(({ line }) => line);

interface TextLine {
  readonly line: string;
  readonly isAside: boolean;
}

/** With what is no text of its own but can be read, said by `aside`. */
function textLines(doc: Y.Doc, aside: (element: Y.XmlElement) => string | undefined): TextLine[] {
  const lines: TextLine[] = [];
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
      if (text !== "") lines.push({ line: text, isAside: false });
    } else if (node instanceof Y.XmlFragment) {
      const beside = node instanceof Y.XmlElement ? aside(node) : undefined;
      if (beside) lines.push({ line: beside, isAside: true });
      for (const child of node.toArray().reverse()) waiting.push(child);
    }
  }
  return lines;
}

export function digestOf(doc: Y.Doc): FullDigest {
  const lines: string[] = [];
  const terms: string[] = [];
  let excerpt: string | undefined;
  let words = 0;
  let length = 0;
  for (const { line, isAside } of textLines(doc, pictureWords)) {
    const found = [...wordsOf(line)];
    if (!isAside) {
      excerpt ??= shorten(line);
      words += found.length;
    }
    if (length > MAX_TEXT_CHARACTERS) continue;
    length += line.length + 1;
    lines.push(line);
    for (const term of found) terms.push(term);
  }
  return {
    title: titleOf(doc).toString().trim().slice(0, MAX_TITLE_CHARACTERS),
    excerpt: excerpt ?? "",
    words,
    text: lines.join("\n").slice(0, MAX_TEXT_CHARACTERS),
    terms: terms.join("\n"),
  };
}

/** What a picture says to those who do not see it, and what stands below; the name of an attached file. */
function pictureWords(element: Y.XmlElement): string | undefined {
  if (element.nodeName !== "image" && element.nodeName !== "file") return undefined;
  const attrs: Record<string, unknown> = element.getAttributes();
  if (element.nodeName === "file") return attachmentOf(attrs).name;
  const { caption, alt } = pictureOf(attrs);
  return [caption.trim(), alt].filter(Boolean).join(" ");
}

function shorten(line: string): string {
  if (line.length <= MAX_EXCERPT_CHARACTERS) return line;
  const cut = line.slice(0, MAX_EXCERPT_CHARACTERS);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), MAX_EXCERPT_CHARACTERS / 2))}…`;
}
