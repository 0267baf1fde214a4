// A page that has only one thing to say: a wrong address, an error. Called by not-found and the error
// pages. It needs nothing but styles, so it stands when everything else has fallen.

import type { ReactNode } from "react";
import { Blank } from "../_ui/blank.tsx";
import { Brand } from "../_ui/brand.tsx";
import { en } from "../_words/en.ts";
import home from "./home.module.css";
import style from "./plain-page.module.css";

export interface PlainPageProps {
  readonly title: string;
  readonly text: string;
  readonly action: ReactNode;
  readonly small?: string;
}

export function PlainPage({ title, text, action, small }: PlainPageProps) {
  return (
    <>
      <header className={home.bar}>
        {/* A plain link: after an error, a whole new page is the safer way home. */}
        <a href="/" className={home.brand} aria-label={en.product}>
          <Brand name />
        </a>
      </header>
      <main id="content" tabIndex={-1} className={style.main}>
        <Blank level={1} title={title} text={text} action={action} />
        {small === undefined ? null : <p className={style.small}>{small}</p>}
      </main>
    </>
  );
}
