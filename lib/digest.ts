// What can be read off a document's body without an editor: its first line, its text, its words. Called by the
// server's worker for lists and search, and by counts.ts. Apart from doc.ts, for no page needs it to open a document.
// Lists want little and often, the search wants everything and seldom: there are two digests.

import * as Y from "yjs";
import { contentOf, MAX_TITLE_CHARACTERS, titleOf } from "./doc.ts";
import { attachmentOf, pictureOf } from "./pictures.ts";
import { foldWord, wordsOf } from "./words.ts";

const MAX_EXCERPT_CHARACTERS = 200;

/** What lists of documents show. */
export interface Digest {
  readonly title: string;
  /** The first line of text, shortened. */
  readonly excerpt: string;
}

/** What the record of a document keeps. */
export interface RecordDigest extends Digest {
  readonly words: number;
}

/** All that is known of a text, for the search index. */
export interface FullDigest extends RecordDigest {
  /** Lines of text, and what pictures and files say; the first `MAX_TEXT_CHARACTERS` of them. */
  readonly text: string;
  /**
   * The words that differ in it, folded, a line each; what comes often stands there `MAX_TIMES`. Taking a text apart is
   * most of what an index costs, and the index is in the thread that serves everybody.
   */
  readonly terms: string;
}

/** How often a word stands in a text says little more after the third time, and each time costs the index the same. */
const MAX_TIMES = 3;

/** Characters of one document that can be found: about 60,000 words. */
const MAX_TEXT_CHARACTERS = 400_000;

/** The text of the body, a line a block; empty ones are left out. */
export const linesOf = (doc: Y.Doc): string[] => [...textLines(doc, () => undefined)].map(({ line }) => line);

interface TextLine {
  readonly line: string;
  readonly isAside: boolean;
}

/** With what is no text of its own but can be read, said by `aside`. */
function* textLines(
  doc: Y.Doc,
  aside: (element: Y.XmlElement) => string | undefined,
): Generator<TextLine, void> {
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
      if (text !== "") yield { line: text, isAside: false };
    } else if (node instanceof Y.XmlFragment) {
      const beside = node instanceof Y.XmlElement ? aside(node) : undefined;
      if (beside) yield { line: beside, isAside: true };
      for (const child of node.toArray().reverse()) waiting.push(child);
    }
  }
}

/** Reads no further than to the first line. */
export function digestOf(doc: Y.Doc): Digest {
  const [first] = textLines(doc, () => undefined);
  return { title: plainTitle(doc), excerpt: first === undefined ? "" : shorten(first.line) };
}

const plainTitle = (doc: Y.Doc): string => titleOf(doc).toString().trim().slice(0, MAX_TITLE_CHARACTERS);

export function fullDigestOf(doc: Y.Doc): FullDigest {
  const lines: string[] = [];
  const times = new Map<string, number>();
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
    for (const word of found) times.set(word, (times.get(word) ?? 0) + 1);
  }
  const terms: string[] = [];
  for (const [word, count] of times) {
    const term = foldWord(word);
    for (let time = Math.min(count, MAX_TIMES); time > 0; time--) terms.push(term);
  }
  return {
    title: plainTitle(doc),
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
