// Who came and who went, for those who listen instead of looking. Called by announcer.tsx. Bundled, so that
// a class that arrives is one sentence, and a page that is opened again within the pause is none at all.

import { together } from "../../_words/together.ts";

/** Who is here when the document opens is not news: presence comes in by and by. */
export const SETTLE_MS = 4_000;
/** What happens within this is said in one go. */
export const BUNDLE_MS = 2_000;
/** Between two sentences there is time to listen to the text. */
export const QUIET_MS = 10_000;

export interface ComingsOptions {
  readonly now: () => number;
  /** Calls once after so many ms; returns the undo. */
  readonly after: (ms: number, fn: () => void) => () => void;
  readonly say: (sentence: string) => void;
}

export interface Comings {
  /** Told of everybody's names whenever somebody came, went or took another name. */
  here(names: readonly string[]): void;
  stop(): void;
}

export function watchComings({ now, after, say }: ComingsOptions): Comings {
  let told: ReadonlySet<string> = new Set();
  let present: ReadonlySet<string> = told;
  let saidAt = Number.NEGATIVE_INFINITY;
  let settled = false;
  let cancel: (() => void) | undefined = after(SETTLE_MS, () => {
    cancel = undefined;
    settled = true;
    told = present;
  });

  const tell = () => {
    cancel = undefined;
    const sentence = newsBetween(told, present);
    told = present;
    if (sentence === undefined) return;
    saidAt = now();
    say(sentence);
  };

  return {
    here(names) {
      present = new Set(names);
      if (settled && cancel === undefined && newsBetween(told, present) !== undefined) {
        cancel = after(Math.max(BUNDLE_MS, saidAt + QUIET_MS - now()), tell);
      }
    },
    stop() {
      cancel?.();
      cancel = undefined;
      settled = false;
    },
  };
}

function newsBetween(before: ReadonlySet<string>, now: ReadonlySet<string>): string | undefined {
  const joined = [...now].filter((name) => !before.has(name));
  const left = [...before].filter((name) => !now.has(name));
  const parts = [
    ...(joined.length > 0 ? [together.joined(joined)] : []),
    ...(left.length > 0 ? [together.left(left)] : []),
  ];
  return parts.length === 0 ? undefined : parts.join(" ");
}
