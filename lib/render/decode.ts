// Reads a rendering that came over the network. Called by the page on Next's server. Whatever is not a
// piece is left out: no tag, attribute or address gets into a page because an answer said so.

import { parseFileId } from "../files.ts";
import { isSafeLink } from "../links.ts";
import { type Attributes, type Block, type Element, type Piece, TAGS, type Tag } from "./piece.ts";
import type { Reading } from "./reading.ts";

/** Deeper than a rendering ever is: two elements a level, and what lies around them. */
const MAX_DEPTH = 300;

export function decodeReading(value: unknown): Reading | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { title, blocks, next } = value as Record<string, unknown>;
  if (typeof title !== "string" || !Array.isArray(blocks)) return undefined;
  return {
    title,
    blocks: blocks.map(decodeBlock).filter((block) => block !== undefined),
    ...(typeof next === "number" && Number.isSafeInteger(next) && next > 0 ? { next } : {}),
  };
}

function decodeBlock(value: unknown): Block | undefined {
  const element = decodeElement(value, 0);
  const key = (value as { key?: unknown } | null)?.key;
  return element === undefined || typeof key !== "string" ? undefined : { key, ...element };
}

function decodePiece(value: unknown, depth: number): Piece | undefined {
  return typeof value === "string" ? value : decodeElement(value, depth);
}

function decodeElement(value: unknown, depth: number): Element | undefined {
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return undefined;
  const { tag, attributes, of } = value as Record<string, unknown>;
  const known = TAGS.find((one) => one === tag) as Tag | undefined;
  if (known === undefined) return undefined;
  return {
    tag: known,
    ...(typeof attributes === "object" && attributes !== null
      ? { attributes: decodeAttributes(attributes as Record<string, unknown>) }
      : {}),
    ...(Array.isArray(of)
      ? { of: of.map((piece) => decodePiece(piece, depth + 1)).filter((piece) => piece !== undefined) }
      : {}),
  };
}

const isText = (value: unknown): boolean => typeof value === "string";
const isNumber = (value: unknown): boolean => typeof value === "number" && Number.isFinite(value);

const CHECKS: { readonly [Name in keyof Required<Attributes>]: (value: unknown) => boolean } = {
  className: isText,
  href: (value) => typeof value === "string" && isSafeLink(value),
  rel: isText,
  target: isText,
  title: isText,
  type: isText,
  start: isNumber,
  colSpan: isNumber,
  rowSpan: isNumber,
  checked: (value) => typeof value === "boolean",
  dir: isText,
  width: isText,
  minWidth: isText,
  textAlign: isText,
  dateTime: isText,
  file: (value) => parseFileId(value) !== undefined,
  alt: isText,
  download: isText,
  pixelWidth: isNumber,
  pixelHeight: isNumber,
  "data-align": isText,
  "data-bytes": isText,
  "data-type": isText,
  "data-kind": isText,
  "data-tone": isText,
  "data-color": isText,
  "data-checked": isText,
  "data-depth": isText,
  "data-unknown": isText,
};

function decodeAttributes(given: Record<string, unknown>): Attributes {
  const known: [string, unknown][] = [];
  for (const [name, holds] of Object.entries(CHECKS)) {
    if (Object.hasOwn(given, name) && holds(given[name])) known.push([name, given[name]]);
  }
  return Object.fromEntries(known) as Attributes;
}
