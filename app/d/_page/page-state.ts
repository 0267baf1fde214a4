// What follows for the page from what can be saved and what the server allows: whether one may write, whether one was
// put out, what is wrong. Pure: called by the document page.

import type { BodyView, SaveState } from "../../_client/body.ts";
import type { AccessEndedProps } from "../../_features/sharing/ended.tsx";
import { en } from "../../_words/first.ts";
import { offline } from "../../_words/offline.ts";
import { isPutOut, whyWords } from "./save-words.ts";
import type { Standing } from "./use-document.ts";

/** Nothing is written where it could not arrive. What was refused may still be undone. */
export function isOpenForWriting(save: SaveState, standing: Standing | undefined): boolean {
  switch (save.state) {
    case "read-only":
      return false;
    case "cannot-save":
      return save.why !== "outdated" && endingOf(save) === undefined;
    case "connecting":
    case "offline":
      // Until the connection says it, what was last heard of one's role counts.
      return (
        standing === undefined || (!standing.locked && (standing.role === "edit" || standing.role === "own"))
      );
    case "saving":
    case "saved":
      return true;
  }
}

export type Ending = Pick<AccessEndedProps, "why" | "changes">;

/** Access ended or became less: what was written since goes nowhere. */
export function endingOf(save: SaveState): Ending | undefined {
  if (save.state !== "cannot-save") return undefined;
  const { why, changes } = save;
  return isPutOut(why) ? { why, changes } : undefined;
}

export function troubleOf(save: SaveState, unknown: boolean, disk: BodyView["disk"]) {
  if (unknown) {
    const { unknownTitle: title, unknownText: text } = en.document;
    return { title, text, tone: "caution" as const, reload: true };
  }
  if (save.state !== "cannot-save" || endingOf(save) !== undefined) return undefined;
  return {
    title: en.status.cannotSave,
    text:
      save.why === "browser-full" && disk !== undefined
        ? offline.disk[disk]
        : whyWords(save.why, save.changes),
    tone: save.why === "outdated" ? ("caution" as const) : ("danger" as const),
    reload: save.why === "outdated",
  };
}
