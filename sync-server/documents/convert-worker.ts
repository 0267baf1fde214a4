// The other end of converter.ts, in a thread of its own.

import { parentPort } from "node:worker_threads";
import { AppError } from "../../lib/errors.ts";
import { exported, imported } from "./convert.ts";
import type { Answer, Question } from "./converter.ts";

parentPort?.on("message", (question: Question) => {
  let answer: Answer;
  try {
    answer = { ok: question.what === "export" ? exported(question.job) : imported(question.job) };
  } catch (error) {
    const known = error instanceof AppError;
    answer = { error: error instanceof Error ? error.message : String(error), known };
  }
  parentPort?.postMessage(answer);
});
