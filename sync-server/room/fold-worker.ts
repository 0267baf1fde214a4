// The other end of folder.ts, in a thread of its own.

import { parentPort } from "node:worker_threads";
import { digest, fold } from "./fold.ts";
import type { Answer, Question } from "./folder.ts";

parentPort?.on("message", ({ id, what, job }: Question) => {
  let answer: Answer;
  try {
    answer = { id, ok: what === "fold" ? fold(job) : digest(job) };
  } catch (error) {
    answer = { id, error: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer);
});
