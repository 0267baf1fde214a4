// Asks the editors in turn: one that is bound by the own binding, one by the stock one, one that is not bound. What
// disturbs the machine meets all three alike, and a difference is taken between neighbours in time. Called by run.ts.

import type { Browser, Page } from "playwright-core";
import type { Subject } from "./document.ts";
import type { Deed } from "./page.ts";

export const SUBJECTS: readonly Subject[] = ["bare", "stock", "own"];

/** In this order; how often in each batch. */
const DEEDS: readonly (readonly [Deed, number])[] = [
  ["localKey", 10],
  ["localEnter", 5],
  ["caretMove", 4],
  ["remoteKey", 5],
  ["remoteEnter", 2],
  ["remote500", 2],
  ["remote500Here", 2],
  ["laidOut500", 1],
  ["laidOut500Here", 1],
];
/** Of what others do there is nothing to measure where nothing is bound, except one change of many blocks. */
const isFor = (subject: Subject, deed: Deed) =>
  subject !== "bare" || !deed.startsWith("remote") || deed.includes("500");

export interface Amounts {
  readonly paragraphs: number;
  readonly openings: number;
  readonly batches: number;
}

export type Times = ReadonlyMap<Deed | "open", readonly (readonly number[])[]>;

export async function measure(
  browser: Browser,
  script: string,
  { paragraphs, openings, batches }: Amounts,
): Promise<ReadonlyMap<Subject, Times>> {
  const times = new Map(SUBJECTS.map((subject) => [subject, new Map<Deed | "open", number[][]>()]));
  const note = (subject: Subject, what: Deed | "open", batch: number[]) => {
    const rows = times.get(subject);
    rows?.set(what, [...(rows.get(what) ?? []), batch]);
  };
  const pages = new Map<Subject, Page>();
  for (let round = 0; round < openings; round++) {
    for (const subject of inTurn(round)) {
      await pages.get(subject)?.close();
      // A page for each: nobody pays for the garbage of another, and all is compiled for the first time.
      const page = await browser.newPage();
      await page.setContent("<!doctype html><meta charset=utf-8><body></body>");
      await page.addScriptTag({ content: script });
      const open = await page.evaluate(([name, count]) => window.editorBench.open(name, count), [
        subject,
        paragraphs,
      ] as const);
      note(subject, "open", [open]);
      pages.set(subject, page);
    }
  }
  for (const [deed, rounds] of DEEDS) {
    for (let batch = 0; batch < batches; batch++) {
      for (const subject of inTurn(batch)) {
        const page = pages.get(subject);
        if (page === undefined || !isFor(subject, deed)) continue;
        await page.bringToFront();
        const found = await page.evaluate(([what, count]) => window.editorBench.times(what, count), [
          deed,
          rounds,
        ] as const);
        note(subject, deed, found);
      }
    }
  }
  for (const page of pages.values()) await page.close();
  return times;
}

/** Nobody is always the one who comes after the same other one. */
const inTurn = (round: number): readonly Subject[] =>
  SUBJECTS.map((_, index) => SUBJECTS[(index + round) % SUBJECTS.length] as Subject);

export const median = (times: readonly number[]): number => {
  const sorted = [...times].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const [left, right] = [sorted[half - 1], sorted[half]];
  if (right === undefined) return Number.NaN;
  return sorted.length % 2 === 1 || left === undefined ? right : (left + right) / 2;
};

export const medianOf = (times: Times | undefined, what: Deed | "open"): number =>
  median((times?.get(what) ?? []).flat());

/** By how much one is slower than the other one: the median of the differences between neighbouring batches. */
export function above(one: Times | undefined, other: Times | undefined, what: Deed): number {
  const base = other?.get(what) ?? [];
  return median(
    (one?.get(what) ?? []).flatMap((batch, index) => {
      const beside = base[index];
      return beside === undefined ? [] : [median(batch) - median(beside)];
    }),
  );
}
