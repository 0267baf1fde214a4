// The names of emoji, in a file of its own so that it is loaded on demand (emoji.ts).

import { gemoji } from "gemoji";

export interface Named {
  readonly emoji: string;
  readonly names: readonly string[];
  readonly tags: readonly string[];
}

export const EMOJI: readonly Named[] = gemoji;
