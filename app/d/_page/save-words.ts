// What the save status says, as words and marks. Pure: called by the status slot and by tests.
// Promise: "Saved" only for the state "saved"; an unsaved moment shorter than 400 ms changes nothing.

import { assertNever } from "../../../lib/errors.ts";
import type { CannotSave, SaveState } from "../../_client/body.ts";
import type { HalfState } from "../../_ui/half.tsx";
import { accessSigns } from "../../_words/access-signs.ts";
import { en } from "../../_words/first.ts";

/** Shorter than this, "Saving…" is not shown: it would flicker with every key. */
export const SHOW_SAVING_AFTER_MS = 400;
/** Longer than this, it says for how long. */
export const SHOW_AGE_AFTER_MS = 5_000;

export interface SaveWords {
  readonly mark: HalfState;
  readonly long: string;
  /** For phones. */
  readonly short: string;
}

const words = en.status;
const plain = (mark: HalfState, text: string): SaveWords => ({ mark, long: text, short: text });

export function saveWordsOf(save: SaveState, now: number, kept: boolean): SaveWords {
  switch (save.state) {
    case "connecting":
      return plain("connecting", words.connecting);
    case "saving": {
      const age = now - save.since;
      return plain(
        "saving",
        age < SHOW_AGE_AFTER_MS ? words.saving : words.savingFor(Math.floor(age / 1_000)),
      );
    }
    case "saved":
      return plain("saved", words.saved);
    case "offline":
      if (save.changes === 0) return plain("offline", words.offline);
      return kept
        ? { mark: "offline", long: words.offlineKept(save.changes), short: words.offlineShort(save.changes) }
        : {
            mark: "offline",
            long: words.offlineNotKept(save.changes),
            short: words.offlineShortTab(save.changes),
          };
    case "read-only":
      return plain("read-only", words.readOnly);
    case "cannot-save":
      // Nothing of theirs is missing: that they were put out is told beside the text, and is no alarm here.
      return isPutOut(save.why) && save.changes === 0
        ? plain("read-only", words.readOnly)
        : plain("blocked", words.cannotSave);
    default:
      return assertNever(save);
  }
}

/** Access ended or became less: it is no trouble with saving, unless something was on its way. */
export const isPutOut = (why: CannotSave): why is PutOut =>
  why === "forbidden" || why === "gone" || why === "signed-out" || why === "lowered";
export type PutOut = Extract<CannotSave, "forbidden" | "gone" | "signed-out" | "lowered">;

/** Why it cannot be saved: what is safe first, then what to do. */
export function whyWords(why: CannotSave, changes: number): string {
  return why === "signed-out" || why === "lowered" ? accessSigns.why[why](changes) : words.why[why](changes);
}

/** When the words change by themselves, in ms from now. */
export function nextChange(save: SaveState, now: number): number | undefined {
  if (save.state !== "saving") return undefined;
  const age = now - save.since;
  if (age < SHOW_SAVING_AFTER_MS) return SHOW_SAVING_AFTER_MS - age;
  if (age < SHOW_AGE_AFTER_MS) return SHOW_AGE_AFTER_MS - age;
  return 1_000 - ((age - SHOW_AGE_AFTER_MS) % 1_000);
}

/** "40 s", "2 min", "3 h": how old the oldest unsaved change is. */
export function ageWords(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1_000));
  if (seconds < 60) return words.seconds(seconds);
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? words.minutes(minutes) : words.hours(Math.round(minutes / 60));
}
