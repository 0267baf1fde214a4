// What could not be kept, in plain sentences. Called by both dialogs.

import { Check, TriangleAlert } from "lucide-react";
import type { Lost } from "../../../lib/convert/report.ts";
import { porting } from "../../_words/porting.ts";
import style from "./porting.module.css";

export function LostList({
  lost,
  whole,
  report,
}: {
  readonly lost: readonly Lost[];
  readonly whole: string;
  readonly report: string;
}) {
  if (lost.length === 0) {
    return (
      <p className={style.whole}>
        <Check className="icon" aria-hidden /> {whole}
      </p>
    );
  }
  return (
    <div className={style.lost}>
      <p>
        <TriangleAlert className="icon" aria-hidden /> {report}
      </p>
      <ul>
        {lost.map(({ what, times }) => (
          <li key={what}>{porting.lost[what](times)}</li>
        ))}
      </ul>
    </div>
  );
}
