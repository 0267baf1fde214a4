// Turns a rendering (lib/render) into React: the same elements as the editor's, without an editor. Called
// by article.tsx, on the server and in the browser. Text becomes text; nothing here can write markup.

import { type CSSProperties, createContext, createElement, memo, type ReactNode, useContext } from "react";
import { type Attributes, type Block, type Element, type Piece, textOf } from "../../lib/render/piece.ts";
import { en } from "../_words/first.ts";

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
  if (attributes.file !== undefined)
    return (
      <FromFiles key={key} attributes={attributes}>
        {nodesOf(of)}
      </FromFiles>
    );
  const children = attributes["data-checked"] === undefined ? nodesOf(of) : taskOf(element);
  if (attributes["data-type"] === "math") return formula(element, children, key);
  const label = attributes["data-unknown"] === undefined ? undefined : en.document.unknownPart;
  return createElement(tag, { key, ...propsOf(attributes), "aria-label": label }, ...children);
}

/** Its letters have an element of their own: once it is drawn, they are not read aloud beside the drawing. */
function formula({ tag, attributes = {} }: Element, letters: ReactNode[], key?: number): ReactNode {
  const source = createElement("span", { className: "math-letters" }, ...letters);
  return createElement(tag, { key, ...propsOf(attributes) }, source);
}

/** Where the files of the document are fetched. */
export const FilesAddress = createContext("");

/** A picture, or a link to a file where it has a text. */
function FromFiles({ attributes, children }: { attributes: Attributes; children: ReactNode[] }) {
  const { file, alt, pixelWidth, pixelHeight, download } = attributes;
  const address = `${useContext(FilesAddress)}/${file}`;
  if (download === undefined)
    // biome-ignore lint/performance/noImgElement: next/image would fetch it in Next's name, without the visitor's rights
    return <img src={address} alt={alt ?? ""} loading="lazy" width={pixelWidth} height={pixelHeight} />;
  return (
    <a href={`${address}?download`} download={download}>
      {children}
    </a>
  );
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
