// Puts rescued words where their block goes on (B23), and lines that have no heir beside their neighbour's. Called by
// the binding with what the rescue found, inside of one transaction. Promises: a line stands where such a one may.

import type { ContentMatch, NodeType, Schema } from "@tiptap/pm/model";
import * as Y from "yjs";
import type { LostText } from "./lost-blocks.ts";
import { fill, putAmong } from "./place-in.ts";
import type { Losses } from "./rescue.ts";
import { sayOn } from "./said.ts";
import { ancestorsOf, BESIDE, goOn, JOINED } from "./succession.ts";
import { isElement, kidsOf, parentOf, type YElement, type YKid, type YParent } from "./y.ts";

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
    putAmong(heir, base, gaps);
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
  fill(
    made,
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
