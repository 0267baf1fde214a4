// Where things lie and how the scripts speak. Used by every script; knows Node's own modules only, so
// that it runs before anything is installed.

import { randomUUID } from "node:crypto";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
export const CACHE = join(ROOT, ".cache");
export const LEASH = join(ROOT, "scripts", "_leash.mjs");
export const MINIMUM_NODE = [20, 11];

/** A reason that a person can act on: printed as one line, without a stack. */
export class Plain extends Error {}

export const say = (line) => process.stdout.write(`${line}\n`);

/** `1.2 s`, for people. */
export const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Runs a script's main function; a failure becomes one line and a non-zero exit code. */
export async function main(run) {
  try {
    checkNode();
    await run();
  } catch (error) {
    process.stderr.write(`${error instanceof Plain ? error.message : (error?.stack ?? error)}\n`);
    process.exit(1);
  }
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [needMajor, needMinor] = MINIMUM_NODE;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  throw new Plain(
    `Concord needs Node ${MINIMUM_NODE.join(".")} or newer; this is Node ${process.versions.node}.`,
  );
}

const LOCK_RETRY_MS = 200;
/** No installation or build takes this long: the owner's number now belongs to another process. */
const MAX_LOCK_AGE_MS = 30 * 60_000;

/**
 * One at a time across processes, for work that writes to shared folders (installing, building,
 * unpacking). A lock whose owner is dead is taken over.
 */
export async function withLock(name, work) {
  const file = join(CACHE, `${name}.lock`);
  mkdirSync(CACHE, { recursive: true });
  const mine = `${process.pid} ${randomUUID()}`;
  let told = false;
  for (;;) {
    try {
      const handle = openSync(file, "wx");
      writeSync(handle, mine);
      closeSync(handle);
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const owner = Number.parseInt(readText(file) ?? "", 10);
    // An unreadable owner is one who has just made the file and not yet written to it.
    if ((Number.isInteger(owner) && !isAlive(owner)) || ageOf(file) > MAX_LOCK_AGE_MS) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told) say(`Waiting for another process (${owner}) to finish "${name}"…`);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, LOCK_RETRY_MS));
  }
  try {
    return await work();
  } finally {
    if (readText(file) === mine) rmSync(file, { force: true });
  }
}

function ageOf(file) {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return 0; // Gone in between.
  }
}

/** Whether a process with this id runs; one that belongs to somebody else does. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** The text of a file, or `undefined` where there is none. */
export function readText(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
