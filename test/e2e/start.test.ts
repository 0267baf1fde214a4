// `npm start` as somebody meets it who has just cloned this: one address, one clear line where it
// cannot start, and nothing left running when it stops, whichever way it stops.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SERVER_MAIN } from "../../scripts/_builds.mjs";
import { freePort } from "../../scripts/_ports.mjs";

const ROOT = join(import.meta.dirname, "..", "..");
const START = join(ROOT, "scripts", "start.mjs");
/** Half of what start waits for a server that does not come: whoever is refused hears it at once, on any machine. */
const WAITS_MS = 30_000;
const PATIENCE = { timeout: 20_000, interval: 50 };

interface Run {
  readonly pid: number;
  readonly ended: Promise<{ code: number | null; signal: string | null }>;
  readonly out: () => string;
  readonly err: () => string;
  readonly kill: (signal: NodeJS.Signals) => void;
}

const runs: Run[] = [];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "concord-start-"));
});

afterAll(async () => {
  for (const run of runs) run.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

function run(script: string, env: Record<string, string>): Run {
  const child = spawn(process.execPath, [script], {
    cwd: ROOT,
    env: { ...process.env, LOG_LEVEL: "error", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk) => {
    err += chunk;
  });
  const ended = once(child, "close").then(([code, signal]) => ({ code, signal }));
  const one = {
    pid: child.pid ?? 0,
    ended,
    out: () => out,
    err: () => err,
    kill: (s: NodeJS.Signals) => void child.kill(s),
  };
  runs.push(one);
  return one;
}

async function started(env: Record<string, string>): Promise<Run & { readonly family: readonly number[] }> {
  const one = run(START, env);
  await expect
    .poll(() => one.out() + one.err(), { ...PATIENCE, timeout: 60_000 })
    .toContain("Concord is ready");
  return { ...one, family: childrenOf(one.pid) };
}

function childrenOf(pid: number): number[] {
  const rows = execFileSync("ps", ["-Ao", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  return rows
    .map((row) => row.trim().split(/\s+/).map(Number))
    .flatMap(([id, parent]) => (parent === pid && id ? [id] : []));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const allGone = (pids: readonly number[]) => expect.poll(() => pids.filter(isAlive), PATIENCE).toEqual([]);

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true));
    socket.on("connect", () => socket.destroy()).on("error", () => resolve(false));
  });

const linesOf = (text: string) => text.split("\n").filter((line) => line.trim() !== "");

describe("npm start", () => {
  it("prints where to go, serves it, refuses a second one in one line, and stops cleanly on SIGTERM", async () => {
    const port = await freePort();
    const env = { PORT: String(port), DATA_DIR: join(folder, "one") };
    const first = await started(env);
    expect(first.out()).toContain(`Open http://127.0.0.1:${port}`);
    expect(first.out()).toContain(env.DATA_DIR);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
    expect(first.family.length).toBeGreaterThanOrEqual(2);

    const other = String(await freePort());
    for (const [script, settings, words] of [
      [START, env, String(port)],
      [START, { ...env, PORT: other }, env.DATA_DIR],
      [SERVER_MAIN, { ...env, DATA_DIR: join(folder, "two") }, String(port)],
      [SERVER_MAIN, { ...env, PORT: other }, env.DATA_DIR],
    ] as const) {
      const begin = performance.now();
      const second = run(script, settings);
      const { code } = await second.ended;
      expect(code).not.toBe(0);
      expect(performance.now() - begin).toBeLessThan(WAITS_MS);
      expect(linesOf(second.out() + second.err())).toEqual([expect.stringContaining(words)]);
    }

    first.kill("SIGTERM");
    expect(await first.ended).toEqual({ code: 0, signal: null });
    await allGone(first.family);
    expect(await answers(port)).toBe(false);
  });

  it("starts again on the data of one that was killed, and leaves nothing behind when it is killed itself", async () => {
    const port = await freePort();
    const env = { PORT: String(port), DATA_DIR: join(folder, "one") };
    const first = await started(env);
    first.kill("SIGKILL");
    await first.ended;
    await allGone(first.family);
    const second = await started(env);
    second.kill("SIGINT");
    expect(await second.ended).toEqual({ code: 0, signal: null });
    await allGone(second.family);
  });

  it("stops as a whole, with the reason, when one of its parts dies", async () => {
    const env = { PORT: String(await freePort()), DATA_DIR: join(folder, "three") };
    const one = await started(env);
    // The sync server was started last.
    process.kill(Math.max(...one.family), "SIGKILL");
    const { code } = await one.ended;
    expect(code).not.toBe(0);
    expect(one.err()).toMatch(/Concord stops, because the .* ended/);
    await allGone(one.family);
  });

  it("refuses settings that make no sense in one line", async () => {
    const nonsense: readonly Record<string, string>[] = [
      { PORT: "abc" },
      { DATA_DIR: join(START, "x"), PORT: "0" },
    ];
    for (const env of nonsense) {
      const one = run(START, env);
      expect((await one.ended).code).toBe(1);
      expect(linesOf(one.err())).toHaveLength(1);
    }
  });
});
