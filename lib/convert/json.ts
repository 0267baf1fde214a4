// The document as JSON: its title and ProseMirror's tree, with a name and a number so that whoever finds the
// file in ten years knows what it is. Called for exports and imports; the only form that keeps everything.

import { MAX_TITLE_CHARACTERS } from "../doc.ts";
import { AppError } from "../errors.ts";
import type { Read } from "./import.ts";
import { type Attributes, MAX_DEPTH, type Mark, type Tree, type Writing, words } from "./tree.ts";

const FORMAT = "concord-document";
const VERSION = 1;

export const jsonOf = ({ title, body }: Writing, about?: object): string =>
  `${JSON.stringify({ format: FORMAT, version: VERSION, title, ...(about === undefined ? {} : { about }), content: body }, null, 1)}\n`;

/** Also takes ProseMirror's JSON alone. Rejects what is no document; drops what is no node. */
export function bodyFromJson(source: string): Read & { readonly about: unknown } {
  let whole: unknown;
  try {
    whole = JSON.parse(source);
  } catch (cause) {
    throw new AppError("bad-request", "The file is not JSON.", { cause });
  }
  const file = fields(whole);
  if (file.format === FORMAT && typeof file.version === "number" && file.version > VERSION) {
    throw new AppError("bad-request", "The file was written by a newer version. Update this one first.");
  }
  const body = treeOf(file.type === "doc" ? whole : file.content, 0);
  if (body?.type !== "doc") throw new AppError("bad-request", "The file holds no document.");
  const title = typeof file.title === "string" ? words(file.title, MAX_TITLE_CHARACTERS) : undefined;
  return { title, body, about: file.about };
}

const fields = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

/** Deeper than this nobody writes; a parser of the own kind would run out of stack. */
const DEEPEST = MAX_DEPTH * 4;

function treeOf(value: unknown, depth: number): Tree | undefined {
  const { type, text, content, attrs, marks } = fields(value);
  if (typeof type !== "string" || type.length > 80 || depth > DEEPEST) return undefined;
  if (typeof text === "string") {
    return text === "" ? undefined : { type: "text", text, marks: list(marks).flatMap(markOf) };
  }
  const children = list(content).flatMap((child) => treeOf(child, depth + 1) ?? []);
  return {
    type,
    ...(attrs === undefined ? {} : { attrs: attributesOf(attrs) }),
    ...(children.length === 0 ? {} : { content: children }),
  };
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function markOf(value: unknown): Mark[] {
  const { type, attrs } = fields(value);
  if (typeof type !== "string") return [];
  return [attrs === undefined ? { type } : { type, attrs: attributesOf(attrs) }];
}

/** Only what JSON can hold as one value, or a short list of numbers: widths of columns. */
const attributesOf = (value: unknown): Attributes =>
  Object.fromEntries(
    Object.entries(fields(value)).filter(
      ([, one]) =>
        one === null ||
        ["string", "number", "boolean"].includes(typeof one) ||
        (Array.isArray(one) && one.length <= 100 && one.every((px) => px === null || typeof px === "number")),
    ),
  );
