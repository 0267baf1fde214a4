"use client";
// The text of a document without an editor: drawn by the server for the first screen, kept while the editor
// is on its way, and all there is for whoever only reads. Called by text.tsx. Same markup as the editor's.

import type { MouseEvent, Ref } from "react";
import type { Block } from "../../lib/render/piece.ts";
import "../_editor/prose.css";
import "./without-script.css";
import { reading as words } from "../_words/reading.ts";
import style from "./article.module.css";
import { BlockView } from "./elements.tsx";

export interface ArticleProps {
  readonly blocks: readonly Block[];
  /** Said where there is not a word; without it an empty line stands there, as in the editor. */
  readonly empty?: string | undefined;
  readonly onClick?: ((event: MouseEvent<HTMLElement>) => void) | undefined;
  readonly ref?: Ref<HTMLElement>;
}

export function Article({ blocks, empty, onClick, ref }: ArticleProps) {
  return (
    <div className={style.frame}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard comes here from the title, by Enter */}
      <article ref={ref} className="prose" aria-label={words.text} onClick={onClick}>
        {blocks.length === 0 ? (
          <p className={empty === undefined ? undefined : style.empty}>{empty ?? <br />}</p>
        ) : (
          blocks.map((block) => <BlockView key={block.key} block={block} />)
        )}
      </article>
    </div>
  );
}
