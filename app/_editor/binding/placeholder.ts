// What this schema cannot show stands in the text as a placeholder that nobody can type into: it carries
// its name and content, so that it survives cut, paste and drag, and is made again where it is put down.
// Called by the projection (capture) and by the diff (recreate). Never stored under its own name.

import { type Extensions, mergeAttributes, Node } from "@tiptap/core";
import type { Node as PMNode, Schema } from "@tiptap/pm/model";
import * as Y from "yjs";
import { OF_THE_PAST } from "./succession.ts";
import { attributesOf, isElement, isText, kidsOf, runsOf, sameValue, type YKid } from "./y.ts";

export const UNSUPPORTED_BLOCK = "unsupportedBlock";
export const UNSUPPORTED_INLINE = "unsupportedInline";

/** Nobody nests so far; deeper content is shown as one placeholder and cannot be copied. */
export const MAX_DEPTH = 200;
/** Nodes of one placeholder that came from a clipboard: more is an attack, not a paste. */
const MAX_PARTS = 10_000;
const MAX_COPY_DEPTH = 100;

/** A part of a document as plain data. `null`: something that cannot be made again from data. */
export type Kept =
  | { readonly name: string; readonly attrs: Record<string, unknown>; readonly kids: readonly Kept[] }
  | { readonly text: readonly { readonly insert: string; readonly attributes?: Record<string, unknown> }[] }
  | null;

export function capture(type: YKid, depth = 0): Kept {
  if (depth > MAX_COPY_DEPTH) return null;
  if (isText(type)) {
    const text: { insert: string; attributes?: Record<string, unknown> }[] = [];
    for (const run of runsOf(type)) {
      if (run.text === undefined) return null;
      if (run.text === "") continue;
      // Not as Yjs cut it into items: that changes without a change.
      const last = text.at(-1);
      if (last !== undefined && sameValue(last.attributes, run.attributes)) last.insert += run.text;
      else if (run.attributes === undefined) text.push({ insert: run.text });
      else text.push({ insert: run.text, attributes: { ...run.attributes } });
    }
    return { text };
  }
  if (!isElement(type)) return null;
  const kids = kidsOf(type)?.map((kid) => capture(kid, depth + 1));
  if (kids === undefined || kids.includes(null)) return null;
  const attrs = attributesOf(type);
  return isPlain(attrs) ? { name: type.nodeName, attrs, kids } : null;
}

/** Only data that JSON keeps as it is may travel over a clipboard. */
function isPlain(value: unknown, depth = 0): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || depth > 20) return false;
  // Attributes of ProseMirror have no prototype, those that came over the wire have one.
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return false;
  return Object.values(value).every((part) => isPlain(part, depth + 1));
}

/** The element or text again, not yet in a document; `undefined` if it cannot be made. */
export function recreate(kept: Kept): Y.XmlElement | Y.XmlText | undefined {
  if (kept === null) return undefined;
  if ("text" in kept) {
    const text = new Y.XmlText();
    text.applyDelta(kept.text.map((part) => ({ ...part })));
    return text;
  }
  const element = new Y.XmlElement(kept.name);
  for (const [key, value] of Object.entries(kept.attrs)) {
    if (!OF_THE_PAST.includes(key)) element.setAttribute(key, value as string);
  }
  const kids: (Y.XmlElement | Y.XmlText)[] = [];
  for (const part of kept.kids) {
    const kid = recreate(part);
    if (kid === undefined) return undefined;
    kids.push(kid);
  }
  element.insert(0, kids);
  return element;
}

/** What a clipboard says, as far as it has the shape of a kept part. */
export function parseKept(json: string | null): Kept {
  if (json === null) return null;
  try {
    let parts = 0;
    const check = (value: unknown, depth: number): Kept => {
      parts++;
      if (parts > MAX_PARTS || depth > MAX_COPY_DEPTH) throw new RangeError("too much");
      if (typeof value !== "object" || value === null) throw new TypeError("no part");
      if ("text" in value && Array.isArray(value.text)) {
        return { text: value.text.map(checkRun) };
      }
      const { name, attrs, kids } = value as Record<string, unknown>;
      if (typeof name !== "string" || name === "" || !Array.isArray(kids)) throw new TypeError("no part");
      if (typeof attrs !== "object" || attrs === null || !isPlain(attrs)) throw new TypeError("no part");
      return { name, attrs: { ...attrs }, kids: kids.map((kid: unknown) => check(kid, depth + 1)) };
    };
    return check(JSON.parse(json), 0);
  } catch {
    return null;
  }
}

function checkRun(run: unknown): { insert: string; attributes?: Record<string, unknown> } {
  const { insert, attributes } = run as { insert?: unknown; attributes?: unknown };
  if (typeof insert !== "string" || insert === "") throw new TypeError("no text");
  if (attributes === undefined) return { insert };
  if (typeof attributes !== "object" || attributes === null || !isPlain(attributes)) {
    throw new TypeError("no attributes");
  }
  return { insert, attributes: { ...attributes } };
}

/** The words in it, for the eye and for search: what the schema does not know may still be read. */
export function wordsOf(kept: Kept): string {
  if (kept === null) return "";
  if ("text" in kept) return kept.text.map((part) => part.insert).join("");
  return kept.kids
    .map(wordsOf)
    .filter((words) => words !== "")
    .join(" ");
}

export const isPlaceholder = (node: PMNode): boolean =>
  node.type.name === UNSUPPORTED_BLOCK || node.type.name === UNSUPPORTED_INLINE;

/** The same unknown thing, whatever marks a command put on the placeholder: it stays what it is in Yjs. */
export const samePlaceholder = (a: PMNode, b: PMNode): boolean =>
  a === b || (isPlaceholder(a) && a.type === b.type && sameValue(a.attrs, b.attrs));

export function placeholderFor(type: YKid, schema: Schema, inline: boolean): PMNode | undefined {
  const node = schema.nodes[inline ? UNSUPPORTED_INLINE : UNSUPPORTED_BLOCK];
  const name = isElement(type) ? type.nodeName : isText(type) ? "#text" : "#type";
  return node?.create({ name, content: capture(type) });
}

/** The two nodes of an editor that binds with this binding. `label` is read out and shown. */
export function placeholders(label: string): Extensions {
  const one = (name: string, inline: boolean) =>
    Node.create({
      name,
      group: inline ? "inline" : "block",
      inline,
      atom: true,
      selectable: true,
      draggable: !inline,
      addAttributes: () => ({
        name: { default: "", rendered: false },
        content: { default: null, rendered: false },
      }),
      parseHTML: () => [
        {
          tag: `${inline ? "span" : "div"}[data-unsupported]`,
          priority: 1000,
          getAttrs: (dom) => ({
            name: dom.getAttribute("data-unsupported") ?? "",
            content: parseKept(dom.getAttribute("data-content")),
          }),
        },
      ],
      renderHTML: ({ node, HTMLAttributes }) => {
        const content = node.attrs.content as Kept;
        const words = wordsOf(content);
        return [
          inline ? "span" : "div",
          mergeAttributes(HTMLAttributes, {
            "data-unsupported": node.attrs.name as string,
            "data-content": JSON.stringify(content),
            class: "unsupported",
            contenteditable: "false",
            title: label,
          }),
          words === "" ? label : words,
        ];
      },
      renderText: ({ node }) => wordsOf(node.attrs.content as Kept),
    });
  return [one(UNSUPPORTED_BLOCK, false), one(UNSUPPORTED_INLINE, true)];
}
