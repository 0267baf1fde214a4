// `npm run dev`: the sync server under `tsx watch` and the web app under `next dev` behind it, on one
// address. Both reload by themselves; the data is that of `npm start`.

import { join } from "node:path";
import { NEXT } from "./_builds.mjs";
import { main, ROOT, say } from "./_house.mjs";
import { ensureInstalled } from "./_install.mjs";
import { checkPort, freePort, waitForAnswer } from "./_ports.mjs";
import { checkDataDir, readSettings, urlOf } from "./_settings.mjs";
import { exitCodeOf, onParentGone, onStopSignal, startNode, stopAll } from "./_tree.mjs";

const TSX = join(ROOT, "node_modules", "tsx", "dist", "cli.mjs");
/** The first page is compiled when it is first asked for. */
const READY_TIMEOUT_MS = 180_000;

const children = [];
let stopping = false;

await main(async () => {
  const settings = await readSettings();
  await checkPort(settings.port, settings.host);
  checkDataDir(settings.dataDir);
  await ensureInstalled();
  onStopSignal(stop);
  onParentGone((signal) => stopping || stop(signal));

  const syncUrl = urlOf(settings);
  const webPort = await freePort();
  // Next's own address is internal and would only mislead.
  const show = (line) => /^\s*- (Local|Network):/.test(line) || say(line);
  const web = startNode("web app", [NEXT, "dev", "--hostname", "127.0.0.1", "--port", String(webPort)], {
    env: { NODE_ENV: "development", SYNC_URL: syncUrl, PORT: undefined },
    onLine: show,
  });
  const sync = startNode("sync server", [TSX, "watch", "--clear-screen=false", "sync-server/main.ts"], {
    env: {
      PORT: String(settings.port),
      HOST: settings.host,
      DATA_DIR: settings.dataDir,
      WEB_UPSTREAM: `http://127.0.0.1:${webPort}`,
    },
    onLine: show,
  });
  children.push(web, sync);
  const ended = Promise.race(children.map(async (child) => ({ child, ...(await child.exited) })));
  ended.then(async ({ child, code, signal }) => {
    if (stopping) return;
    stopping = true;
    process.stderr.write(`Stopping, because the ${child.name} ended (${signal ?? `code ${code}`}).\n`);
    await stopAll(children);
    process.exit(code || 1);
  });
  // The web app itself first: asked through the front, it would fill the log with its absence.
  const limits = { until: ended, timeoutMs: READY_TIMEOUT_MS };
  await waitForAnswer(`http://127.0.0.1:${webPort}/favicon.ico`, { ...limits, isGood: () => true });
  await waitForAnswer(`${syncUrl}/readyz`, limits);
  if (!stopping) say(`\n  Develop at ${syncUrl} (data in ${settings.dataDir}, stop with Ctrl-C)\n`);
});

async function stop(signal) {
  if (stopping) {
    for (const child of children) child.kill();
    process.exit(exitCodeOf(signal));
  }
  stopping = true;
  await stopAll(children);
  process.exit(0);
}
