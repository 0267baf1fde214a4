// Finds a query in the text of blocks. Pure, and the same in the page and in the worker that runs regular
// expressions (worker.ts). A block's text has one character per position, so a hit is a range of positions
// whatever marks cut the text into pieces.

import type { Node } from "@tiptap/pm/model";

export interface Query {
  readonly text: string;
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
  readonly regex: boolean;
}

/** In one block: offsets in its text, and what a replacement with $1 would put there. */
export interface Hit {
  readonly from: number;
  readonly to: number;
  readonly put?: string;
}

/** Nobody steps through more; what is beyond is said ("10,000+"), and found after these are replaced. */
export const MAX_HITS = 10_000;
export const MAX_PATTERN_CHARACTERS = 500;

/** Stands for what is no text (an image): a hit never spans it, for replacing would delete it. */
const NO_TEXT = "\u2029";

/** One character per position: line breaks are "\n", everything else that is no text is `NO_TEXT`. */
export function textOfBlock(block: Node): string {
  let text = "";
  block.forEach((child) => {
    if (child.isText) text += child.text ?? "";
    else if (child.type.name === "hardBreak") text += "\n";
    else text += NO_TEXT.repeat(child.nodeSize);
  });
  return text;
}

export type Pattern =
  | { readonly ok: true; readonly source: string; readonly flags: string }
  | { readonly ok: false; readonly why: "empty" }
  | { readonly ok: false; readonly why: "too-long" }
  | { readonly ok: false; readonly why: "wrong"; readonly reason: string };

const WORD = "[\\p{L}\\p{N}\\p{M}_]";

export function patternOf({ text, matchCase, wholeWord, regex }: Query): Pattern {
  if (text === "") return { ok: false, why: "empty" };
  if (text.length > MAX_PATTERN_CHARACTERS) return { ok: false, why: "too-long" };
  // A space that one sees is found, whichever kind of space it is.
  const plain = text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&").replace(/ /g, "[ \\u00a0]");
  const core = regex ? text : plain.replace(/\\-/g, "-").replace(/\\\//g, "\\/");
  const source = wholeWord ? `(?<!${WORD})(?:${core})(?!${WORD})` : core;
  const flags = `gmu${matchCase ? "" : "i"}`;
  try {
    new RegExp(source, flags);
  } catch (error) {
    return { ok: false, why: "wrong", reason: reasonOf(error) };
  }
  return { ok: true, source, flags };
}

/** "Invalid regular expression: /(/gu: Unterminated group" becomes "unterminated group". */
function reasonOf(error: unknown): string {
  const said = (error instanceof Error ? error.message : String(error)).split(": ").at(-1) ?? "";
  return said.charAt(0).toLowerCase() + said.slice(1);
}

/** Hits per text. Stops at `MAX_HITS` in all. Only for patterns that are safe, or in a worker. */
export function hitsIn(
  texts: readonly string[],
  { source, flags }: { readonly source: string; readonly flags: string },
  template?: string,
): { readonly hits: Hit[][]; readonly more: boolean } {
  const pattern = new RegExp(source, flags);
  let left = MAX_HITS;
  let more = false;
  const hits = texts.map((text) => {
    const found: Hit[] = [];
    if (more) return found;
    for (const match of text.matchAll(pattern)) {
      const whole = match[0];
      if (whole === "" || whole.includes(NO_TEXT)) continue;
      if (left === 0) {
        more = true;
        break;
      }
      left--;
      const from = match.index;
      const put = template === undefined ? undefined : expand(template, match);
      found.push({ from, to: from + whole.length, ...(put === undefined ? {} : { put }) });
    }
    return found;
  });
  return { hits, more };
}

/** $& is the hit, $1 a group, $<name> a named group, $$ a dollar. What names no group stays as it is. */
export function expand(template: string, match: RegExpMatchArray): string {
  return template.replace(/\$(?:([$&])|(\d{1,2})|<([^>]*)>)/g, (said, sign, digits, name) => {
    if (sign === "$") return "$";
    if (sign === "&") return match[0];
    if (name !== undefined) return match.groups === undefined ? said : (match.groups[name] ?? "");
    const two = Number(digits);
    if (two > 0 && two < match.length) return match[two] ?? "";
    const one = Number(String(digits)[0]);
    if (digits.length === 2 && one > 0 && one < match.length) return (match[one] ?? "") + digits[1];
    return said;
  });
}
