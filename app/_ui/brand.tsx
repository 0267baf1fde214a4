// The brand: two halves that are one round thing. Left is this device, right is the server.
// Used in headers and on pages that have nothing else; with `name` the word stands beside it.

import { en } from "../_words/first.ts";
import style from "./brand.module.css";

export function Brand({ name = false }: { readonly name?: boolean }) {
  return (
    <span className={style.brand}>
      <svg viewBox="0 0 20 20" aria-hidden="true" className={style.mark}>
        <path className={style.here} d="M9.1 1.5a8.55 8.55 0 0 0 0 17Z" />
        <path className={style.there} d="M10.9 1.5a8.55 8.55 0 0 1 0 17Z" />
      </svg>
      {name ? <b className={style.word}>{en.product}</b> : null}
    </span>
  );
}
