// What stands where nothing is, or where something went wrong: a serif title, a sentence, one way on.
// No drawing. Used by home, the error pages and empty panels.

import type { ReactNode } from "react";
import style from "./blank.module.css";

export interface BlankProps {
  readonly title: string;
  readonly text: string;
  /** One button, or a few where the first is the step. */
  readonly action?: ReactNode;
  /** The heading's level on its page. */
  readonly level?: 1 | 2 | 3;
}

export function Blank({ title, text, action, level = 2 }: BlankProps) {
  const Heading = `h${level}` as const;
  return (
    <div className={style.blank}>
      <Heading className={style.title}>{title}</Heading>
      <p className={style.text}>{text}</p>
      {action === undefined ? null : <div className={style.action}>{action}</div>}
    </div>
  );
}
