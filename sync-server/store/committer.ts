// The commit loop: one write in flight; whoever asks meanwhile goes together into the next. Called by
// log-store.ts for every change. Promises that changes reach the disk in the order in which they were
// asked for, and that a failed write rejects everybody who was in it.

import { AppError } from "../../lib/errors.ts";
import type { Kv, Operation } from "./kv.ts";

export interface Change {
  /** Called when its turn has come, so that what it reads is what it replaces. May reject. */
  readonly operations: () => readonly Operation[] | Promise<readonly Operation[]>;
  /** Reads before it writes: shares its write with nobody. */
  readonly alone?: boolean;
  /** Called after the write and before the next one starts. Must not throw. */
  readonly written?: () => void;
}

interface Waiting extends Change {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** One write takes no more changes behind this many bytes, so that the first of them wait not too long. */
const MAX_WRITE_BYTES = 8 * 1024 * 1024;

export function createCommitter(kv: Kv): (change: Change) => Promise<void> {
  const queue: Waiting[] = [];
  let running = false;

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    while (queue.length > 0) await next();
    running = false;
  }

  async function next(): Promise<void> {
    const group: Waiting[] = [];
    const operations: Operation[] = [];
    let bytes = 0;
    for (let first = queue[0]; first !== undefined; first = queue[0]) {
      if (group.length > 0 && (first.alone || bytes > MAX_WRITE_BYTES)) break;
      queue.shift();
      try {
        const answer = first.operations();
        const own = answer instanceof Promise ? await answer : answer;
        for (const operation of own) {
          operations.push(operation);
          if (operation.type === "put") bytes += operation.value.length;
        }
        group.push(first);
      } catch (error) {
        first.reject(error);
      }
      if (first.alone) break;
    }
    try {
      if (operations.length > 0) await kv.write(operations);
    } catch (error) {
      for (const { reject } of group) reject(failed(error));
      return;
    }
    for (const { written, resolve } of group) {
      written?.();
      resolve();
    }
  }

  return (change) =>
    new Promise((resolve, reject) => {
      queue.push({ ...change, resolve, reject });
      // A turn of the microtask queue, so that all rooms of one tick share the write.
      queueMicrotask(() => void run());
    });
}

const failed = (error: unknown): AppError =>
  error instanceof AppError ? error : new AppError("store/failed", "The write failed.", { cause: error });
