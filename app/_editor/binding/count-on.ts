// prosemirror-view asks for the place of every block that it updates, and counts it from the first block on: with
// 500 changed blocks among 10,000 that was half of the change (12 of 25 ms in a profile). Here it goes on
// counting where it was asked last. Called before a change of others is shown. Promises: the same answers, and
// only while one update walks down the blocks, in which what is above stays as it is.

import type { EditorView } from "@tiptap/pm/view";

/** Not public in prosemirror-view; a test holds that it is there. Without it all is as it was, only slower. */
interface Desc {
  readonly children: readonly Desc[];
  readonly size: number;
  posBeforeChild(child: Desc): number;
  updateChildren(view: EditorView, start: number): void;
}

/** The view makes its outermost description anew now and then: asked before each change, done once for each. */
export function countOn(view: EditorView): void {
  const desc = outermost(view);
  if (desc === undefined || Object.hasOwn(desc, "updateChildren")) return;
  const { posBeforeChild, updateChildren } = desc;
  desc.updateChildren = (now, start) => {
    let at = 0;
    let last: Desc | undefined;
    let place = start;
    desc.posBeforeChild = (child) => {
      const { children } = desc;
      // Something above it went or came (a widget, a block drawn anew): counted from the start again.
      if (last === undefined || children[at] !== last) [at, place] = [0, start];
      for (let index = at, sum = place; index < children.length; index++) {
        const one = children[index] as Desc;
        if (one === child) {
          [at, last, place] = [index, child, sum];
          return sum;
        }
        sum += one.size;
      }
      return posBeforeChild.call(desc, child);
    };
    try {
      updateChildren.call(desc, now, start);
    } finally {
      desc.posBeforeChild = posBeforeChild;
    }
  };
}

function outermost(view: EditorView): Desc | undefined {
  const desc: unknown = Reflect.get(view, "docView");
  if (typeof desc !== "object" || desc === null) return undefined;
  const { children, posBeforeChild, updateChildren } = desc as Partial<Desc>;
  return Array.isArray(children) &&
    typeof posBeforeChild === "function" &&
    typeof updateChildren === "function"
    ? (desc as Desc)
    : undefined;
}
