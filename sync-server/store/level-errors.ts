// What LevelDB says in prose, as errors with codes and a sentence for people. Called by level.ts.

import { AppError } from "../../lib/errors.ts";

export function toAppError(error: unknown, folder: string): AppError {
  if (error instanceof AppError) return error;
  const text = messageOf(error);
  if (/^IO error: lock |already held by process/.test(text)) {
    return new AppError(
      "store/locked",
      `The database in ${folder} is in use: stop the other process first.`,
      {
        cause: error,
      },
    );
  }
  if (/^(Corruption|Invalid argument)|No such file/.test(text)) {
    return damagedDatabase(folder, text, error);
  }
  return new AppError("store/failed", `The database in ${folder} failed: ${text}`, { cause: error });
}

export const damagedDatabase = (folder: string, why: string, cause?: unknown): AppError =>
  new AppError(
    "store/damaged",
    `The database in ${folder} is damaged (${why}): copy the folder, then run: node dist/sync-server/cli.js repair --data ${folder}`,
    { cause },
  );

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
