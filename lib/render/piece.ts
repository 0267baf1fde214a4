// What a rendered document is made of: a tree of elements and text that any floor can turn into React, DOM
// or HTML. Called by everything under lib/render and by app/_reading. A piece holds no markup and no
// address that was not checked; it is plain JSON, so that a server can hand it to a page.

/** Everything that a document may be drawn with. What is not here cannot come out of a document. */
export const TAGS = [
  "p",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "blockquote",
  "ul",
  "ol",
  "li",
  "pre",
  "hr",
  "br",
  "div",
  "span",
  "aside",
  "details",
  "summary",
  "nav",
  "figure",
  "figcaption",
  "img",
  "table",
  "colgroup",
  "col",
  "tbody",
  "tr",
  "td",
  "th",
  "label",
  "input",
  "a",
  "button",
  "strong",
  "em",
  "u",
  "s",
  "code",
  "mark",
  "sub",
  "sup",
  "time",
] as const;
export type Tag = (typeof TAGS)[number];

/** As the DOM spells its properties; `data-` names stand for themselves. */
export interface Attributes {
  readonly className?: string;
  readonly href?: string;
  readonly rel?: string;
  readonly target?: string;
  readonly title?: string;
  readonly type?: string;
  readonly start?: number;
  readonly colSpan?: number;
  readonly rowSpan?: number;
  readonly checked?: boolean;
  readonly dir?: string;
  readonly width?: string;
  readonly minWidth?: string;
  readonly textAlign?: string;
  readonly dateTime?: string;
  /** A file of this document, by hash: who draws it knows its address. */
  readonly file?: string;
  readonly alt?: string;
  readonly download?: string;
  /** Pixels of a picture. */
  readonly pixelWidth?: number;
  readonly pixelHeight?: number;
  readonly "data-align"?: string;
  readonly "data-bytes"?: string;
  readonly "data-type"?: string;
  readonly "data-kind"?: string;
  readonly "data-tone"?: string;
  readonly "data-color"?: string;
  readonly "data-checked"?: string;
  /** How deep an entry of a list of contents stands. */
  readonly "data-depth"?: string;
  /** A node that this version does not know, by its name. */
  readonly "data-unknown"?: string;
}

export interface Element {
  readonly tag: Tag;
  readonly attributes?: Attributes | undefined;
  readonly of?: readonly Piece[] | undefined;
}

/** Text, or an element around more of it. */
export type Piece = string | Element;

/** An element on the first level of the text. Its key stays with it, in every browser and on the server. */
export interface Block extends Element {
  readonly key: string;
}

/** The text of a piece, for labels. */
export function textOf(piece: Piece): string {
  if (typeof piece === "string") return piece;
  return (piece.of ?? []).map(textOf).join("");
}
