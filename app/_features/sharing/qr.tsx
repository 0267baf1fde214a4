"use client";
// The link as a QR code, always dark on light: cameras do not read the reverse. Called by the link's extras.
// The drawing code comes when it is first asked for; if it does not come, a sentence says so.

import { useEffect, useState } from "react";
import { PAPER } from "../../_styles/paper.ts";
import { en } from "../../_words/en.ts";
import style from "./qr.module.css";

const words = en.sharing;
/** Modules of light around the code; readers want at least this. */
const QUIET = 4;

interface Drawing {
  readonly of: string;
  readonly size: number;
  readonly path: string;
}

export interface CodeProps {
  /** `undefined` while the link is being made, and where it cannot be shown. */
  readonly address: string | undefined;
  readonly made: boolean;
}

export function Code({ address, made }: CodeProps) {
  const [drawing, setDrawing] = useState<Drawing | "failed">();
  useEffect(() => {
    if (address === undefined) return;
    let stale = false;
    import("uqr").then(
      ({ encode }) => {
        if (stale) return;
        const { data, size } = encode(address, { ecc: "M", border: QUIET });
        setDrawing({ of: address, size, path: pathOf(data) });
      },
      () => stale || setDrawing("failed"),
    );
    return () => {
      stale = true;
    };
  }, [address]);

  if (!made) return <p>{words.qrUnknown}</p>;
  if (drawing === "failed") return <p role="alert">{words.qrFailed}</p>;
  const drawn = drawing !== undefined && drawing.of === address;
  return (
    <figure className={style.figure}>
      <div className={style.paper}>
        {drawn ? (
          <svg
            viewBox={`0 0 ${drawing.size} ${drawing.size}`}
            role="img"
            aria-label={words.qrLabel}
            shapeRendering="crispEdges"
          >
            <rect width={drawing.size} height={drawing.size} fill={PAPER.light} />
            <path d={drawing.path} fill={PAPER.dark} />
          </svg>
        ) : null}
      </div>
      <figcaption>{words.qrText}</figcaption>
    </figure>
  );
}

/** One run of dark modules after the other, row by row. */
export function pathOf(rows: readonly (readonly boolean[])[]): string {
  const runs: string[] = [];
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      let end = x;
      while (row[end]) end++;
      runs.push(`M${x} ${y}h${end - x}v1H${x}z`);
      x = end;
    }
  });
  return runs.join("");
}
