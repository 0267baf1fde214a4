"use client";
// The text without an editor: for reading and copying, where binding one would do harm. Called by the
// stage. Follows the document while others write.

import { useEffect, useRef } from "react";
import { contentOf } from "../../lib/doc.ts";
import type { Body } from "../_client/body.ts";
import { en } from "../_words/en.ts";
import { elementsOf } from "./copy.ts";

export function Plain({ body }: { readonly body: Body }) {
  const article = useRef<HTMLElement>(null);
  useEffect(() => {
    const fragment = contentOf(body.doc);
    let frame = 0;
    const draw = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        article.current?.replaceChildren(elementsOf(body.doc, document, en.document.unknownPart));
      });
    };
    draw();
    fragment.observeDeep(draw);
    return () => {
      cancelAnimationFrame(frame);
      fragment.unobserveDeep(draw);
    };
  }, [body]);
  return <article ref={article} className="prose" aria-label={en.document.bodyLabel} />;
}
