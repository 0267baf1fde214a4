// One worker thread that turns documents into files and back, one after another. Not the one that folds: a
// hostile file may keep this one busy until it is stopped, and nobody's typing waits for it. Called by
// features/porting.ts. Started at the first job, ended after a quiet minute.

import { Worker } from "node:worker_threads";
import { AppError } from "../../lib/errors.ts";
import type { Clock } from "../ops/clock.ts";
import type { Exported, ExportJob, Imported, ImportJob } from "./convert.ts";

/** ms without a job after which the worker ends, and gives back the memory of the largest job. */
const QUIET_MS = 60_000;
/**
 * ms for one job. 90,000 words full of marks took 6 s in and 10 s out as Markdown on two busy cores, so some
 * three times as much is given up, also where it is smaller than the bytes that an import may have.
 */
const JOB_MS = 30_000;
/** Jobs that wait for their turn. More people than that at once are asked to come back. */
const MAX_WAITING = 20;
/** MiB of memory for one job; 90,000 words took about 140 MB. */
const MAX_HEAP_MIB = 512;

export type Question =
  | { readonly what: "export"; readonly job: ExportJob }
  | { readonly what: "import"; readonly job: ImportJob };

export type Answer =
  | { readonly ok: Exported | Imported }
  | { readonly error: string; readonly known: boolean };

export interface Converter {
  export(job: ExportJob): Promise<Exported>;
  import(job: ImportJob): Promise<Imported>;
  close(): Promise<void>;
}

interface Turn {
  readonly question: Question;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

const isSource = import.meta.url.endsWith(".ts");

/** In development and tests a worker needs the loader first; it takes no file that Node cannot read. */
function start(): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: MAX_HEAP_MIB };
  if (!isSource) return new Worker(new URL("./convert-worker.js", import.meta.url), { resourceLimits });
  const file = JSON.stringify(new URL("./convert-worker.ts", import.meta.url).href);
  const code = `import("tsx/esm/api").then(({ register }) => { register(); return import(${file}); });`;
  return new Worker(code, { eval: true, resourceLimits });
}

export function createConverter(clock: Clock): Converter {
  const waiting: Turn[] = [];
  let worker: Worker | undefined;
  let now: Turn | undefined;
  let stopClock = () => {};
  let closed = false;

  function next(): void {
    stopClock();
    now = waiting.shift();
    if (now === undefined) {
      stopClock = clock.after(QUIET_MS, () => void end());
      return;
    }
    worker ??= begin();
    stopClock = clock.after(JOB_MS, () => fail(tooMuch()));
    worker.postMessage(now.question);
  }

  function begin(): Worker {
    const made = start();
    made.unref();
    made.on("message", (answer: Answer) => {
      if (worker !== made || now === undefined) return;
      if ("ok" in answer) now.resolve(answer.ok as never);
      else now.reject(new AppError(answer.known ? "bad-request" : "internal", answer.error));
      next();
    });
    // Out of memory, most likely.
    made.on("error", () => worker === made && fail(tooMuch()));
    made.on("exit", () => worker === made && fail(tooMuch()));
    return made;
  }

  const tooMuch = () => new AppError("too-large", "This is too much for the server to convert.");

  /** Whoever has their turn is told; the others go on in a new worker. */
  function fail(error: AppError): void {
    now?.reject(error);
    void end();
    next();
  }

  async function end(): Promise<void> {
    const old = worker;
    worker = undefined;
    await old?.terminate();
  }

  function ask<T>(question: Question): Promise<T> {
    if (closed) return Promise.reject(new AppError("store/closed", "The server is stopping."));
    if (waiting.length >= MAX_WAITING) {
      return Promise.reject(
        new AppError("too-many", "Many files are being converted. Try again in a moment."),
      );
    }
    return new Promise<T>((resolve, reject) => {
      waiting.push({ question, resolve: resolve as (value: never) => void, reject });
      if (now === undefined) next();
    });
  }

  return {
    export: (job) => ask<Exported>({ what: "export", job }),
    import: (job) => ask<Imported>({ what: "import", job }),
    async close() {
      closed = true;
      stopClock();
      for (const { reject } of [...(now === undefined ? [] : [now]), ...waiting.splice(0)]) {
        reject(new AppError("store/closed", "The server is stopping."));
      }
      now = undefined;
      await end();
    },
  };
}
