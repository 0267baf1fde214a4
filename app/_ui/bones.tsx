// Bones: the still shape of what comes, shown only after 200 ms of waiting. No shimmer.
// Hidden from those who listen; whoever shows them says in words that something loads.

import style from "./bones.module.css";

export function Bones({ lines = 4 }: { readonly lines?: number }) {
  return (
    <div className={style.bones} aria-hidden>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bones are alike and never move
        <i key={line} />
      ))}
    </div>
  );
}
