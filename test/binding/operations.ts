// What people do to a document, at random and by the schema only: no name of a node stands here. Called
// by the world of the fuzz. Each returns false where it found nothing to do.

import { lift, selectAll, setBlockType, wrapIn } from "@tiptap/pm/commands";
import { Fragment, type Mark, type Node, type NodeType, type Schema, Slice } from "@tiptap/pm/model";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "@tiptap/pm/schema-list";
import { NodeSelection, TextSelection, type Transaction } from "@tiptap/pm/state";
import {
  addColumnAfter,
  addRowAfter,
  CellSelection,
  deleteColumn,
  deleteRow,
  mergeCells,
  splitCell,
  toggleHeaderRow,
} from "@tiptap/pm/tables";
import { canJoin, canSplit, dropPoint } from "@tiptap/pm/transform";
import type { Headless } from "./headless.ts";

export class Random {
  private seed: number;

  constructor(seed: number) {
    this.seed = seed;
  }

  /** Mulberry32: small, fast, and the same everywhere. */
  next(): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let t = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  pick<T>(list: readonly T[]): T | undefined {
    return list[this.below(list.length)];
  }

  chance(p: number): boolean {
    return this.next() < p;
  }
}

const WORDS = ["a", "aa", "b", "tide", " ", "Hello", "🚤", "👩‍👩‍👧", "é", "xyz ", "\uFFFC", "1", "ab"];

const textOf = (random: Random): string => {
  let text = random.pick(WORDS) ?? "a";
  while (random.chance(0.3)) text += random.pick(WORDS);
  return text;
};

const placeholder = (type: NodeType) => type.name.startsWith("unsupported");

function randomAttrs(random: Random, specs: Record<string, { default?: unknown }> | null | undefined) {
  const attrs: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(specs ?? {})) {
    const usual = spec.default;
    // Spans of cells must fit their table: that is the tables' business.
    if (name === "colspan" || name === "rowspan" || name === "colwidth") continue;
    if (usual !== undefined && random.chance(0.5)) continue;
    if (typeof usual === "number") attrs[name] = 1 + random.below(3);
    else if (typeof usual === "boolean") attrs[name] = random.chance(0.5);
    else if (typeof usual === "object" && usual !== null)
      attrs[name] = { w: random.below(3), h: [random.below(2)] };
    else attrs[name] = random.pick(["one", "two", "three"]);
  }
  return attrs;
}

function randomMarks(random: Random, parent: NodeType, most = 2): readonly Mark[] {
  const types = Object.values(parent.schema.marks).filter((type) => parent.allowsMarkType(type));
  let marks: readonly Mark[] = [];
  for (let at = random.below(most + 1); at > 0; at--) {
    const type = random.pick(types);
    if (type !== undefined) marks = type.create(randomAttrs(random, type.spec.attrs)).addToSet(marks);
  }
  return marks;
}

function randomNode(random: Random, schema: Schema, inline: boolean, depth = 0): Node | undefined {
  const types = Object.values(schema.nodes).filter(
    (type) => type.isInline === inline && !type.isText && type !== schema.topNodeType && !placeholder(type),
  );
  const type = random.pick(types);
  if (type === undefined) return undefined;
  const attrs = randomAttrs(random, type.spec.attrs);
  let content: Fragment = Fragment.empty;
  if (type.inlineContent && random.chance(0.7)) content = randomInline(random, type);
  else if (!type.isLeaf && depth < 2 && random.chance(0.5)) {
    const child = randomNode(random, schema, false, depth + 1);
    if (child !== undefined) content = Fragment.from(child);
  }
  return type.createAndFill(attrs, content) ?? type.createAndFill(attrs) ?? undefined;
}

function randomInline(random: Random, parent: NodeType): Fragment {
  const nodes: Node[] = [];
  for (let at = random.below(3); at >= 0; at--) {
    const atom = random.chance(0.3) ? randomNode(random, parent.schema, true) : undefined;
    const node = atom ?? parent.schema.text(textOf(random), randomMarks(random, parent));
    if (parent.contentMatch.matchType(node.type)) nodes.push(node);
  }
  return Fragment.fromArray(nodes);
}

interface Block {
  readonly node: Node;
  readonly at: number;
}

function textblocks(doc: Node): Block[] {
  const found: Block[] = [];
  doc.descendants((node, at) => {
    if (node.isTextblock) found.push({ node, at });
    return !node.isTextblock;
  });
  return found;
}

const insideOf = (random: Random, { node, at }: Block): number =>
  at + 1 + random.below(node.content.size + 1);

const anywhere = (random: Random, doc: Node): number => random.below(doc.content.size + 1);

type Change = (random: Random, person: Headless) => Transaction | undefined | boolean;

function place(random: Random, person: Headless): boolean {
  const { doc } = person.state;
  const block = random.pick(textblocks(doc));
  if (block === undefined) return false;
  const from = insideOf(random, block);
  const to = random.chance(0.3) ? insideOf(random, random.pick(textblocks(doc)) ?? block) : from;
  person.dispatch(person.state.tr.setSelection(TextSelection.between(doc.resolve(from), doc.resolve(to))));
  return true;
}

const onSelection =
  (command: (state: Headless["state"], dispatch: (tr: Transaction) => void) => boolean): Change =>
  (random, person) =>
    place(random, person) && command(person.state, person.dispatch);

const listTypes = (schema: Schema) =>
  Object.values(schema.nodes).filter((type) =>
    type.contentMatch.defaultType?.spec.content?.startsWith("paragraph"),
  );
const itemTypes = (schema: Schema) =>
  Object.values(schema.nodes).filter((type) => type.spec.content?.startsWith("paragraph "));

const type: Change = (random, person) => {
  const { doc, tr } = person.state;
  const block = random.pick(textblocks(doc));
  if (block === undefined) return false;
  const at = insideOf(random, block);
  if (random.chance(0.5)) return tr.insertText(textOf(random), at);
  if (random.chance(0.5)) return tr.insert(at, randomInline(random, block.node.type));
  // As keys come: letter by letter, with the caret behind each.
  for (const letter of textOf(random)) {
    const from = person.state.selection.$from.parent.isTextblock ? person.state.selection.from : at;
    person.dispatch(person.state.tr.insertText(letter, from, from));
  }
  return true;
};

const erase: Change = (random, person) => {
  const { doc, tr } = person.state;
  const block = random.pick(textblocks(doc));
  if (block === undefined || block.node.content.size === 0) return false;
  const from = insideOf(random, block);
  const to = random.chance(0.7)
    ? Math.min(from + 2, block.at + 1 + block.node.content.size)
    : insideOf(random, block);
  return from !== to && tr.delete(Math.min(from, to), Math.max(from, to));
};

const split: Change = (random, person) => {
  const { doc, tr } = person.state;
  const block = random.pick(textblocks(doc));
  if (block === undefined) return false;
  const at = insideOf(random, block);
  const depth = random.chance(0.7) ? 1 : 2;
  return canSplit(doc, at, depth) && tr.split(at, depth);
};

const join: Change = (random, person) => {
  const { doc, tr } = person.state;
  const places: number[] = [];
  doc.descendants((_node, at) => {
    if (at > 0 && canJoin(doc, at)) places.push(at);
  });
  const at = random.pick(places);
  return at !== undefined && tr.join(at);
};

const format: Change = (random, person) => {
  const { doc, tr } = person.state;
  const from = anywhere(random, doc);
  const to = Math.min(doc.content.size, from + 1 + random.below(random.chance(0.8) ? 8 : 60));
  const mark = random.pick(Object.values(doc.type.schema.marks));
  if (mark === undefined) return false;
  if (random.chance(0.35)) return tr.removeMark(from, to, mark);
  return tr.addMark(from, to, mark.create(randomAttrs(random, mark.spec.attrs)));
};

const retype: Change = (random, person) => {
  const types = Object.values(person.state.schema.nodes).filter((one) => one.isTextblock && !one.isInline);
  const wanted = random.pick(types);
  if (wanted === undefined) return false;
  return onSelection(setBlockType(wanted, randomAttrs(random, wanted.spec.attrs)))(random, person);
};

const wrap: Change = (random, person) => {
  const { schema } = person.state;
  const lists = listTypes(schema);
  if (random.chance(0.6)) {
    const list = random.pick(lists);
    return list !== undefined && onSelection(wrapInList(list))(random, person);
  }
  const wanted = random.pick(Object.values(schema.nodes).filter((one) => !one.isLeaf && !one.isTextblock));
  return (
    wanted !== undefined &&
    onSelection(wrapIn(wanted, randomAttrs(random, wanted.spec.attrs)))(random, person)
  );
};

const unwrap: Change = (random, person) => {
  const item = random.pick(itemTypes(person.state.schema));
  if (item === undefined || random.chance(0.4)) return onSelection(lift)(random, person);
  const command = random.pick([liftListItem(item), sinkListItem(item), splitListItem(item)]);
  return command !== undefined && onSelection(command)(random, person);
};

const insertNode: Change = (random, person) => {
  const { doc, tr, schema } = person.state;
  const inline = random.chance(0.5);
  const node = randomNode(random, schema, inline);
  if (node === undefined) return false;
  if (inline) {
    const block = random.pick(textblocks(doc));
    if (block?.node.type.contentMatch.matchType(node.type) == null) return false;
    return tr.insert(insideOf(random, block), node);
  }
  const at = dropPoint(doc, anywhere(random, doc), new Slice(Fragment.from(node), 0, 0));
  return at !== null && tr.insert(at, node);
};

const setAttribute: Change = (random, person) => {
  const { doc, tr } = person.state;
  const found: Block[] = [];
  doc.descendants((node, at) => {
    if (!placeholder(node.type) && Object.keys(node.type.spec.attrs ?? {}).length > 0)
      found.push({ node, at });
  });
  const one = random.pick(found);
  if (one === undefined) return false;
  const attrs = randomAttrs(random, one.node.type.spec.attrs);
  const [name] = Object.keys(attrs);
  if (name === undefined) return false;
  const clear = random.chance(0.2) && one.node.type.spec.attrs?.[name]?.default === null;
  return tr.setNodeAttribute(one.at, name, clear ? null : attrs[name]);
};

const blockAt = (random: Random, doc: Node): Block | undefined => {
  const found: Block[] = [];
  doc.descendants((node, at, parent) => {
    if (parent !== null && !parent.inlineContent) found.push({ node, at });
  });
  return random.pick(found);
};

const move: Change = (random, person) => {
  const { doc, tr } = person.state;
  const block = blockAt(random, doc);
  if (block === undefined) return false;
  tr.delete(block.at, block.at + block.node.nodeSize);
  const at = dropPoint(tr.doc, anywhere(random, tr.doc), new Slice(Fragment.from(block.node), 0, 0));
  return at !== null && tr.insert(at, block.node);
};

const duplicate: Change = (random, person) => {
  const { doc, tr } = person.state;
  const block = blockAt(random, doc);
  return block !== undefined && tr.insert(block.at, block.node);
};

const removeRange: Change = (random, person) => {
  const { doc, tr } = person.state;
  const from = anywhere(random, doc);
  const to = Math.min(doc.content.size, from + random.below(random.chance(0.9) ? 20 : 100));
  return random.chance(0.5) ? tr.deleteRange(from, to) : tr.delete(from, to);
};

const removeBlock: Change = (random, person) => {
  const block = blockAt(random, person.state.doc);
  return block !== undefined && person.state.tr.delete(block.at, block.at + block.node.nodeSize);
};

const paste: Change = (random, person) => {
  const { doc, tr } = person.state;
  const from = anywhere(random, doc);
  const slice = doc.slice(from, Math.min(doc.content.size, from + random.below(40)), random.chance(0.5));
  const at = anywhere(random, doc);
  const to = Math.min(doc.content.size, at + random.below(6));
  // Through JSON, as from another window: equal nodes, not the same.
  const pasted = random.chance(0.5) ? slice : Slice.fromJSON(doc.type.schema, slice.toJSON());
  return random.chance(0.5) ? tr.replaceRange(at, to, pasted) : tr.replace(at, to, pasted);
};

const replaceAll: Change = (random, person) => {
  const { doc, tr, schema } = person.state;
  if (random.chance(0.5)) {
    selectAll(person.state, person.dispatch);
    return person.state.tr.deleteSelection();
  }
  const node = randomNode(random, schema, false);
  return node !== undefined && tr.replaceRangeWith(0, doc.content.size, node);
};

const table: Change = (random, person) => {
  const command = random.pick([
    addRowAfter,
    addColumnAfter,
    deleteRow,
    deleteColumn,
    splitCell,
    toggleHeaderRow,
  ]);
  const cells: number[] = [];
  person.state.doc.descendants((node, at) => {
    const role: unknown = node.type.spec.tableRole;
    if (role === "cell" || role === "header_cell") cells.push(at);
  });
  const cell = random.pick(cells);
  if (command === undefined || cell === undefined) return false;
  if (random.chance(0.3)) {
    const other = random.pick(cells) ?? cell;
    try {
      const selection = CellSelection.create(person.state.doc, cell, other);
      person.dispatch(person.state.tr.setSelection(selection as never));
      return mergeCells(person.state, person.dispatch);
    } catch {
      return false; // two tables
    }
  }
  person.dispatch(person.state.tr.setSelection(TextSelection.near(person.state.doc.resolve(cell + 1))));
  return command(person.state, person.dispatch);
};

const selectNode: Change = (random, person) => {
  const block = blockAt(random, person.state.doc);
  if (block === undefined || !NodeSelection.isSelectable(block.node)) return false;
  return person.state.tr.setSelection(NodeSelection.create(person.state.doc, block.at));
};

const severalPlaces: Change = (random, person) => {
  const { tr } = person.state;
  for (let count = 2 + random.below(4); count > 0; count--) {
    const block = random.pick(textblocks(tr.doc));
    if (block === undefined) return false;
    if (random.chance(0.7)) tr.insertText(textOf(random), insideOf(random, block));
    else if (block.node.content.size > 0) tr.delete(block.at + 1, block.at + 2);
  }
  return tr;
};

const nodeMark: Change = (random, person) => {
  const block = blockAt(random, person.state.doc);
  const parent = block === undefined ? undefined : person.state.doc.resolve(block.at).parent.type;
  if (block === undefined || parent === undefined || placeholder(block.node.type)) return false;
  const mark = random.pick(randomMarks(random, parent));
  if (mark === undefined) return false;
  return random.chance(0.3)
    ? block.node.marks.length > 0 && person.state.tr.removeNodeMark(block.at, block.node.marks[0] as Mark)
    : person.state.tr.addNodeMark(block.at, mark);
};

/** With how often each is done. */
const OPERATIONS: readonly (readonly [string, number, Change])[] = [
  ["type", 30, type],
  ["erase", 12, erase],
  ["split", 8, split],
  ["join", 5, join],
  ["format", 10, format],
  ["retype", 5, retype],
  ["wrap", 5, wrap],
  ["unwrap", 5, unwrap],
  ["insertNode", 8, insertNode],
  ["setAttribute", 4, setAttribute],
  ["move", 3, move],
  ["duplicate", 2, duplicate],
  ["removeRange", 3, removeRange],
  ["removeBlock", 2, removeBlock],
  ["paste", 5, paste],
  ["replaceAll", 0.3, replaceAll],
  ["table", 4, table],
  ["selectNode", 2, selectNode],
  ["severalPlaces", 3, severalPlaces],
];
const NODE_MARK = ["nodeMark", 2, nodeMark] as const;

/** One operation. Returns its name, or `undefined` where nothing came of it. */
export function operate(random: Random, person: Headless, nodeMarks: boolean): string | undefined {
  const list = nodeMarks ? [...OPERATIONS, NODE_MARK] : OPERATIONS;
  let at = random.next() * list.reduce((sum, [, weight]) => sum + weight, 0);
  const [name, , change] = list.find(([, weight]) => {
    at -= weight;
    return at < 0;
  }) ?? ["type", 0, type];
  let tr: Transaction | undefined | boolean;
  try {
    tr = change(random, person);
    if (tr !== undefined && typeof tr !== "boolean") {
      if (!validates(tr.doc)) return undefined;
      person.dispatch(tr);
    }
  } catch (error) {
    // ProseMirror refuses what does not fit; an error of the binding is not of these.
    if (!isRefusal(error)) throw error;
    return undefined;
  }
  if (tr === undefined || tr === false) return undefined;
  return name;
}

function validates(doc: Node): boolean {
  try {
    doc.check();
    return true;
  } catch {
    return false;
  }
}

Error.stackTraceLimit = 40;

function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const own = (error.stack ?? "").includes("_editor/binding/");
  return (
    !own &&
    (error instanceof RangeError ||
      error.name === "ReplaceError" ||
      error.name === "TransformError" ||
      error instanceof TypeError)
  );
}
