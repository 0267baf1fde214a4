// The other end of folder.ts, in a thread of its own.

import { parentPort } from "node:worker_threads";
import { digest, fold, fullDigest, read } from "./fold.ts";
import type { Answer, Question } from "./folder.ts";
import { joinSteps } from "./steps.ts";

parentPort?.on("message", (question: Question) => {
  const { id } = question;
  let answer: Answer;
  try {
    answer = { id, ok: work(question) };
  } catch (error) {
    answer = { id, error: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer);
});

function work(question: Question) {
  switch (question.what) {
    case "fold":
      return fold(question.job);
    case "digest":
      return digest(question.job);
    case "fullDigest":
      return fullDigest(question.job);
    case "read":
      return read(question.job, question.from);
    case "join":
      return joinSteps(question.steps, question.withinMs);
  }
}
