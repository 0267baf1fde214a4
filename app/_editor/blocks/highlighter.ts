// The highlighter itself, in a file of its own so that it is loaded with the first block that needs it.
// Called by code-colors.ts through import(). Gives runs of text with their kinds, in order.

import { common, createLowlight } from "lowlight";

export interface Run {
  readonly from: number;
  readonly to: number;
  readonly kind: string;
}

interface Tree {
  readonly type: string;
  readonly value?: string;
  readonly properties?: { readonly className?: unknown };
  readonly children?: readonly Tree[];
}

const lowlight = createLowlight(common);

export function runsOf(language: string, code: string): Run[] {
  if (!lowlight.registered(language)) return [];
  const runs: Run[] = [];
  let at = 0;
  const walk = (node: Tree, kind: string) => {
    if (node.type === "text") {
      const from = at;
      at += node.value?.length ?? 0;
      if (kind !== "" && at > from) runs.push({ from, to: at, kind });
      return;
    }
    const names = node.properties?.className;
    const own = Array.isArray(names) ? names.filter((name) => typeof name === "string").join(" ") : "";
    for (const child of node.children ?? []) walk(child, own || kind);
  };
  walk(lowlight.highlight(language, code) as Tree, "");
  return runs;
}
