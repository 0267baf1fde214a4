// The words that were typed here since the server last had everything: what somebody wants to take along
// when nothing can be sent any more. Called by the document page. Reads the document only when asked.

import { useEffect, useRef } from "react";
import * as Y from "yjs";
import { contentOf, titleOf } from "../../lib/doc.ts";
import type { Body } from "./body.ts";

/**
 * Gives the unsent words of this page. Empty where they are not known apart (they were typed before the
 * page was opened, or the server never had everything): then the whole text is what there is.
 */
export function useUnsentWords(body: Body | undefined): () => string {
  /** Our own clock when everything was last saved. */
  const saved = useRef<number>(undefined);
  useEffect(() => {
    saved.current = undefined;
    if (body === undefined) return;
    const look = () => {
      if (body.view().save.state === "saved") saved.current = Y.getState(body.doc.store, body.doc.clientID);
    };
    look();
    return body.subscribe(look);
  }, [body]);
  return () => {
    if (body === undefined || saved.current === undefined) return "";
    return wordsSince(body.doc, body.doc.clientID, saved.current);
  };
}

/** What `client` wrote from `clock` on and nobody has deleted: in the order of the document, a line a block. */
export function wordsSince(doc: Y.Doc, client: number, clock: number): string {
  const lines: string[] = [];
  // An own stack, because a hostile document may be nested deeper than the call stack.
  const waiting: unknown[] = [contentOf(doc), titleOf(doc)];
  while (waiting.length > 0) {
    const node = waiting.pop();
    // The title is a Y.Text, a paragraph's text a Y.XmlText, which is one as well.
    if (node instanceof Y.Text) {
      const line = piecesOf(node, client, clock);
      if (line.trim() !== "") lines.push(line.trim());
    } else if (node instanceof Y.XmlFragment) {
      for (const child of node.toArray().reverse()) waiting.push(child);
    }
  }
  return lines.join("\n");
}

function piecesOf(text: Y.Text, client: number, clock: number): string {
  let line = "";
  let apart = false;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    const ours = item.id.client === client && item.id.clock + item.length > clock;
    if (!ours) {
      apart = line !== "";
      continue;
    }
    const piece = item.content.str.slice(Math.max(0, clock - item.id.clock));
    // Somebody else's words stand between two of ours.
    line += apart && !/\s$/.test(line) && !/^\s/.test(piece) ? ` ${piece}` : piece;
    apart = false;
  }
  return line;
}
