// A document that was begun in this browser is offered to the server until it takes or refuses it. Called by
// open-body.ts when the server's door turns out not to know the document. One question at a time.

import { assertNever } from "../../lib/errors.ts";
import type { Clock } from "./clock.ts";

/** `later`: nobody answered. `refused`: the server does not take it from this person. */
export type Created = "created" | "later" | "refused";

/** How often it is offered while nobody answers. */
export const CREATE_AGAIN_MS = 5_000;

export interface CreationOptions {
  readonly clock: Clock;
  /** Never rejects. */
  readonly create: () => Promise<Created>;
  readonly onCreated: () => Promise<void>;
  readonly onRefused: () => void;
}

export interface Creation {
  begin(): void;
  stop(): void;
}

export function createCreation({ clock, create, onCreated, onRefused }: CreationOptions): Creation {
  let asking = false;
  let stopped = false;
  let stopTimer: (() => void) | undefined;

  async function ask(): Promise<void> {
    if (asking || stopped) return;
    asking = true;
    stopTimer?.();
    const result = await create();
    asking = false;
    if (stopped) return;
    switch (result) {
      case "created":
        return onCreated();
      case "later":
        stopTimer = clock.after(CREATE_AGAIN_MS, () => void ask());
        return;
      case "refused":
        return onRefused();
      default:
        assertNever(result);
    }
  }

  return {
    begin: () => void ask(),
    stop() {
      stopped = true;
      stopTimer?.();
    },
  };
}
