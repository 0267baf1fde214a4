// What a workload works with: a server in a fresh folder, a load generator beside it, jobs with an end
// in sight. Called by workloads.ts.

import { join } from "node:path";
import { makeFolder, ROOT, removeFolder, startProcess } from "./processes.ts";
import { type Kind, type Running, startServer } from "./servers.ts";
import type { JobAnswer, JobRequest, Metrics, Params, Target } from "./types.ts";

/** No job of any workload takes this long on a machine that can run it. */
const MAX_JOB_MS = 600_000;

export interface Bench {
  readonly ours: string;
  readonly nodeFlags: readonly string[];
  /** Ours asks who comes, and keeps records of its documents. */
  readonly withRecords?: boolean;
  /** The server is asked what it holds, and answers into this folder. */
  readonly heldFolder?: string;
}

export interface Loader {
  /** `failed`: the server's; a job does not outlive it. `started` is called when the job says so. */
  run(job: string, server: Running, params: Params, started?: () => void): Promise<Metrics>;
  close(): Promise<void>;
}

export async function withFolder<T>(name: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = makeFolder(name);
  try {
    return await work(folder);
  } finally {
    removeFolder(folder);
  }
}

export async function withServer<T>(
  bench: Bench,
  kind: Kind,
  folder: string,
  work: (server: Running) => Promise<T>,
): Promise<T> {
  const server = await startServer(kind, { ...bench, folder });
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

export async function withLoader<T>(work: (loader: Loader) => Promise<T>): Promise<T> {
  const loader = await startLoader();
  try {
    return await work(loader);
  } finally {
    await loader.close();
  }
}

/** The common case: one job on one fresh server. */
export const oneJob = (bench: Bench, kind: Kind, job: string, params: Params): Promise<Metrics> =>
  withLoader((loader) =>
    withFolder(kind, (folder) =>
      withServer(bench, kind, folder, (server) => loader.run(job, server, params)),
    ),
  );

async function startLoader(): Promise<Loader> {
  const child = startProcess(
    process.execPath,
    ["--max-old-space-size=4096", "--import", "tsx", join(import.meta.dirname, "load", "main.ts")],
    { cwd: ROOT, stdio: ["ignore", "inherit", "inherit", "ipc"], serialization: "advanced" },
  );
  const exited = new Promise<never>((_, reject) =>
    child.once("exit", (code) => reject(new Error(`The load generator ended with ${code}.`))),
  );
  exited.catch(() => {});
  await Promise.race([new Promise((resolve) => child.once("message", resolve)), exited]);
  let lastId = 0;

  function ask(job: string, target: Target, params: Params, started?: () => void): Promise<Metrics> {
    const id = ++lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`Not done after ${MAX_JOB_MS / 1000} s.`)), MAX_JOB_MS);
      const hear = (message: JobAnswer | { readonly started: true }) => {
        if ("started" in message) return started?.();
        if (message.id !== id) return;
        clearTimeout(timer);
        child.off("message", hear);
        if ("metrics" in message) resolve(message.metrics);
        else reject(new Error(message.error));
      };
      child.on("message", hear);
      child.send({ id, job, target, params } satisfies JobRequest);
    });
  }

  return {
    run: (job, server, params, started) =>
      Promise.race([ask(job, server.target, params, started), server.failed, exited]),
    close: async () => {
      child.disconnect();
      const timer = setTimeout(() => child.kill("SIGKILL"), 2_000);
      await exited.catch(() => {});
      clearTimeout(timer);
    },
  };
}
