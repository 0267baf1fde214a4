// One worker thread that folds, so that a long document stalls nobody's typing. Started at the first
// job, ended after a quiet minute. Called by Rooms; a job that fails rejects and harms nothing.

import { Worker } from "node:worker_threads";
import type { Digest, FullDigest } from "../../lib/digest.ts";
import { AppError } from "../../lib/errors.ts";
import type { Reading } from "../../lib/render/reading.ts";
import type { LogEntry } from "../store/store.ts";
import type { Folder, FoldJob, FoldResult } from "./fold.ts";

/** ms without a job after which the worker ends: it costs about 15 MB. */
const QUIET_MS = 60_000;
/** ms after which a job is given up: a hostile document must not hold up the others. */
const JOB_MS = 60_000;

export type Answer =
  | { readonly id: number; readonly ok: FoldResult | Digest | FullDigest | Reading | readonly LogEntry[] }
  | { readonly id: number; readonly error: string };

export type Question =
  | { readonly id: number; readonly what: "fold" | "digest" | "fullDigest"; readonly job: FoldJob }
  | { readonly id: number; readonly what: "read"; readonly job: FoldJob; readonly from: number }
  | {
      readonly id: number;
      readonly what: "join";
      readonly steps: readonly LogEntry[];
      readonly withinMs: number;
    };

/** Of each member of a union, as `Omit` would only keep what they share. */
type WithoutId<T> = T extends unknown ? Omit<T, "id"> : never;

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

const isSource = import.meta.url.endsWith(".ts");

/** In development and tests a worker needs the loader first; it takes no file that Node cannot read. */
function fromSource(): Worker {
  const file = JSON.stringify(new URL("./fold-worker.ts", import.meta.url).href);
  const code = `import("tsx/esm/api").then(({ register }) => { register(); return import(${file}); });`;
  return new Worker(code, { eval: true });
}

export function createFolder(): Folder {
  let worker: Worker | undefined;
  let quiet: NodeJS.Timeout | undefined;
  let lastId = 0;
  const waiting = new Map<number, Waiting>();

  function start(): Worker {
    const started = isSource ? fromSource() : new Worker(new URL("./fold-worker.js", import.meta.url));
    started.unref();
    started.on("message", (answer: Answer) => {
      const asked = waiting.get(answer.id);
      if (asked === undefined) return;
      waiting.delete(answer.id);
      clearTimeout(asked.timer);
      if ("ok" in answer) asked.resolve(answer.ok as never);
      else asked.reject(new AppError("internal", answer.error));
      if (waiting.size === 0) quiet = setTimeout(() => stop("quiet"), QUIET_MS).unref();
    });
    started.on("error", (error) => stop(error.message));
    started.on("exit", () => {
      if (worker === started) stop("The worker ended.");
    });
    return started;
  }

  function stop(reason: string): Promise<unknown> {
    const ended = worker?.terminate() ?? Promise.resolve();
    worker = undefined;
    clearTimeout(quiet);
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer);
      reject(new AppError("internal", `Folding stopped: ${reason}`));
    }
    waiting.clear();
    return ended;
  }

  function ask<T>(question: WithoutId<Question>): Promise<T> {
    clearTimeout(quiet);
    worker ??= start();
    const to = worker;
    return new Promise<T>((resolve, reject) => {
      const id = ++lastId;
      const timer = setTimeout(() => stop("a document took too long"), JOB_MS).unref();
      waiting.set(id, { resolve: resolve as (value: never) => void, reject, timer });
      to.postMessage({ id, ...question });
    });
  }

  return {
    fold: (job) => ask<FoldResult>({ what: "fold", job }),
    join: (steps, withinMs) => ask<readonly LogEntry[]>({ what: "join", steps, withinMs }),
    digest: (job) => ask<Digest>({ what: "digest", job }),
    fullDigest: (job) => ask<FullDigest>({ what: "fullDigest", job }),
    read: (job, from) => ask<Reading>({ what: "read", job, from }),
    close: async () => {
      await stop("The server stops.");
    },
  };
}
