"use client";
// What went wrong, under the header: what is safe first, then what to do. Called by the document page.
// The text stays below it, readable and copyable, whatever it says.

import { Button } from "../../_ui/button.tsx";
import { cx } from "../../_ui/cx.ts";
import { en } from "../../_words/first.ts";
import style from "./banner.module.css";

export interface BannerProps {
  readonly title: string;
  readonly text: string;
  readonly tone: "caution" | "danger";
  readonly onCopy: () => void;
  readonly onDownload: () => void;
  /** Opening the page again may help. */
  readonly reload: boolean;
}

export function Banner({ title, text, tone, onCopy, onDownload, reload }: BannerProps) {
  return (
    <section className={cx(style.banner, style[tone])} aria-label={title}>
      <p>
        <strong>{title}.</strong> {text}
      </p>
      <div className={style.actions}>
        {reload ? (
          <Button size="small" onClick={() => location.reload()}>
            {en.document.reload}
          </Button>
        ) : null}
        <Button size="small" kind={reload ? "quiet" : "plain"} onClick={onCopy}>
          {en.document.copyText}
        </Button>
        <Button size="small" kind="quiet" onClick={onDownload}>
          {en.document.download}
        </Button>
      </div>
    </section>
  );
}
