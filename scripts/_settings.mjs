// The few settings that the start scripts must know before the sync server runs: where it will listen
// and where the data is. The sync server itself reads and checks the rest (sync-server/config.ts).

import { spawnSync } from "node:child_process";
import { accessSync, constants, mkdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isAlive, Plain, ROOT, readText } from "./_house.mjs";
import { freePort, hostForUrl } from "./_ports.mjs";

export async function readSettings(env = process.env) {
  const host = env.HOST || "127.0.0.1";
  const asked = env.PORT || "3000";
  const port = Number(asked);
  if (!/^\d+$/.test(asked) || port > 65_535) {
    throw new Plain(`PORT is "${asked}", which is not a port. Give a number from 1 to 65535.`);
  }
  return {
    host,
    // The web app must know the sync server's port before that has one, so a free one is chosen here.
    port: port === 0 ? await freePort(host) : port,
    dataDir: resolve(ROOT, env.DATA_DIR || "data"),
    publicUrl: env.PUBLIC_URL || undefined,
  };
}

/** The address under which this machine itself reaches the sync server. */
export const urlOf = ({ host, port }) => `http://${hostForUrl(host)}:${port}`;

/** Says at once what the sync server would say after the build; it remains the judge. */
export function checkDataDir(dataDir) {
  try {
    makeFolder(dataDir);
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Plain(
      `The data folder ${dataDir} cannot be used (${error.code}). Choose another: DATA_DIR=/path npm start`,
    );
  }
  const owner = ownerOf(join(dataDir, "store.lock"));
  if (owner !== undefined) {
    throw new Plain(
      `The data folder ${dataDir} is in use by process ${owner}. Stop that one first, or choose another folder: DATA_DIR=/path npm start`,
    );
  }
}

/** Not `recursive`: below folders such as /proc, which refuse children as absent, that never returns. */
function makeFolder(folder) {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (error.code === "EEXIST") return;
    if (error.code !== "ENOENT" || dirname(folder) === folder) throw error;
    makeFolder(dirname(folder));
    mkdirSync(folder);
  }
}

/** The living process that holds the lock (written by sync-server/store/lock.ts), if one does. */
function ownerOf(file) {
  let holder;
  try {
    holder = JSON.parse(readText(file) ?? "{}");
  } catch {
    return undefined; // Half written: the sync server will see.
  }
  const { pid, started } = holder;
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
  // Numbers are reused, also by every new container: the same process started at the same moment.
  return started === undefined || started === startOf(pid) ? pid : undefined;
}

function startOf(pid) {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, "utf8");
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot} ${line.slice(line.lastIndexOf(")") + 2).split(" ")[19]}`;
  } catch {
    if (process.platform !== "darwin") return undefined;
  }
  const ps = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  return ps.stdout?.trim() || undefined;
}
