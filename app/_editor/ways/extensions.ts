// What the ways to write add to the editor. Called by editor.tsx beside editorExtensions.

import type { Extensions } from "@tiptap/core";
import { SLASH_ACTIONS } from "../commands/all.ts";
import { FindHits } from "../find/finder.ts";
import { BlockKeys } from "./block-keys.ts";
import { HereMarks } from "./here.ts";
import { SlashKeys } from "./slash.ts";

export const waysExtensions = (): Extensions => [
  SlashKeys.configure({ actions: SLASH_ACTIONS }),
  BlockKeys,
  FindHits,
  HereMarks,
];
