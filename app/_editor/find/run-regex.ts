// Asks the worker and waits no longer than the limit: a pattern like (a+)+b may need centuries, and inside
// the page nothing could stop it. Called by the finder. One question at a time; a new one ends the old.

import type { hitsIn } from "./search.ts";
import type { Answer, Ask } from "./worker.ts";

/** A fair pattern needs some ms for a long document; a person waits no longer for a count. */
export const REGEX_LIMIT_MS = 800;
/** The first question waits for the worker's file as well. */
const START_LIMIT_MS = 4_000;

export type RegexAnswer =
  | ({ readonly state: "done" } & ReturnType<typeof hitsIn>)
  | { readonly state: "too-slow" | "not-here" | "overtaken" };

export interface WorkerLike {
  onmessage: ((event: MessageEvent<Answer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(ask: Ask): void;
  terminate(): void;
}

export type RegexRunner = ReturnType<typeof regexRunner>;

export function regexRunner(start: () => WorkerLike = startWorker) {
  let worker: WorkerLike | undefined;
  let warm = false;
  let lastId = 0;
  let settle: ((answer: RegexAnswer) => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const end = (answer: RegexAnswer, kill: boolean) => {
    clearTimeout(timer);
    if (kill) {
      worker?.terminate();
      worker = undefined;
      warm = false;
    }
    settle?.(answer);
    settle = undefined;
  };

  return {
    run(ask: Omit<Ask, "id">): Promise<RegexAnswer> {
      // The one under way may never end, so its worker goes.
      if (settle !== undefined) end({ state: "overtaken" }, true);
      lastId += 1;
      const id = lastId;
      return new Promise((resolve) => {
        settle = resolve;
        try {
          worker ??= start();
        } catch {
          end({ state: "not-here" }, true);
          return;
        }
        worker.onmessage = ({ data }) => {
          if (data.id !== id) return;
          warm = true;
          end({ state: "done", hits: data.hits, more: data.more }, false);
        };
        worker.onerror = () => end({ state: "not-here" }, true);
        timer = setTimeout(() => end({ state: "too-slow" }, true), warm ? REGEX_LIMIT_MS : START_LIMIT_MS);
        worker.postMessage({ ...ask, id });
      });
    },
    close: () => end({ state: "overtaken" }, true),
  };
}

const startWorker = (): WorkerLike => new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
