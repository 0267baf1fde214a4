// Every process and folder that the benchmark makes, so that all of them are gone at its end, at Ctrl-C
// too. Called by everything else of the conductor.

import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "..", "..");
/** Beside the checkout and not in the system's temporary folder: that may be memory, where fsync is free. */
const SCRATCH = join(ROOT, ".cache", "bench");

const running = new Set<ChildProcess>();
const folders = new Set<string>();

export function startProcess(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, args, options);
  running.add(child);
  child.once("exit", () => running.delete(child));
  child.once("error", () => running.delete(child));
  return child;
}

export function makeFolder(name: string): string {
  mkdirSync(SCRATCH, { recursive: true });
  const folder = mkdtempSync(join(SCRATCH, `${name}-`));
  folders.add(folder);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
}

/** Ends what still runs and removes what was written. Safe to call at any time. */
export function cleanUp(): void {
  for (const child of running) child.kill("SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

/** `interrupted`: the last chance to say what is known so far. */
export function cleanUpAtExit(interrupted: () => void = () => {}): void {
  process.once("exit", cleanUp);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      interrupted();
      process.exit(130);
    });
  }
}

/** A port that nobody has just now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Runs to the end; rejects with the last of its words unless it exits with 0. */
export function runToEnd(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = startProcess(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    let words = "";
    const hear = (chunk: Buffer) => {
      words = (words + chunk.toString()).slice(-4_000);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("error", reject);
    child.once("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(words.trim() || `exit code ${code}`)),
    );
  });
}
