// What changed in Yjs since the mirror was right, as a tree. Filled by whoever hears of a change or makes
// one; read by the projection, which looks at nothing else.

import { isText, parentOf, type YKid } from "./y.ts";

interface Soil {
  /** Its own list or attributes changed, not only something below. */
  self: boolean;
  readonly kids: Set<YKid>;
}

/** What changed in Yjs, as a tree from the root down to every changed type. */
export class Dirty {
  private readonly soil = new Map<YKid, Soil>();

  get size(): number {
    return this.soil.size;
  }

  add(type: YKid): void {
    const own = this.soil.get(type);
    if (own !== undefined) {
      own.self = true;
      if (own.kids.size > 0 || isText(type)) return;
    } else this.soil.set(type, { self: true, kids: new Set() });
    for (let kid = type, parent = parentOf(kid); parent !== undefined; parent = parentOf(kid)) {
      const above = this.soil.get(parent);
      if (above?.kids.has(kid) === true) return;
      if (above === undefined) this.soil.set(parent, { self: false, kids: new Set([kid]) });
      else above.kids.add(kid);
      kid = parent;
    }
  }

  get(type: YKid): Soil | undefined {
    return this.soil.get(type);
  }
}
