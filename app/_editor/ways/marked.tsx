// A name with the letters that were typed in ink. Used by the slash menu and the palette.

import style from "./list.module.css";

export interface MarkedProps {
  readonly text: string;
  readonly marked: readonly (readonly [number, number])[];
}

export function Marked({ text, marked }: MarkedProps) {
  const parts: { readonly text: string; readonly hit: boolean; readonly at: number }[] = [];
  let at = 0;
  for (const [from, to] of marked) {
    if (from < at) continue;
    if (from > at) parts.push({ text: text.slice(at, from), hit: false, at });
    parts.push({ text: text.slice(from, to), hit: true, at: from });
    at = to;
  }
  if (at < text.length) parts.push({ text: text.slice(at), hit: false, at });
  return parts.map((part) =>
    part.hit ? (
      <mark key={part.at} className={style.hit}>
        {part.text}
      </mark>
    ) : (
      <span key={part.at}>{part.text}</span>
    ),
  );
}
