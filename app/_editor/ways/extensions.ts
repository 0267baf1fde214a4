// What the ways to write add to the editor. Called by late-parts.ts: they come once the text can be written in.

import type { Extensions } from "@tiptap/core";
import { SLASH_ACTIONS } from "../commands/all.ts";
import { FindHits } from "../find/extension.ts";
import { Steady } from "../steady-heights.ts";
import { BlockKeys } from "./block-keys.ts";
import { HereMarks } from "./here.ts";
import { SlashKeys } from "./slash.ts";

export const waysParts = () => ({
  slash: SlashKeys.configure({ actions: SLASH_ACTIONS }),
  blockKeys: BlockKeys,
  findHits: FindHits,
  hereMarks: HereMarks,
  steadyHeights: Steady,
});

/** All at once, for an editor that is whole from the start. */
export const waysExtensions = (): Extensions => Object.values(waysParts());
