// One process per data folder: a lock file with our process id and start time, taken before LevelDB is
// touched (a refused second open in one process would drop LevelDB's own lock). Called by level.ts.
// Locks of dead processes are taken over; LevelDB's lock stays as the second net.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { open, readFile, stat, unlink } from "node:fs/promises";
import { AppError } from "../../lib/errors.ts";

interface Holder {
  readonly pid: number;
  /** Tells a process from a later one with the same id. Absent where the system does not say. */
  readonly started?: string;
}

/** Creating and filling the file takes microseconds; an unreadable file older than this is a leftover. */
const UNFINISHED_MS = 5000;
const TRIES = 5;

/** Resolves with the release. Rejects with `store/locked` while another process lives there. */
export async function takeLock(file: string, folder: string): Promise<() => Promise<void>> {
  const started = startOf(process.pid);
  const mine = JSON.stringify({ pid: process.pid, started });
  for (let i = 0; i < TRIES; i++) {
    if (await create(file, mine)) return () => release(file, mine);
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) continue; // released this moment
    const holder = parse(text);
    if (holder === undefined) {
      if (await isYoung(file)) throw locked(folder, "another process");
    } else if (isAlive(holder)) {
      throw locked(folder, holder.pid === process.pid ? "this process" : `process ${holder.pid}`);
    }
    await release(file, text);
  }
  throw locked(folder, "another process");
}

const locked = (folder: string, who: string): AppError =>
  new AppError("store/locked", `The data folder ${folder} is in use by ${who}: stop it first.`);

async function create(file: string, text: string): Promise<boolean> {
  try {
    const handle = await open(file, "wx");
    try {
      await handle.writeFile(text);
    } catch (cause) {
      // A full disk must not leave an empty lock behind.
      await unlink(file).catch(() => {});
      throw cause;
    } finally {
      await handle.close();
    }
    return true;
  } catch (cause) {
    if (isCode(cause, "EEXIST")) return false;
    throw new AppError("store/failed", `Cannot write the lock file ${file}: ${reasonOf(cause)}.`, { cause });
  }
}

/** Removes the file if it still says what was judged. */
async function release(file: string, text: string): Promise<void> {
  const now = await readFile(file, "utf8").catch(() => undefined);
  if (now === text) await unlink(file).catch(() => {});
}

async function isYoung(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && Math.abs(Date.now() - found.mtimeMs) < UNFINISHED_MS;
}

function parse(text: string): Holder | undefined {
  try {
    const { pid, started } = JSON.parse(text) as { pid?: unknown; started?: unknown };
    if (typeof pid !== "number" || !Number.isInteger(pid) || pid <= 0) return undefined;
    return typeof started === "string" ? { pid, started } : { pid };
  } catch {
    return undefined;
  }
}

function isAlive({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: somebody else's process, so it lives.
    if (!isCode(error, "EPERM")) return false;
  }
  const now = startOf(pid);
  if (now === DEAD) return false;
  return started === undefined || now === undefined || started === now;
}

const DEAD = "dead";

/** Boot and start time of a process: ids are reused, also by the first process of every container. */
function startOf(pid: number): string | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may hold anything; behind it come state (3rd field) and start time (22nd).
    const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return DEAD;
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot} ${fields[19]}`;
  } catch {
    if (process.platform === "linux" || process.platform === "win32") return undefined;
  }
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
