// The built app, both processes, on free ports with a data folder of its own: started, killed hard,
// started again on the same port and data, stopped. For end-to-end tests. The pages' process keeps nothing
// of a document, so the files that a worker runs share one; the sync server is each stack's own.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NEXT, SERVER_MAIN } from "../../scripts/_builds.mjs";
import { freePort, waitForAnswer } from "../../scripts/_ports.mjs";
import { type Child, type Ended, startNode, stopAll } from "../../scripts/_tree.mjs";

const READY_TIMEOUT_MS = 60_000;

export interface Stack {
  /** The one public address, without a slash at its end. */
  readonly url: string;
  /** Where a stock WebsocketProvider connects. */
  readonly syncUrl: string;
  readonly dataDir: string;
  /** What the sync server has logged, one JSON object a line; whatever else it said is left out. */
  log(): readonly LogLine[];
  /** Every line that either process wrote to its standard error, and the last of what it wrote elsewhere. */
  said(): string;
  /** Ends the sync server like a power cut would, without a word. */
  kill(): Promise<void>;
  /**
   * While it is down: a sync server on the same data at another port, where no browser finds it. So a
   * test sees what was stored before anybody could send it again.
   */
  alone<T>(look: (syncUrl: string) => Promise<T>): Promise<T>;
  /** Starts it again on the same port and data; resolves when it is ready. */
  restart(): Promise<void>;
  /** SIGTERM to the sync server; resolves with how it ended. */
  stop(): Promise<Ended>;
  /** Ends everything and removes the data. Idempotent. */
  close(): Promise<void>;
}

export interface LogLine {
  readonly level: number | string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

export interface StackOptions {
  /** More settings for the sync server. */
  readonly env?: Readonly<Record<string, string>>;
  /** `false`: the sync server alone, without pages. */
  readonly web?: boolean;
}

export async function startStack({ env = {}, web = true }: StackOptions = {}): Promise<Stack> {
  const dataDir = await mkdtemp(join(tmpdir(), "concord-test-"));
  const lines: string[] = [];
  const onErrorLine = (line: string) => lines.push(line);
  const pages = web ? await takePages(onErrorLine) : undefined;
  const port = pages?.syncPort ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;

  let server = await startServer();
  let closing: Promise<void> | undefined;

  async function startServer(at = port): Promise<Child> {
    const child = startNode("sync server", [SERVER_MAIN], {
      env: {
        LOG_LEVEL: "debug",
        ...env,
        PORT: String(at),
        HOST: "127.0.0.1",
        DATA_DIR: dataDir,
        WEB_UPSTREAM: pages?.url,
      },
      onErrorLine,
    });
    await ready(child, `http://127.0.0.1:${at}/readyz`, 200);
    return child;
  }

  async function close(): Promise<void> {
    await stopAll([server]);
    await pages?.giveBack();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }

  return {
    url,
    syncUrl: `${url.replace("http", "ws")}/sync`,
    dataDir,
    log: () => lines.flatMap(parseLine),
    said: () => [...lines, server.output(), pages?.output() ?? ""].join("\n"),
    async kill() {
      server.kill();
      await server.exited;
    },
    async alone(look) {
      const other = await freePort();
      const child = await startServer(other);
      try {
        return await look(`ws://127.0.0.1:${other}/sync`);
      } finally {
        await stopAll([child]);
      }
    },
    async restart() {
      server.kill();
      await server.exited;
      server = await startServer();
    },
    async stop() {
      server.ask();
      return server.exited;
    },
    close() {
      closing ??= close();
      return closing;
    },
  };
}

interface Pages {
  /** Where they answer; people come through the sync server. */
  readonly url: string;
  /** Where they look for the sync server, for as long as they run. */
  readonly syncPort: number;
  readonly child: Child;
  /** Whoever has them now hears what they write to standard error. */
  onErrorLine: ((line: string) => void) | undefined;
}

/** Kept for the worker's next file: starting `next start`, and its first answers, cost seconds. */
let kept: Pages | undefined;

async function takePages(onErrorLine: (line: string) => void) {
  // Two stacks at once have two of them.
  const isFree = kept?.child.isRunning() && kept.onErrorLine === undefined;
  const pages = kept !== undefined && isFree ? kept : await startPages();
  pages.onErrorLine = onErrorLine;
  if (kept?.child.isRunning() !== true) kept = pages;
  return {
    url: pages.url,
    syncPort: pages.syncPort,
    output: pages.child.output,
    async giveBack() {
      pages.onErrorLine = undefined;
      if (pages !== kept) await stopAll([pages.child]);
    },
  };
}

async function startPages(): Promise<Pages> {
  const [syncPort, port] = await Promise.all([freePort(), freePort()]);
  const url = `http://127.0.0.1:${port}`;
  const child = startNode("web app", [NEXT, "start", "--hostname", "127.0.0.1", "--port", String(port)], {
    env: { NODE_ENV: "production", SYNC_URL: `http://127.0.0.1:${syncPort}`, PORT: undefined },
    onErrorLine: (line) => pages.onErrorLine?.(line),
  });
  const pages: Pages = { url, syncPort, child, onErrorLine: undefined };
  await ready(child, `${url}/`);
  return pages;
}

async function ready(child: Child, url: string, status?: number): Promise<void> {
  const isGood = status === undefined ? undefined : (found: number) => found === status;
  const ended = await waitForAnswer(url, {
    ...(isGood && { isGood }),
    until: child.exited,
    timeoutMs: READY_TIMEOUT_MS,
  });
  if (ended === undefined) return;
  throw new Error(`The ${child.name} ended (${ended.signal ?? ended.code}):\n${child.output()}`);
}

function parseLine(line: string): LogLine[] {
  if (!line.startsWith("{")) return [];
  try {
    return [JSON.parse(line) as LogLine];
  } catch {
    return [];
  }
}
