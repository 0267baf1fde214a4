// A body as a plain tree: ProseMirror's JSON, typed. Every converter reads or makes this. Called by all of
// lib/convert. Pure; what a document holds was written by anybody, so attributes are `unknown` until read.

export type Attributes = Readonly<Record<string, unknown>>;

export interface Mark {
  readonly type: string;
  readonly attrs?: Attributes | undefined;
}

export interface Tree {
  readonly type: string;
  readonly attrs?: Attributes | undefined;
  readonly content?: readonly Tree[] | undefined;
  readonly marks?: readonly Mark[] | undefined;
  readonly text?: string | undefined;
}

/** A document outside of the server: what is exported, and what an import becomes. */
export interface Writing {
  readonly title: string;
  readonly body: Tree;
}

/** Deeper than anybody nests. What lies below stands flat, so that no converter runs out of stack. */
export const MAX_DEPTH = 60;

/** What stands in a line. Everything else is a block. */
const INLINE: ReadonlySet<string> = new Set(["text", "hardBreak", "mathInline", "mention", "date"]);
export const isInline = (node: Tree): boolean => INLINE.has(node.type) || node.text !== undefined;

export const node = (type: string, content?: readonly Tree[], attrs?: Attributes): Tree => ({
  type,
  ...(attrs !== undefined && Object.keys(attrs).length > 0 ? { attrs } : {}),
  ...(content !== undefined && content.length > 0 ? { content } : {}),
});

export const text = (value: string, marks?: readonly Mark[]): Tree =>
  marks !== undefined && marks.length > 0
    ? { type: "text", text: value, marks }
    : { type: "text", text: value };

export const paragraph = (content: readonly Tree[] = []): Tree => node("paragraph", content);

export const kids = (of: Tree): readonly Tree[] => of.content ?? [];

export const isEmptyLine = (of: Tree): boolean =>
  of.type === "paragraph" && kids(of).length === 0 && standing(of) === undefined;

/** What an inline node says where only letters can go. */
export function letters(of: Tree): string {
  if (of.text !== undefined) return of.text;
  switch (of.type) {
    case "hardBreak":
      return "\n";
    case "mathInline":
      return `$${words(of.attrs?.source, 1_000)}$`;
    case "mention":
      return `@${words(of.attrs?.name, 60)}`;
    case "date":
      return dayOf(of.attrs?.day) ?? "";
    default:
      return "";
  }
}

/** All text in a node, blocks apart by line breaks. An own stack: a tree from outside may be deep. */
export function plainText(of: Tree): string {
  const parts: string[] = [];
  const waiting: Tree[] = [of];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (next === undefined) break;
    if (isInline(next)) parts.push(letters(next));
    else if (parts.length > 0 && parts.at(-1) !== "\n") parts.push("\n");
    for (let at = kids(next).length - 1; at >= 0; at--) waiting.push(kids(next)[at] as Tree);
  }
  return parts.join("").trim();
}

// ---- attributes, read as whatever somebody wrote --------------------------------------------------------

export const words = (value: unknown, max: number): string =>
  typeof value === "string" ? value.slice(0, max).replace(/\s+/g, " ").trim() : "";

export const whole = (value: unknown, min: number, max: number): number | undefined =>
  typeof value === "number" && Number.isInteger(value) && value >= min && value <= max ? value : undefined;

const oneOf =
  <const T extends string>(...values: readonly T[]) =>
  (value: unknown): T | undefined =>
    values.find((one) => one === value);

export const sideOf = oneOf("left", "center", "right", "justify");
export const wayOf = oneOf("ltr", "rtl");
export const toneOf = oneOf("red", "amber", "green", "blue", "violet", "grey");
export const kindOf = oneOf("note", "tip", "warning", "danger");
export const numberingOf = oneOf("1", "a", "A", "i", "I");
export const levelOf = (value: unknown): number => whole(value, 1, 5) ?? (value === 6 ? 5 : 2);
export const spanOf = (value: unknown): number => whole(value, 1, 100) ?? 1;
export const startOf = (value: unknown): number =>
  typeof value === "number" && Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? value : 1;
export const languageOf = (value: unknown): string | undefined =>
  typeof value === "string" && /^[a-z0-9][a-z0-9+#._-]{0,29}$/i.test(value) ? value.toLowerCase() : undefined;

export function dayOf(value: unknown): string | undefined {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value) ? value : undefined;
}

export interface Standing {
  readonly align?: string;
  readonly dir?: string;
}

/** The side a block stands at and the way it runs, where somebody said so. */
export function standing(of: Tree): Standing | undefined {
  const align = sideOf(of.attrs?.align);
  const dir = wayOf(of.attrs?.dir);
  if (align === undefined && dir === undefined) return undefined;
  return { ...(align === undefined ? {} : { align }), ...(dir === undefined ? {} : { dir }) };
}
