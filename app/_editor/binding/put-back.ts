// Puts rescued words where their block goes on (B23). Called by the binding with what the rescue found, inside of
// one transaction. Promises: behind the very letters they stood behind, whatever was written there since;
// never inside of a word; a block that has no heir goes beside its neighbour's.

import type { ContentMatch, NodeType, Schema } from "@tiptap/pm/model";
import * as Y from "yjs";
import type { Piece } from "./dead.ts";
import type { LostText } from "./lost-blocks.ts";
import { movedIn } from "./moved.ts";
import { alike } from "./pairing.ts";
import type { Losses } from "./rescue.ts";
import { sayOn } from "./said.ts";
import { ancestorsOf, BESIDE, firstIn, goOn, JOINED } from "./succession.ts";
import {
  isElement,
  isText,
  kidsOf,
  NO_CHARACTER,
  parentOf,
  type YElement,
  type YKid,
  type YParent,
  type YText,
} from "./y.ts";

export interface Carried {
  /** What was written into. */
  readonly touched: readonly YParent[];
  /** Lines that stand again. */
  readonly made: readonly (readonly [LostText, YElement])[];
}

/** Puts it back, in the transaction of the caller. */
export function carryOver({ words, blocks, unheard }: Losses, schema: Schema): Carried {
  const touched: YParent[] = [];
  const again: [LostText, YElement][] = [];
  const last = new Map<YParent, YElement>();
  for (const { texts, beside, behind, whole } of blocks) {
    const put = (element: YElement, parent: YParent | undefined) => {
      if (behind) last.set(beside, element);
      if (parent !== undefined) touched.push(parent);
    };
    const at = behind ? (last.get(beside) ?? beside) : beside;
    if (whole !== undefined && isElement(at)) {
      const parent = putWhole(whole.element, at, behind, at === beside ? whole.above : 0);
      if (parent !== undefined) {
        put(whole.element as YElement, parent);
        for (const text of texts) {
          const made = lineOf(whole.element as YElement, text.id);
          if (made !== undefined) again.push([text, made]);
        }
        continue;
      }
    }
    // What stood around it has no place there (an item, where the list became a quote): then its text alone.
    for (const text of texts) {
      const made = putText(text, behind ? (last.get(beside) ?? beside) : beside, behind, schema);
      if (made === undefined) continue;
      put(made, parentOf(made));
      again.push([text, made]);
    }
  }
  for (const { heir, base, gaps, joined, emptied } of words) {
    const [counts, content] = partOf(heir, base);
    // From the end on, so that a place stays where it is while what comes behind it is put in.
    let place = content.length;
    for (const { at, pieces } of [...gaps].reverse()) {
      place = Math.min(place, placeIn(base, content, at));
      putIn(heir, spotOf(heir, place, counts), pieces);
    }
    sayOn(heir, JOINED, joined);
    sayOn(heir, BESIDE, emptied);
  }
  for (const { element, name, said } of unheard) {
    sayOn(element, name, said);
    touched.push(element);
  }
  return { touched: [...touched, ...words.map(({ heir }) => heir)], made: again };
}

/** The line in it that goes on from that one. */
function lineOf(made: YElement, id: Y.ID): YElement | undefined {
  if (ancestorsOf(made).some((one) => Y.compareIDs(one.id, id))) return made;
  for (const kid of kidsOf(made) ?? []) {
    const found = isElement(kid) ? lineOf(kid, id) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function putText(
  { name, attributes, row, past }: LostText,
  beside: YParent,
  behind: boolean,
  schema: Schema,
): YElement | undefined {
  const made = putBeside(beside, behind, name, schema);
  if (made === undefined) return undefined;
  if (made.nodeName === name) for (const [key, value] of attributes) made.setAttribute(key, value as string);
  putIn(
    made,
    { text: undefined, at: 0, index: 0 },
    row.map(({ piece }) => piece),
  );
  // Whoever typed into it what is not known here adds it.
  goOn(made, past);
  return made;
}

/** Beside what holds the neighbour's heir. If that is another kind (an item of another list), as one of those. */
function putWhole(made: Y.XmlElement, beside: YElement, behind: boolean, above: number): YParent | undefined {
  let at = beside;
  for (let level = 0; level < above; level++) {
    const parent = parentOf(at);
    if (!isElement(parent)) return undefined;
    at = parent;
  }
  const parent = parentOf(at);
  if (parent === undefined || at.nodeName !== made.nodeName) return undefined;
  parent.insert((parent.toArray() as YKid[]).indexOf(at) + (behind ? 1 : 0), [made]);
  return parent;
}

/** At the nearest place where such a block may stand, or another one in its stead. */
function putBeside(beside: YParent, behind: boolean, name: string, schema: Schema): YElement | undefined {
  if (!isElement(beside)) return putIntoDocument(beside, name, schema);
  for (let at: YElement = beside; ; ) {
    const parent = parentOf(at);
    if (parent === undefined) return undefined;
    const kids = parent.toArray() as YKid[];
    const index = kids.indexOf(at) + (behind ? 1 : 0);
    const type = isElement(parent) ? schema.nodes[parent.nodeName] : schema.topNodeType;
    for (const wanted of [name, beside.nodeName, type?.contentMatch.defaultType?.name]) {
      if (type === undefined || wanted === undefined || !fits(type, kids, index, schema.nodes[wanted]))
        continue;
      const made = new Y.XmlElement(wanted) as YElement;
      parent.insert(index, [made]);
      return made;
    }
    if (!isElement(parent)) return undefined;
    at = parent;
  }
}

/** It is empty, or holds only what the schema does not know. */
function putIntoDocument(root: YParent, name: string, { nodes, topNodeType }: Schema): YElement | undefined {
  const fit = fits(topNodeType, [], 0, nodes[name]) ? name : topNodeType.contentMatch.defaultType?.name;
  if (fit === undefined) return undefined;
  const made = new Y.XmlElement(fit) as YElement;
  root.insert(root.length, [made]);
  return made;
}

function fits(parent: NodeType, kids: readonly YKid[], index: number, type: NodeType | undefined): boolean {
  if (type === undefined || !type.isTextblock) return false;
  const types: (NodeType | undefined)[] = kids.map((kid) =>
    isElement(kid) ? type.schema.nodes[kid.nodeName] : undefined,
  );
  types.splice(index, 0, type);
  let match: ContentMatch | null | undefined = parent.contentMatch;
  for (const one of types) match = one === undefined ? null : match?.matchType(one);
  return match?.validEnd === true;
}

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
