// Turns a rendering (lib/render) into React: the same elements as the editor's, without an editor. Called
// by article.tsx, on the server and in the browser. Text becomes text; nothing here can write markup.

import { type CSSProperties, createElement, memo, type ReactNode } from "react";
import { type Attributes, type Block, type Element, type Piece, textOf } from "../../lib/render/piece.ts";
import { en } from "../_words/en.ts";

/** Drawn again only when it is another: whoever keeps a block keeps its place in the page. */
export const BlockView = memo(function BlockView({ block }: { readonly block: Block }) {
  return elementOf(block);
});

function nodesOf(of: readonly Piece[] | undefined): ReactNode[] {
  return (of ?? []).map((piece, at) => (typeof piece === "string" ? piece : elementOf(piece, at)));
}

function elementOf(element: Element, key?: number): ReactNode {
  const { tag, attributes = {}, of } = element;
  if (tag === "input") return box(attributes, "", key);
  const children = attributes["data-checked"] === undefined ? nodesOf(of) : taskOf(element);
  const label = attributes["data-unknown"] === undefined ? undefined : en.document.unknownPart;
  return createElement(tag, { key, ...propsOf(attributes), "aria-label": label }, ...children);
}

/** A task's box is named by the task's text. */
function taskOf({ of = [] }: Element): ReactNode[] {
  return of.map((piece, at) => {
    if (typeof piece === "string") return piece;
    const [inner] = piece.of ?? [];
    if (piece.tag !== "label" || typeof inner !== "object") return elementOf(piece, at);
    const text = en.editor.taskDone(
      of
        .slice(at + 1)
        .map(textOf)
        .join(""),
    );
    return createElement("label", { key: at }, box(inner.attributes ?? {}, text));
  });
}

/** Nothing here can be changed, with or without JavaScript. */
function box({ checked = false }: Attributes, label: string, key?: number): ReactNode {
  return <input key={key} type="checkbox" checked={checked} disabled readOnly aria-label={label} />;
}

function propsOf({ width, minWidth, textAlign, ...rest }: Attributes): object {
  if (width === undefined && minWidth === undefined && textAlign === undefined) return rest;
  const style: CSSProperties = {
    ...(width === undefined ? {} : { width }),
    ...(minWidth === undefined ? {} : { minWidth }),
    ...(textAlign === undefined ? {} : { textAlign: textAlign as CSSProperties["textAlign"] }),
  };
  return { ...rest, style };
}
