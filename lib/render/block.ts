// Draws one block of a document: a Yjs type becomes pieces, by the tables of nodes and marks. Called by
// reading.ts for a whole text, and by the page of a reader for what has changed. Promises: reads only;
// never throws at what somebody wrote; stops at its budget; needs no more call stack than MAX_DEPTH.

import * as Y from "yjs";
import { type Heading, headingsOf, listOf } from "./contents.ts";
import { MARKS, type MarkElement } from "./marks.ts";
import { NODES, unknownNode } from "./nodes.ts";
import { type Block, type Element, type Piece, textOf } from "./piece.ts";

/** Deeper than anybody nests. What lies below is shown as text: browsers give up at 512. */
const MAX_DEPTH = 64;

/** Of one heading in a list of contents. */
const HEADING: Budget = { characters: 1_000, elements: 100 };

/** What may still be drawn. Counted down; whoever asks for the drawing looks whether it is used up. */
export interface Budget {
  characters: number;
  elements: number;
}

export const isSpent = (budget: Budget): boolean => budget.characters < 0 || budget.elements < 0;

/** `undefined` for what cannot stand in a text at all. */
export function drawBlock(type: unknown, budget: Budget): Block | undefined {
  if (!(type instanceof Y.XmlText) && !(type instanceof Y.XmlElement)) return undefined;
  const into: Piece[] = [];
  draw(type, into, 0, budget);
  const [only] = into;
  const whole: Element =
    into.length === 1 && typeof only === "object" && type instanceof Y.XmlElement
      ? only
      : { tag: "p", of: into };
  return { key: keyOf(type), ...whole };
}

/** The id of the item that holds it: the same for everybody who has the document. */
export function keyOf(type: { readonly _item: Y.Item | null }): string {
  const id = type._item?.id;
  return id === undefined ? "root" : `${id.client}.${id.clock}`;
}

function draw(type: unknown, into: Piece[], depth: number, budget: Budget): void {
  if (isSpent(budget)) return;
  if (type instanceof Y.XmlText) return drawRuns(type, into, budget);
  if (!(type instanceof Y.XmlElement)) return;
  if (depth >= MAX_DEPTH) return drawFlat(type, into, budget);
  budget.elements--;
  const drawing = NODES[type.nodeName];
  const { outer, inner } = drawing?.draw(type) ?? unknownNode(type.nodeName);
  into.push(outer);
  if (type.nodeName === "toc") return drawContents(type, inner, budget);
  if (drawing?.leaf) return;
  for (const child of type.toArray()) draw(child, inner, depth + 1, budget);
  // A line that ends in a break, or has nothing in it, is as high as one that does not: so is the editor's.
  if (drawing?.textblock && endsOpen(inner)) inner.push({ tag: "br" });
  drawing?.finish?.(inner);
}

function drawContents({ doc }: Y.XmlElement, into: Piece[], budget: Budget): void {
  const headings = doc === null ? [] : headingsIn(doc);
  if (headings.length === 0) return;
  into.push(listOf(headings));
  budget.elements -= 1 + 2 * headings.length;
  for (const { text } of headings) budget.characters -= text.length;
}

/** The headings of a document, as lists of contents show them. */
export const headingsIn = (doc: Y.Doc): Heading[] =>
  headingsOf(doc, (type) => {
    const block = drawBlock(type, { ...HEADING });
    return { level: Number(block?.tag.slice(1)), text: block === undefined ? "" : textOf(block).trim() };
  });

function endsOpen(inner: readonly Piece[]): boolean {
  const last = inner.at(-1);
  if (last === undefined) return true;
  if (typeof last === "string") return last.endsWith("\n");
  return last.tag === "br";
}

interface Run {
  readonly insert?: unknown;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

interface Open {
  readonly key: string;
  readonly into: Piece[];
}

/** Neighbours share the elements of the marks that they share, as in the editor: one frame around one code. */
function drawRuns(text: Y.XmlText, into: Piece[], budget: Budget): void {
  const open: Open[] = [];
  for (const { insert, attributes } of text.toDelta() as Run[]) {
    if (typeof insert !== "string" || isSpent(budget)) continue;
    const marks = attributes === undefined ? [] : marksOf(attributes);
    let shared = 0;
    while (shared < open.length && shared < marks.length && open[shared]?.key === marks[shared]?.key)
      shared++;
    open.length = shared;
    for (const { key, element } of marks.slice(shared)) {
      const inner: Piece[] = [];
      (open.at(-1)?.into ?? into).push({ ...element, of: inner });
      open.push({ key, into: inner });
      budget.elements--;
    }
    const room = Math.max(0, budget.characters);
    budget.characters -= insert.length;
    (open.at(-1)?.into ?? into).push(insert.length > room ? insert.slice(0, room) : insert);
  }
}

// Marks that may overlap carry a hash of their attributes behind their name.
const HASH = /--[a-zA-Z0-9+/=]{8}$/;

function marksOf(attributes: Readonly<Record<string, unknown>>) {
  const marks: { key: string; element: MarkElement }[] = [];
  const named = new Map<string, unknown>();
  for (const [name, value] of Object.entries(attributes)) named.set(name.replace(HASH, ""), value);
  for (const [name, drawMark] of MARKS) {
    if (!named.has(name)) continue;
    const value = named.get(name);
    // A mark that was taken off.
    if (value === null || value === undefined || value === false) continue;
    const element = drawMark(value);
    if (element === undefined) continue;
    marks.push({ key: `${name} ${JSON.stringify(element.attributes ?? null)}`, element });
  }
  return marks;
}

/** An own stack, because a hostile document may be nested deeper than the call stack. */
function drawFlat(from: Y.XmlElement, into: Piece[], budget: Budget): void {
  const waiting: unknown[] = [from];
  while (waiting.length > 0 && !isSpent(budget)) {
    const next = waiting.pop();
    if (next instanceof Y.XmlText) drawRuns(next, into, budget);
    else if (next instanceof Y.XmlElement) {
      budget.elements--;
      for (const child of next.toArray().reverse()) waiting.push(child);
    }
  }
}
