// LevelDB behind a guard, and the Store on it. The only file that knows leveldown; called by main.ts
// and cli.ts. Promises that nothing reaches the binding before open or after close (it would kill the
// process), and that a failed write is followed by a fresh open before the next one.

import { mkdir, readdir, stat } from "node:fs/promises";
import path from "node:path";
import leveldown, { type LevelDown } from "leveldown";
import { AppError } from "../../lib/errors.ts";
import type { Damage } from "./check.ts";
import { findDamagedLog } from "./journal.ts";
import type { Kv, Pair } from "./kv.ts";
import { damagedDatabase, messageOf, toAppError } from "./level-errors.ts";
import { takeLock } from "./lock.ts";
import { createLogStore } from "./log-store.ts";
import { mend } from "./repair.ts";
import { checkSpace } from "./space.ts";
import type { Store } from "./store.ts";

/** Bytes the binding reads ahead of JavaScript: whole tails come in few round trips. */
const READ_AHEAD_BYTES = 4 * 1024 * 1024;
/** After an open that failed, callers are refused at once for this long. */
export const REOPEN_PAUSE_MS = 250;

/** `folder` is the data folder; LevelDB lives in `folder/store`. `now`: a clock in milliseconds. */
export async function openLevelStore(folder: string, now = Date.now): Promise<Store> {
  return createLogStore(await openLevel(folder, now));
}

export async function openLevel(folder: string, now = Date.now): Promise<Kv> {
  const directory = path.join(folder, "store");
  await makeFolder(directory);
  const release = await takeLock(path.join(folder, "store.lock"), folder);
  // `undefined` while no open database is at hand.
  let db: LevelDown | undefined;
  try {
    db = await openBinding(directory, folder);
  } catch (error) {
    await release();
    throw error;
  }

  /** Calls that are inside the binding now. The database is closed only at zero. */
  let inside = 0;
  let onEmpty: (() => void) | undefined;
  /** Set by a failed write: LevelDB may go on behind a half-written record, and lose what follows. */
  let suspect = false;
  let reopening: Promise<void> | undefined;
  let notBefore = 0;
  let lastFailure: unknown;
  let closing: Promise<void> | undefined;

  const checkOpen = (): void => {
    if (closing !== undefined) throw new AppError("store/closed", "The store is closed.");
  };

  /** The one way to the binding. */
  async function enter<T>(work: (open: LevelDown) => Promise<T>): Promise<T> {
    checkOpen();
    while (reopening !== undefined) await reopening.catch(() => {});
    checkOpen();
    if (db === undefined) await reopen();
    checkOpen();
    if (db === undefined) throw new AppError("store/failed", "The database is not open.");
    inside++;
    try {
      return await work(db);
    } catch (error) {
      throw toAppError(error, folder);
    } finally {
      inside--;
      if (inside === 0) onEmpty?.();
    }
  }

  const empty = async (): Promise<void> => {
    if (inside === 0) return;
    await new Promise<void>((resolve) => {
      onEmpty = resolve;
    });
    onEmpty = undefined;
  };

  /** Concurrent callers share one attempt. */
  function reopen(): Promise<void> {
    reopening ??= attempt().finally(() => {
      reopening = undefined;
    });
    return reopening;
  }

  async function attempt(): Promise<void> {
    if (now() < notBefore) throw lastFailure;
    try {
      // While there is no room, the suspect database still answers reads; closing it would end that.
      await checkSpace(directory, folder);
      await empty();
      const old = db;
      db = undefined;
      if (old !== undefined) await call((done) => old.close(done));
      db = await openBinding(directory, folder);
      suspect = false;
    } catch (error) {
      notBefore = now() + REOPEN_PAUSE_MS;
      lastFailure = error;
      throw error;
    }
  }

  return {
    get: (key) =>
      enter(async (open) => {
        try {
          // Snapshots are large and read once: the cache is for blocks of small values.
          return toBytes(await call<[Buffer]>((done) => open.get(key, { fillCache: false }, done)));
        } catch (error) {
          if (error instanceof Error && error.message.startsWith("NotFound")) return undefined;
          throw error;
        }
      }),

    page: ({ from, to }, { limit = -1, maxBytes = Infinity, reverse = false, keysOnly = false } = {}) =>
      enter((open) => {
        const iterator = open.iterator({
          gte: from,
          lte: to,
          limit,
          reverse,
          values: !keysOnly,
          keyAsBuffer: false,
          highWaterMark: Math.min(maxBytes, READ_AHEAD_BYTES),
        });
        return new Promise<Pair[]>((resolve, reject) => {
          const pairs: Pair[] = [];
          let bytes = 0;
          const end = (failure?: Error | null): void =>
            iterator.end((error) => (failure || error ? reject(failure ?? error) : resolve(pairs)));
          const step = (): void =>
            iterator.next((error, key, value) => {
              if (error || key === undefined) return end(error);
              pairs.push({ key, value: value === undefined ? NOTHING : toBytes(value) });
              bytes += key.length + (value?.length ?? 0);
              if (bytes > maxBytes) end();
              else step();
            });
          step();
        });
      }),

    async write(operations) {
      checkOpen();
      if (suspect) await reopen();
      await enter(async (open) => {
        try {
          await call((done) => open.batch(operations.map(toOperation), { sync: true }, done));
        } catch (error) {
          suspect = true;
          throw error;
        }
      });
    },

    compact: ({ from, to }) => enter((open) => call((done) => open.compactRange(from, to, done))),

    close() {
      closing ??= (async () => {
        await reopening?.catch(() => {});
        await empty();
        const last = db;
        db = undefined;
        if (last !== undefined) await call((done) => last.close(done));
        await release();
      })();
      return closing;
    },
  };
}

/** Rebuilds the database from whatever can still be read; resolves with the values that could not. */
export async function repairLevel(folder: string): Promise<Damage[]> {
  const directory = path.join(folder, "store");
  await stat(directory).catch((cause: unknown) => {
    throw new AppError("store/failed", `There is no database in ${folder}.`, { cause });
  });
  const release = await takeLock(path.join(folder, "store.lock"), folder);
  try {
    await call((done) => leveldown.repair(directory, done));
  } catch (error) {
    throw toAppError(error, folder);
  } finally {
    await release();
  }
  const kv = await openLevel(folder);
  try {
    return await mend(kv);
  } finally {
    await kv.close();
  }
}

async function openBinding(directory: string, folder: string): Promise<LevelDown> {
  const db = leveldown(directory);
  try {
    // Where files of a database lie about, an absent CURRENT is damage. LevelDB would start afresh.
    const createIfMissing = !(await readdir(directory)).some((name) => DATABASE_FILE.test(name));
    const log = await findDamagedLog(directory);
    if (log !== undefined) throw damagedDatabase(folder, `${log} is broken in the middle`);
    await call((done) => db.open({ createIfMissing }, done));
    return db;
  } catch (error) {
    throw toAppError(error, folder);
  }
}

const DATABASE_FILE = /^(CURRENT|MANIFEST-.*|.*\.(log|ldb|sst))$/;
const NOTHING = new Uint8Array(0);

async function makeFolder(directory: string): Promise<void> {
  try {
    // Only the owner reads it: it holds everybody's documents.
    await mkdir(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new AppError("store/failed", `Cannot create the folder ${directory}: ${messageOf(cause)}.`, {
      cause,
    });
  }
}

type Done<T extends unknown[]> = (error: Error | null | undefined, ...results: T) => void;

/** A callback as a promise of its first result. */
function call<T extends unknown[] = []>(start: (done: Done<T>) => void): Promise<T[0]> {
  return new Promise((resolve, reject) => {
    start((error, ...results) => (error ? reject(error) : resolve(results[0])));
  });
}

/** Plain bytes: a Buffer's `slice` does not copy, which surprises code that expects a Uint8Array. */
const toBytes = (buffer: Buffer): Uint8Array =>
  new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);

const toOperation = (operation: Parameters<Kv["write"]>[0][number]) =>
  operation.type === "del" ? operation : { ...operation, value: toBuffer(operation.value) };

const toBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
