// The composition root: configuration, adapters, server; signals lead to a clean stop. Run as
// `node dist/sync-server/main.js`; prints one line when it listens, one clear line when it cannot.

import { AppError } from "../lib/errors.ts";
import { readConfig } from "./config.ts";
import { openDiskFiles } from "./files/disk.ts";
import { LIMITS } from "./ops/limits.ts";
import { createLog } from "./ops/log.ts";
import { createServer } from "./server.ts";
import { openLevelStore } from "./store/level.ts";

async function main(): Promise<void> {
  const config = readConfig();
  const log = createLog(config.logLevel);
  // The store first: it holds the lock on the folder.
  const store = await openLevelStore(config.dataDir);
  const files = config.fileLimits.fileBytes > 0 ? await openDiskFiles(config.dataDir) : undefined;
  // Run from its sources by the development script, beside a development server of the web app.
  const webDevelopment = import.meta.url.endsWith(".ts");
  const server = createServer({
    ...config,
    webDevelopment,
    store,
    files,
    log,
    limits: { ...LIMITS, historyFineDays: config.historyFineDays },
  });
  let port: number;
  try {
    port = await server.listen(config.port, config.host);
  } catch (error) {
    await server.close();
    throw error;
  }
  const host = config.host.includes(":") ? `[${config.host}]` : config.host;
  process.stdout.write(`Concord listens on http://${host}:${port}\n`);

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      log.info({ signal }, "server.stopping");
      // A store that hangs must not keep the process for ever: what it has acknowledged is safe.
      setTimeout(() => process.exit(1), LIMITS.shutdownMs).unref();
      server.close().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      );
    });
  }
}

function fail(error: unknown): void {
  const known = error instanceof AppError && error.code !== "internal";
  process.stderr.write(`${known ? error.message : `Concord could not go on: ${String(error)}`}\n`);
  process.exit(1);
}

main().catch(fail);
