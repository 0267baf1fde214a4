// The one table of how each mark of the schema is drawn, outermost first: the order is the schema's, so
// that the same text has the same elements here and in the editor. Called by block.ts. A mark without a
// line here leaves its text as it is.

import { isSafeLink } from "../links.ts";
import type { Attributes, Tag } from "./piece.ts";

export interface MarkElement {
  readonly tag: Tag;
  readonly attributes?: Attributes;
}

/** `undefined`: nothing goes around this text, whatever the mark says. */
export type DrawMark = (value: unknown) => MarkElement | undefined;

const MAX_TITLE_CHARACTERS = 500;
const MAX_ADDRESS_CHARACTERS = 8_000;

const as = (tag: Tag): DrawMark => {
  const element = { tag };
  return () => element;
};

export const MARKS: readonly (readonly [name: string, draw: DrawMark])[] = [
  ["link", link],
  ["bold", as("strong")],
  ["italic", as("em")],
  ["strike", as("s")],
  ["underline", as("u")],
  ["code", as("code")],
  ["highlight", tinted("mark", "data-tone")],
  ["textColor", tinted("span", "data-color")],
  ["subscript", as("sub")],
  ["superscript", as("sup")],
];

/** The name of one of the house's tones, never a colour. */
function tinted(tag: Tag, attribute: "data-tone" | "data-color"): DrawMark {
  return (value) => {
    const tone: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "tone") : null;
    const named = typeof tone === "string" && /^[a-z]{1,20}$/.test(tone);
    return named ? { tag, attributes: { [attribute]: tone } } : { tag };
  };
}

function link(value: unknown): MarkElement | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { href, title } = value as { href?: unknown; title?: unknown };
  if (typeof href !== "string" || href.length > MAX_ADDRESS_CHARACTERS || !isSafeLink(href)) return undefined;
  return {
    tag: "a",
    attributes: {
      href,
      // Never the document's own words: a page that was opened must not reach back here.
      rel: "noopener noreferrer nofollow",
      target: "_blank",
      ...(typeof title === "string" && title !== "" ? { title: title.slice(0, MAX_TITLE_CHARACTERS) } : {}),
    },
  };
}
