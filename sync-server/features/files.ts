// Ties files to documents: which versions need them, when is looked for those that nobody needs. Called once
// by the list of features. Without a place for bytes there are no routes, and documents go on without.

import { AppError } from "../../lib/errors.ts";
import { bodyOf, marginOf } from "../../lib/names.ts";
import type { Allow } from "../documents/allowed.ts";
import type { Records } from "../documents/records.ts";
import type { FileStore } from "../files/file-store.ts";
import { createFiles, FILE_LIMITS, type FileLimits, type Files } from "../files/files.ts";
import type { Clock } from "../ops/clock.ts";
import type { Log } from "../ops/log.ts";
import type { Rooms } from "../room/rooms.ts";
import type { Store } from "../store/store.ts";
import type { Route } from "./feature.ts";
import { fileRoutes } from "./files/routes.ts";

export interface FilesOfEnv {
  readonly store: Store;
  readonly bytes: FileStore | undefined;
  readonly fileLimits?: Partial<FileLimits> | undefined;
  readonly records: Records;
  readonly rooms: Rooms;
  readonly allowed: Allow;
  readonly clock: Clock;
  readonly log: Log;
}

export interface FilesOf {
  readonly files: Files | undefined;
  readonly routes: readonly Route[];
  close(): Promise<void>;
}

export function createFilesOf({
  bytes,
  records,
  rooms,
  store,
  clock,
  log,
  allowed,
  fileLimits,
}: FilesOfEnv): FilesOf {
  if (bytes === undefined) return { files: undefined, routes: [], close: async () => {} };
  let closed = false;
  const limits = { ...FILE_LIMITS, ...fileLimits };
  const files = createFiles({
    ...{ store, bytes, clock, log, limits },
    exists: async (doc) => (await records.get(doc)) !== undefined,
    async *versions(doc) {
      for (const name of [bodyOf(doc), marginOf(doc)]) {
        yield* rooms.peek(name)?.content.parts() ?? [];
        const stored = await store.read(name);
        if (stored?.snapshot !== undefined) yield stored.snapshot;
        for await (const { update } of store.history(name)) {
          // A stop does not wait until the whole history was read.
          if (closed) throw new AppError("store/closed", "The server is stopping.");
          yield update;
        }
      }
    },
  });

  let running: Promise<void> | undefined;
  let stop = clock.after(limits.firstCollectMs, look);
  function look(): void {
    running = files
      .collect()
      .then(
        () => {},
        (err: unknown) => closed || log.error({ err }, "files.collect-failed"),
      )
      .then(() => {
        if (!closed) stop = clock.after(limits.collectMs, look);
      });
  }

  return {
    files,
    routes: fileRoutes({ files, allowed, clock, log }),
    async close() {
      closed = true;
      stop();
      await running;
    },
  };
}
