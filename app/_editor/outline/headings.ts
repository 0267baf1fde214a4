// The headings of a document, and which of them one reads under. Pure; called by the outline and by tests.

import type { Node } from "@tiptap/pm/model";

export interface Heading {
  readonly text: string;
  /** 1 is what people call Heading 1, however deep the document begins. */
  readonly level: number;
  readonly pos: number;
}

/** A document with more is no text; the list would be a page of its own. */
export const MAX_HEADINGS = 1_000;
const MAX_TEXT_CHARACTERS = 120;

export function headingsOf(doc: Node): readonly Heading[] {
  const found: Heading[] = [];
  doc.descendants((node, pos) => {
    if (found.length >= MAX_HEADINGS || node.type.spec.tableRole !== undefined) return false;
    if (node.type.name === "heading") {
      const text = node.textContent.trim().slice(0, MAX_TEXT_CHARACTERS);
      found.push({ text, level: Number(node.attrs.level) || 1, pos });
    }
    return !node.isTextblock;
  });
  // The shallowest stands at the margin.
  const least = Math.min(...found.map(({ level }) => level));
  return found.map((heading) => ({ ...heading, level: heading.level - least + 1 }));
}

/** Whether the list looks the same: positions may differ. */
export const sameHeadings = (a: readonly Heading[], b: readonly Heading[]): boolean =>
  a.length === b.length &&
  a.every((heading, index) => heading.text === b[index]?.text && heading.level === b[index]?.level);

/** The last heading that stands above the line; -1 before the first. Headings stand one below the other. */
export function headingAbove(count: number, topOf: (index: number) => number, line: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (topOf(middle) <= line) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
