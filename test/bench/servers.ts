// The servers that are compared: how each is started, when it is ready, where its rooms are. Called by
// the workloads through Bench; each runs as a process of its own with a data folder of its own.

import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { freePort, ROOT, startProcess } from "./processes.ts";
import type { Dialect, Target } from "./types.ts";

export type Kind = "concord" | "yws" | "yws-ldb" | "hocus-sqlite" | "relay";

export const PEERS = join(import.meta.dirname, "peers");

interface Recipe {
  readonly title: string;
  readonly dialect: Dialect;
  readonly path: string;
  readonly script: (ours: string) => string;
  readonly env: (port: number, folder: string) => Readonly<Record<string, string>>;
}

const HELD = pathToFileURL(join(import.meta.dirname, "held.mjs")).href;

const YWS = join(PEERS, "node_modules", "@y", "websocket-server", "src", "server.js");
const yws = (port: number) => ({ PORT: String(port), HOST: "127.0.0.1" });
const peer = (port: number, folder: string) => ({ PORT: String(port), DATA_DIR: folder });

export const SERVERS: Readonly<Record<Kind, Recipe>> = {
  concord: {
    title: "this server, LevelDB with fsync, everything switched on",
    dialect: "yjs",
    path: "/sync/",
    script: (ours) => ours,
    env: (port, folder) => ({
      PORT: String(port),
      HOST: "127.0.0.1",
      DATA_DIR: folder,
      ACCESS: "open",
      LOG_LEVEL: "error",
    }),
  },
  yws: {
    title: "@y/websocket-server, in memory",
    dialect: "yjs",
    path: "/",
    script: () => YWS,
    env: yws,
  },
  "yws-ldb": {
    title: "@y/websocket-server with y-leveldb",
    dialect: "yjs",
    path: "/",
    script: () => YWS,
    env: (port, folder) => ({ ...yws(port), YPERSISTENCE: join(folder, "leveldb") }),
  },
  "hocus-sqlite": {
    title: "@hocuspocus/server with its sqlite extension",
    dialect: "hocus",
    path: "/",
    script: () => join(PEERS, "hocus.mjs"),
    env: peer,
  },
  relay: {
    title: "a bare ws relay that keeps nothing: the limit",
    dialect: "relay",
    path: "/",
    script: () => join(PEERS, "relay.mjs"),
    env: peer,
  },
};

const START_MS = 30_000;
const STOP_MS = 10_000;
const READY = /listens on|listening on|running at/;

export interface Running {
  readonly target: Target;
  /** Rejects when the server ends without having been told to. */
  readonly failed: Promise<never>;
  /** As an operator would; by force if that takes too long. */
  stop(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
}

export interface StartOptions {
  /** Our server's main.js. */
  readonly ours: string;
  readonly folder: string;
  /** Flags for Node itself, for our server only: to profile it. */
  readonly nodeFlags: readonly string[];
  /** As people have it: with sign-in by cookie, and records. */
  readonly withRecords?: boolean;
  /** Where the server writes what it holds when it is asked (held.mjs). */
  readonly heldFolder?: string;
}

export async function startServer(kind: Kind, options: StartOptions): Promise<Running> {
  const recipe = SERVERS[kind];
  const port = await freePort();
  const { heldFolder } = options;
  const flags = [
    ...(kind === "concord" ? options.nodeFlags : []),
    ...(heldFolder === undefined ? [] : ["--expose-gc", "--import", HELD]),
  ];
  // Nothing of our environment but what a program needs to run: settings meant for others stay away.
  const { PATH, HOME, TMPDIR } = process.env;
  const env = {
    PATH,
    HOME,
    TMPDIR,
    NODE_ENV: "production",
    ...recipe.env(port, options.folder),
    ...(options.withRecords === true && { ACCESS: "links" }),
    ...(heldFolder !== undefined && { HELD_FOLDER: heldFolder }),
  };
  const child = startProcess(process.execPath, [...flags, recipe.script(options.ours)], {
    cwd: ROOT,
    env: env as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const words = listen(child);
  let expected = false;
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const failed = exited.then(() => {
    if (expected) return new Promise<never>(() => {});
    throw new Error(`The server ended by itself. Its last words: ${words.last() || "none"}`);
  });
  failed.catch(() => {});
  await Promise.race([words.ready, failed]);

  const end = async (signal: NodeJS.Signals) => {
    expected = true;
    child.kill(signal);
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    await exited;
    clearTimeout(timer);
  };
  return {
    target: {
      pid: child.pid ?? 0,
      port,
      path: recipe.path,
      dialect: recipe.dialect,
      profiled: kind === "concord" && options.nodeFlags.length > 0,
    },
    failed,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
  };
}

function listen(child: ChildProcess) {
  let text = "";
  const ready = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`Not ready after ${START_MS / 1000} s. ${text}`)),
      START_MS,
    );
    const hear = (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-2_000);
      if (!READY.test(text)) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", () => clearTimeout(timer));
  });
  return { ready, last: () => text.trim().slice(-500) };
}
