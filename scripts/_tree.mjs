// The processes that make up a running Concord: starting them on a leash, and stopping all of them.
// Used by start, dev and the end-to-end tests' stack.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { pathToFileURL } from "node:url";
import { LEASH, ROOT } from "./_house.mjs";

const WINDOWS = process.platform === "win32";
/** Longer than the sync server's own bound for flushing (10 s). */
export const STOP_GRACE_MS = 12_000;
/** How much of a quiet child's output is kept for telling why it died. */
const MAX_KEPT_CHARACTERS = 20_000;

/**
 * Starts `node ...args`. `onLine` gets each line of standard output; standard error passes through,
 * or goes to `onErrorLine`. The child leads its own process group, so that a Ctrl-C in the terminal
 * reaches us alone and we decide about the order.
 */
export function startNode(name, args, { env, onLine, onErrorLine, cwd = ROOT }) {
  const child = spawn(process.execPath, ["--import", pathToFileURL(LEASH).href, ...args], {
    cwd,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", CONCORD_LEASH: "1", ...env },
    stdio: ["pipe", "pipe", onErrorLine ? "pipe" : "inherit"],
    detached: !WINDOWS,
    windowsHide: true,
  });
  child.stdin.on("error", () => {}); // The child is gone; its exit tells.
  const exited = new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: 1, signal: null, error }));
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  let output = "";
  const keep = (line) => {
    output = `${output}${line}\n`.slice(-MAX_KEPT_CHARACTERS);
  };
  lines(child.stdout, (line) => {
    keep(line);
    onLine?.(line);
  });
  if (child.stderr) {
    lines(child.stderr, (line) => {
      keep(line);
      onErrorLine(line);
    });
  }
  return {
    name,
    pid: child.pid,
    exited,
    output: () => output,
    isRunning: () => child.exitCode === null && child.signalCode === null && child.pid !== undefined,
    /** Asks for a clean stop. */
    ask() {
      // One request only: a second one would count as impatience. Windows knows no SIGTERM.
      if (WINDOWS) child.stdin.end();
      else child.kill("SIGTERM");
    },
    /** Ends the child and everything it started, now. */
    kill: () => killGroup(child),
  };
}

function killGroup(child) {
  if (child.pid === undefined) return;
  if (WINDOWS) {
    spawn("taskkill", ["/pid", String(child.pid), "/t", "/f"], { stdio: "ignore" }).on("error", () => {});
    return;
  }
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // Nobody of the group is left.
  }
}

function lines(stream, onLine) {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk) => {
    const parts = (rest + chunk).split(/\r?\n/);
    rest = parts.pop() ?? "";
    for (const part of parts) onLine(part);
  });
  stream.on("end", () => {
    if (rest !== "") onLine(rest);
  });
}

/**
 * Asks all to stop, waits, and kills what hangs. What a child may have started itself goes with it.
 * Resolves with the names of those that had to be killed.
 */
export async function stopAll(children, graceMs = STOP_GRACE_MS) {
  const killed = [];
  await Promise.all(
    children.map(async (child) => {
      let timer;
      if (child.isRunning()) {
        child.ask();
        const late = new Promise((resolve) => {
          timer = setTimeout(() => resolve("late"), graceMs);
        });
        if ((await Promise.race([child.exited, late])) === "late") killed.push(child.name);
      }
      clearTimeout(timer);
      child.kill();
      await child.exited;
    }),
  );
  return killed;
}

/** Runs `node ...args` to its end. Answers whether it succeeded, and its output where that was kept. */
export const runNode = (args, options) => runCommand(process.execPath, args, options);

export async function runCommand(command, args, { env, quiet = false, cwd = ROOT, shell = false } = {}) {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env },
    stdio: ["ignore", quiet ? "pipe" : "inherit", quiet ? "pipe" : "inherit"],
    shell,
    windowsHide: true,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk) => {
      output += chunk;
    });
  }
  const forget = onStopSignal((signal) => {
    child.kill("SIGTERM");
    process.exit(exitCodeOf(signal));
  });
  try {
    const [code, signal] = await once(child, "close");
    return { ok: code === 0, code: code ?? 1, signal, output };
  } catch (error) {
    return { ok: false, code: 1, signal: null, output: `${output}${error.message}\n` };
  } finally {
    forget();
  }
}

const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Calls `stop` for Ctrl-C, SIGTERM and a closed terminal. The result ends that. */
export function onStopSignal(stop) {
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  return () => {
    for (const signal of STOP_SIGNALS) process.off(signal, stop);
  };
}

const PARENT_POLL_MS = 250;

/**
 * `npm start` does not pass a SIGTERM on: npm and its shell end and leave us behind. So where npm is
 * our parent, its end is ours. No event tells of it; asking for the parent's number costs nothing.
 */
export function onParentGone(stop, env = process.env) {
  if (env.npm_lifecycle_event === undefined || WINDOWS) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop("SIGTERM");
  }, PARENT_POLL_MS);
  timer.unref();
}

/** What a shell reports for a process that a signal ended. */
export const exitCodeOf = (signal) => ({ SIGHUP: 129, SIGINT: 130, SIGKILL: 137, SIGTERM: 143 })[signal] ?? 1;
