// What a block is, and how blocks move: pure functions on ProseMirror's document. Called by the handle, the
// block menu, Alt with arrows, and tests. Each change is one transaction, so that it reaches others whole.
// A block is what stands in the document, in a quote or a note; in a list it is the item, with what hangs
// from it; a table is one block, whatever stands in its cells.

import { Fragment, type Node, type NodeType, type ResolvedPos } from "@tiptap/pm/model";
import {
  type EditorState,
  NodeSelection,
  Selection,
  TextSelection,
  type Transaction,
} from "@tiptap/pm/state";

/** Neighbouring blocks under one parent: [from, to) are positions in that parent's content. */
export interface Blocks {
  readonly from: number;
  readonly to: number;
  /** Of the parent. */
  readonly depth: number;
}

export const isItem = (node: Node): boolean => node.type.name === "listItem" || node.type.name === "taskItem";
export const isList = (node: Node): boolean =>
  node.childCount > 0 && node.firstChild !== null && isItem(node.firstChild);

const isTablePart = (node: Node): boolean => node.type.spec.tableRole !== undefined;

/** Whether the children of this parent are blocks that may be moved among themselves. */
function holdsBlocks(parent: Node): boolean {
  if (parent.isTextblock || isItem(parent) || isTablePart(parent)) return false;
  if (parent.type.name === "doc" || isList(parent)) return true;
  // A part that only its own parent can hold (the summary of a toggle) does not move.
  const { paragraph } = parent.type.schema.nodes;
  return paragraph !== undefined && parent.type.contentMatch.matchType(paragraph) !== null;
}

/** The deepest depth whose children are blocks, not looking into tables. */
function depthOfBlocks($pos: ResolvedPos): number {
  let found = 0;
  for (let depth = 0; depth <= $pos.depth; depth++) {
    const node = $pos.node(depth);
    if (isTablePart(node)) break;
    if (holdsBlocks(node)) found = depth;
  }
  return found;
}

/** The block around a place, or the one that begins there. */
export function blockAt(doc: Node, pos: number): Blocks | undefined {
  const $pos = doc.resolve(Math.max(0, Math.min(pos, doc.content.size)));
  const depth = depthOfBlocks($pos);
  if (depth < $pos.depth) return { from: $pos.before(depth + 1), to: $pos.after(depth + 1), depth };
  const { nodeAfter } = $pos;
  return nodeAfter === null ? undefined : { from: pos, to: pos + nodeAfter.nodeSize, depth };
}

/** The blocks that a selection touches, at the depth where they are neighbours. */
export function blocksOf({ doc, selection }: Pick<EditorState, "doc" | "selection">): Blocks | undefined {
  const { $from, $to } = selection;
  if (selection instanceof NodeSelection) return blockAt(doc, selection.from);
  let depth = Math.min(depthOfBlocks($from), depthOfBlocks($to), $from.sharedDepth($to.pos));
  while (depth > 0 && !holdsBlocks($from.node(depth))) depth--;
  if (depth >= $from.depth || depth >= $to.depth) {
    // The selection stands between blocks, or holds all of them.
    const from = depth < $from.depth ? $from.before(depth + 1) : $from.pos;
    const to = depth < $to.depth ? $to.after(depth + 1) : $to.pos;
    return from < to ? { from, to, depth } : blockAt(doc, from);
  }
  // A selection that ends before the first letter of a block does not mean that block.
  const ends = $to.parentOffset === 0 && $to.pos > $from.pos && $to.depth > depth;
  const index = $to.index(depth);
  const onlyTouched =
    ends && index > $from.index(depth) && $to.start(depth + 1) >= $to.pos - ($to.depth - depth - 1);
  const to = onlyTouched ? $to.before(depth + 1) : $to.after(depth + 1);
  return { from: $from.before(depth + 1), to, depth };
}

/** Nodes as they must be to stand in that parent; `undefined` where they cannot. */
export function fitted(
  nodes: readonly Node[],
  parent: Node,
  index: number,
  source: Node,
): Fragment | undefined {
  const made = isList(parent)
    ? nodes.flatMap((node) => asItems(node, parent.firstChild?.type))
    : asBlocks(nodes, source);
  if (made.some((node) => node === undefined)) return undefined;
  const fragment = Fragment.fromArray(made.filter((node) => node !== undefined));
  return parent.canReplace(index, index, fragment) ? fragment : undefined;
}

function asItems(node: Node, type: NodeType | undefined): (Node | undefined)[] {
  if (type === undefined) return [undefined];
  if (node.type === type) return [node];
  if (isList(node)) return node.children.flatMap((item) => asItems(item, type));
  const content = isItem(node) ? node.content : Fragment.from(node);
  return [type.validContent(content) ? type.create(null, content) : undefined];
}

/** Items that leave their list take a list of the same kind with them. */
function asBlocks(nodes: readonly Node[], source: Node): Node[] {
  const made: Node[] = [];
  let items: Node[] = [];
  const close = () => {
    if (items.length > 0) made.push(source.type.create(source.attrs, items));
    items = [];
  };
  for (const node of nodes) {
    if (isItem(node)) items.push(node);
    else {
      close();
      made.push(node);
    }
  }
  close();
  return made;
}

export function nodesIn(doc: Node, { from, to, depth }: Blocks): readonly Node[] {
  const $from = doc.resolve(from);
  const parent = $from.node(depth);
  const nodes: Node[] = [];
  for (let index = $from.index(depth), at = from; at < to && index < parent.childCount; index++) {
    const node = parent.child(index);
    nodes.push(node);
    at += node.nodeSize;
  }
  return nodes;
}

/**
 * Moves blocks to a gap between other blocks. `undefined`: they cannot stand there, or stand there already.
 * The selection goes with them if it was in them.
 */
export function moveTo(state: EditorState, blocks: Blocks, gap: number): Transaction | undefined {
  const { doc, selection, tr } = state;
  if (gap >= blocks.from && gap <= blocks.to) return undefined;
  const $gap = doc.resolve(gap);
  const parent = $gap.parent;
  if (!holdsBlocks(parent)) return undefined;
  const source = doc.resolve(blocks.from).node(blocks.depth);
  const content = fitted(nodesIn(doc, blocks), parent, $gap.index(), source);
  if (content === undefined) return undefined;

  const hole = holeOf(doc, blocks);
  // What is left must be allowed where it is: a quote without a block is not.
  if (gap >= hole.from && gap <= hole.to && (hole.from < blocks.from || hole.to > blocks.to))
    return undefined;
  tr.replaceWith(hole.from, hole.to, hole.fill);
  const at = tr.mapping.map(gap, gap > blocks.from ? -1 : 1);
  tr.insert(at, content);

  const moved = nodesIn(doc, blocks);
  const plain =
    moved.length === content.childCount && moved.every((node, index) => node === content.child(index));
  const inside = selection.from >= blocks.from && selection.to <= blocks.to;
  if (inside) {
    // In a new list everything stands one deeper; in a converted item it keeps its distance.
    const deeper = plain || content.firstChild?.type !== source.type ? 0 : 1;
    const unwrapped = !plain && deeper === 0 && !isItem(moved[0] ?? source) ? 1 : 0;
    const shift = at + deeper + unwrapped - blocks.from;
    tr.setSelection(selectionAt(tr.doc, selection, shift));
  }
  return tr.setMeta("uiEvent", "move");
}

function selectionAt(doc: Node, selection: Selection, shift: number): Selection {
  const clamp = (pos: number) => Math.max(0, Math.min(pos + shift, doc.content.size));
  if (selection instanceof NodeSelection) {
    const $pos = doc.resolve(clamp(selection.from));
    return $pos.nodeAfter !== null && NodeSelection.isSelectable($pos.nodeAfter)
      ? new NodeSelection($pos)
      : Selection.near($pos);
  }
  return TextSelection.between(doc.resolve(clamp(selection.anchor)), doc.resolve(clamp(selection.head)));
}

interface Hole {
  readonly from: number;
  readonly to: number;
  /** What must stand there instead, where nothing may not. */
  readonly fill: Fragment;
}

/** What goes when the blocks go: also the lists, quotes and items that would be left with nothing. */
function holeOf(doc: Node, { from, to, depth }: Blocks): Hole {
  const $from = doc.resolve(from);
  const holes = [{ from, to, depth }];
  for (let at = depth; at > 0; at--) {
    const node = $from.node(at);
    const inner = holes[0];
    if (inner === undefined || node.content.size !== inner.to - inner.from || isTablePart(node)) break;
    holes.unshift({ from: $from.before(at), to: $from.after(at), depth: at - 1 });
  }
  for (const hole of holes) {
    const parent = $from.node(hole.depth);
    const index = $from.index(hole.depth);
    const count = hole.depth === depth ? nodesIn(doc, { from, to, depth }).length : 1;
    if (parent.canReplace(index, index + count))
      return { from: hole.from, to: hole.to, fill: Fragment.empty };
  }
  // The body of a toggle, or a whole document, is never without a place to write.
  const place = $from.node(depth).type.contentMatch.defaultType?.createAndFill();
  return { from, to, fill: Fragment.from(place) };
}

/** The gap that is one step up or down from the blocks. */
export function stepGap(doc: Node, blocks: Blocks, direction: -1 | 1): number | undefined {
  for (let depth = blocks.depth; depth >= 0; depth--) {
    const $edge = doc.resolve(direction < 0 ? blocks.from : blocks.to);
    const parent = $edge.node(depth);
    if (!holdsBlocks(parent)) continue;
    const own = depth === blocks.depth;
    const at = own ? $edge.pos : direction < 0 ? $edge.before(depth + 1) : $edge.after(depth + 1);
    const $at = doc.resolve(at);
    const neighbour = direction < 0 ? $at.nodeBefore : $at.nodeAfter;
    const climbed = depth < blocks.depth;
    // Out of a nested list it becomes the item before (after) the one it hung from.
    if (climbed && isList(parent)) return at;
    if (neighbour !== null) return direction < 0 ? at - neighbour.nodeSize : at + neighbour.nodeSize;
  }
  return undefined;
}

/** One step up or down; out of its list or quote where it stands at the edge. */
export function moveStep(state: EditorState, direction: -1 | 1): Transaction | undefined {
  const blocks = blocksOf(state);
  if (blocks === undefined) return undefined;
  const gap = stepGap(state.doc, blocks, direction);
  return gap === undefined ? undefined : moveTo(state, blocks, gap)?.scrollIntoView();
}

/** The same blocks once more, right below; the selection goes into the copy. */
export function duplicate(state: EditorState): Transaction | undefined {
  const blocks = blocksOf(state);
  if (blocks === undefined) return undefined;
  const { doc, selection, tr } = state;
  tr.insert(blocks.to, Fragment.fromArray([...nodesIn(doc, blocks)]));
  const inside = selection.from >= blocks.from && selection.to <= blocks.to;
  if (inside) tr.setSelection(selectionAt(tr.doc, selection, blocks.to - blocks.from));
  return tr.setMeta("uiEvent", "duplicate").scrollIntoView();
}

/** Without the blocks; the caret goes to what follows, or to what stood before. */
export function without(state: EditorState): Transaction | undefined {
  const blocks = blocksOf(state);
  if (blocks === undefined) return undefined;
  const { doc, tr } = state;
  const hole = holeOf(doc, blocks);
  tr.replaceWith(hole.from, hole.to, hole.fill);
  const at = Math.min(hole.from, tr.doc.content.size);
  const atEnd = at >= tr.doc.content.size;
  tr.setSelection(Selection.near(tr.doc.resolve(at), atEnd ? -1 : 1));
  return tr.setMeta("uiEvent", "cut").scrollIntoView();
}
