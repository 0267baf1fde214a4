// The invariants of SPEC.md as a function: called by tests and by the fuzz after every operation, and by
// a developer's console. Costs a projection of the whole document.

import type { Binding } from "./binding.ts";
import type { Branch } from "./mirror.ts";
import { project } from "./project.ts";
import { shapeOf } from "./shape.ts";
import { isText, kidsOf } from "./y.ts";

/**
 * Every broken invariant, one sentence each. `drift`: a plugin may have answered a change of others with
 * one of its own, which is not written before somebody writes here (B11).
 */
export function brokenInvariants(binding: Binding, drift = false): string[] {
  const { mirror, prosemirrorView: view } = binding;
  if (mirror === undefined || view === null) return ["not bound"];
  const broken: string[] = [];
  const { doc } = view.state;
  if (doc !== mirror.doc && !drift)
    broken.push(`B1 the editor shows another document: ${shapeOf(doc, mirror.doc)}`);
  const anew = project(binding.type, view.state.schema, undefined, undefined);
  if (!mirror.doc.eq(anew.root.node)) {
    broken.push(`B1 the mirror is not the projection: ${shapeOf(mirror.doc, anew.root.node)}`);
  }
  let shown = 0;
  const walk = (branch: Branch) => {
    shown++;
    if (mirror.get(branch.type) !== branch) broken.push("B2 a branch is not in the table");
    if (mirror.mapping.get(branch.type) !== branch.node) broken.push("B2 mapping holds another node");
    const kids = kidsOf(branch.type);
    const real = branch.kids.filter((kid) => kid !== null);
    if (kids === undefined || kids.length !== real.length || kids.some((kid, index) => kid !== real[index])) {
      broken.push("B2 the children are not those of Yjs");
    }
    let offset = 0;
    for (const [index, kid] of branch.kids.entries()) {
      const child = branch.sizes === undefined ? branch.node.child(index) : branch.node.nodeAt(offset);
      const size = branch.sizes?.[index];
      if (isText(kid) && size !== undefined && size !== kid.length)
        broken.push("B2 a text has another length");
      offset += size ?? 0;
      const below = kid === null ? undefined : mirror.get(kid);
      if (below === undefined) {
        if (kid !== null && !(isText(kid) && branch.sizes !== undefined))
          broken.push("B2 a child has no entry");
        continue;
      }
      if (below.node !== child) broken.push(`B2 ${below.node.type.name} is not the node in the document`);
      if (below.kind === "branch") walk(below);
      else shown++;
    }
    if (branch.sizes !== undefined && offset !== branch.node.content.size)
      broken.push("B2 sizes do not add up");
  };
  walk(mirror.root);
  if (shown !== mirror.entries.size) broken.push(`B2 ${mirror.entries.size - shown} entries of nobody`);
  if (mirror.mapping.size !== mirror.entries.size) broken.push("B2 mapping is not of the same size");
  return broken;
}
