// `npm start`: installs and builds what is missing or stale, then runs the web app and the sync server
// behind one address until Ctrl-C or SIGTERM. Whatever can fail early, fails before the build.

import { ensureBuilt, NEXT, SERVER_MAIN, staleBuilds } from "./_builds.mjs";
import { main, Plain, say } from "./_house.mjs";
import { ensureInstalled, whatIsMissing } from "./_install.mjs";
import { checkPort, freePort, waitForAnswer } from "./_ports.mjs";
import { checkDataDir, readSettings, urlOf } from "./_settings.mjs";
import { exitCodeOf, onParentGone, onStopSignal, startNode, stopAll } from "./_tree.mjs";

const READY_TIMEOUT_MS = 60_000;
/** Another program may take the web app's port between choosing and listening; that often is chance. */
const PORT_TRIES = 3;

const children = [];
let stopping = false;
let ready = false;
/** The last line that a child wrote to standard error, by name: often the reason why it ended. */
const lastWords = new Map();
const passOn = (name) => (line) => {
  lastWords.set(name, line);
  process.stderr.write(`${line}\n`);
};

await main(async () => {
  const settings = await readSettings();
  await checkPort(settings.port, settings.host);
  checkDataDir(settings.dataDir);

  // A production installation has no build tools and needs none while its builds are fresh.
  if (whatIsMissing(undefined, { dev: false }) !== undefined || staleBuilds().length > 0)
    await ensureInstalled();
  await ensureBuilt();

  onStopSignal(stop);
  onParentGone((signal) => stopping || stop(signal));
  try {
    await run(settings);
  } catch (error) {
    await stopAll(children);
    throw error;
  }
});

async function run(settings) {
  const syncUrl = urlOf(settings);
  const web = await startWeb(syncUrl);
  const sync = startNode("sync server", [SERVER_MAIN], {
    env: {
      PORT: String(settings.port),
      HOST: settings.host,
      DATA_DIR: settings.dataDir,
      WEB_UPSTREAM: web.url,
      LOG_LEVEL: process.env.LOG_LEVEL || "warn",
    },
    onErrorLine: passOn("sync server"),
  });
  children.push(sync);
  watch(sync);
  // The first page, through the front: proves both processes and the way between them.
  const died = await waitForAnswer(`${syncUrl}/`, {
    isGood: (status) => status < 400,
    until: Promise.race([sync.exited, web.child.exited]),
    timeoutMs: READY_TIMEOUT_MS,
  });
  if (died !== undefined || stopping) return; // `watch` or the signal has the word.
  ready = true;
  const address = settings.publicUrl ?? syncUrl;
  say("");
  say(`  Concord is ready.    Open ${address}`);
  say(`  Your documents are in ${settings.dataDir}`);
  say("  Stop it with Ctrl-C.");
  say("");
}

async function startWeb(syncUrl) {
  for (let tries = 1; ; tries++) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const child = startNode("web app", [NEXT, "start", "--hostname", "127.0.0.1", "--port", String(port)], {
      env: { NODE_ENV: "production", SYNC_URL: syncUrl, PORT: undefined },
      onErrorLine: passOn("web app"),
    });
    children.push(child);
    // Any answer will do: its pages may need the sync server, which is not there yet.
    const died = await waitForAnswer(`${url}/`, {
      isGood: () => true,
      until: child.exited,
      timeoutMs: READY_TIMEOUT_MS,
    });
    if (died === undefined) {
      watch(child);
      return { child, url };
    }
    children.splice(children.indexOf(child), 1);
    if (stopping) process.exit(0);
    if (tries === PORT_TRIES || !child.output().includes("EADDRINUSE")) {
      throw new Plain(`The web app did not start.\n${child.output().trimEnd()}`);
    }
  }
}

/** One child's end is everybody's end. */
async function watch(child) {
  const { code, signal } = await child.exited;
  if (stopping) return;
  stopping = true;
  // A child that refused to start has just said why; more lines would only hide it.
  if (ready || !lastWords.has(child.name)) {
    const how = signal === null ? `with code ${code}` : `on ${signal}`;
    process.stderr.write(`Concord stops, because the ${child.name} ended ${how}.\n`);
  }
  await stopAll(children);
  process.exit(signal === null ? code || 1 : exitCodeOf(signal));
}

async function stop(signal) {
  if (stopping) {
    // The second Ctrl-C: no more patience.
    for (const child of children) child.kill();
    process.exit(exitCodeOf(signal));
  }
  stopping = true;
  if (signal === "SIGINT") say("\nStopping… (Ctrl-C again ends it at once)");
  const killed = await stopAll(children);
  for (const name of killed) process.stderr.write(`The ${name} did not stop in time and was ended.\n`);
  const server = children.find((child) => child.name === "sync server");
  const code = server === undefined ? 0 : (await server.exited).code;
  process.exit(killed.length === 0 && code === 0 ? 0 : 1);
}
