// The load generator's process: takes jobs from the conductor, one at a time, and answers with figures.

import type { JobAnswer, JobRequest, Metrics, Params, Target } from "../types.ts";
import { documents } from "./documents.ts";
import { cursors, oneWriter, typists } from "./fan-out.ts";
import { held } from "./held.ts";
import { afterKill, load, open, untilKilled } from "./long-document.ts";
import { joins, manyRooms } from "./many-rooms.ts";

const JOBS: Record<string, (target: Target, params: Params) => Promise<Metrics>> = {
  oneWriter,
  typists,
  cursors,
  manyRooms,
  held,
  documents,
  joins,
  load,
  open,
  untilKilled,
  afterKill,
};

process.on("message", ({ id, job, target, params }: JobRequest) => {
  const work = JOBS[job];
  const result = work === undefined ? Promise.reject(new Error(`No job "${job}".`)) : work(target, params);
  const answer = (message: JobAnswer) => process.send?.(message);
  result.then(
    (metrics) => answer({ id, metrics }),
    (error: unknown) => answer({ id, error: error instanceof Error ? error.message : String(error) }),
  );
});
// The conductor is gone: there is nobody to answer.
process.on("disconnect", () => process.exit(0));
process.send?.({ ready: true });
