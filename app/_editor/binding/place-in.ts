// Where in what a block goes on in rescued words belong: behind the very letters they stood behind, whatever was
// written there since, and never inside of a word. Called by put-back.ts; by the twins for what a copy was made with.

import * as Y from "yjs";
import type { Piece } from "./dead.ts";
import { movedIn } from "./moved.ts";
import { alike } from "./pairing.ts";
import type { Loss } from "./remembered.ts";
import { firstIn, JOINED } from "./succession.ts";
import { isText, NO_CHARACTER, type YElement, type YText } from "./y.ts";

/** Each piece behind what it stood behind in `base`, of which the heir was made. */
export function putAmong(heir: YElement, base: string, gaps: Loss["gaps"]): void {
  const [counts, content] = partOf(heir, base);
  // From the end on, so that a place stays where it is while what comes behind it is put in.
  let place = content.length;
  for (const { at, pieces } of [...gaps].reverse()) {
    place = Math.min(place, placeIn(base, content, at));
    putIn(heir, spotOf(heir, place, counts), pieces);
  }
}

/** All of it, in what holds nothing yet. */
export const fill = (made: YElement, pieces: readonly Piece[]): void =>
  putIn(made, { text: undefined, at: 0, index: 0 }, pieces);

type Counts = (item: Y.Item) => boolean;

/** What of the heir goes on from `base`: what it was made with, or what stands in it where `base` was joined to it. */
function partOf(heir: YElement, base: string): [Counts, content: string] {
  const isFirst = firstIn(heir);
  const first = contentIn(heir, isFirst);
  const isJoined = heir._map.has(JOINED) && base !== "" && (first === "" || !alike(base, first));
  if (!isJoined) return [isFirst, first];
  const lives: Counts = ({ deleted, countable }) => !deleted && countable;
  return [lives, contentIn(heir, lives)];
}

/** What the heir was made with, one character for each node in it and for what is gone since. */
export const firstContent = (heir: YElement): string => contentIn(heir, firstIn(heir));

function contentIn(heir: YElement, counts: Counts): string {
  let content = "";
  for (let kid = heir._start; kid !== null; kid = kid.right) {
    const type = kid.content instanceof Y.ContentType ? kid.content.type : undefined;
    if (!isText(type)) {
      if (counts(kid)) content += NO_CHARACTER.repeat(kid.length);
      continue;
    }
    for (let item = type._start; item !== null; item = item.right) {
      if (!counts(item) || item.content instanceof Y.ContentFormat) continue;
      content +=
        item.content instanceof Y.ContentString ? item.content.str : NO_CHARACTER.repeat(item.length);
    }
  }
  return content;
}

/**
 * Nearly always the heir was made with the text as it was. Else its maker changed it while it copied it, or
 * it is not the next heir: then by what is the same around it, and never inside of a word.
 */
function placeIn(base: string, first: string, offset: number): number {
  if (isSame(base, first)) return offset;
  const whole = wholeIn(base, first);
  if (whole !== undefined) return whole + offset;
  let at = movedIn(base, first, offset);
  const letter = (index: number) => /[\p{L}\p{N}]/u.test(first.charAt(index));
  while (at > 0 && letter(at - 1) && letter(at)) at--;
  return at;
}

/** Joined to another one it stands at one of the ends. */
function wholeIn(base: string, content: string): number | undefined {
  if (base === "") return undefined;
  if (content.endsWith(base)) return content.length - base.length;
  const at = content.indexOf(base);
  return at === 0 || (at > 0 && content.indexOf(base, at + 1) < 0) ? at : undefined;
}

function isSame(base: string, first: string): boolean {
  if (base.length !== first.length) return false;
  for (let at = 0; at < base.length; at++) {
    if (base[at] !== first[at] && first[at] !== NO_CHARACTER) return false;
  }
  return true;
}

/** A place in a text, or between the children. */
interface Spot {
  readonly text: YText | undefined;
  readonly at: number;
  /** Of the text, or where a new child is put. */
  readonly index: number;
}

/** Right behind the first `offset` characters that count, whatever stands between them. */
function spotOf(heir: YElement, offset: number, counts: Counts): Spot {
  let seen = 0;
  let index = 0;
  for (let kid = heir._start; kid !== null; kid = kid.right) {
    const type = kid.content instanceof Y.ContentType ? kid.content.type : undefined;
    if (isText(type)) {
      if (offset === seen && !kid.deleted) return { text: type, at: 0, index };
      let at = 0;
      for (let item = type._start; item !== null; item = item.right) {
        if (item.content instanceof Y.ContentFormat) continue;
        if (counts(item)) {
          if (offset <= seen + item.length && !kid.deleted) {
            return { text: type, at: item.deleted ? at : at + offset - seen, index };
          }
          seen += item.length;
        }
        if (!item.deleted) at += item.length;
      }
    } else if (counts(kid)) {
      if (offset === seen) return { text: undefined, at: 0, index };
      seen += kid.length;
    }
    if (!kid.deleted && kid.countable) index += kid.length;
  }
  return { text: undefined, at: 0, index };
}

function putIn(heir: YElement, spot: Spot, pieces: readonly Piece[]): void {
  let { text, at, index } = spot;
  for (const piece of pieces) {
    if ("text" in piece) {
      if (text === undefined) {
        text = new Y.XmlText() as YText;
        heir.insert(index, [text]);
        at = 0;
      }
      text.insert(at, piece.text, piece.attributes);
      at += piece.text.length;
    } else {
      // Never into the middle of a text: cutting it would take its second half from whoever types there.
      if (text !== undefined) index++;
      heir.insert(index, [piece.make()]);
      index++;
      text = undefined;
    }
  }
}
