// Are the packages here, and are they those of the lock? Compares contents, not dates, because a
// checkout gives files new dates. Used by start, dev, build and test.

import { join } from "node:path";
import { Plain, ROOT, readText, say, seconds, withLock } from "./_house.mjs";
import { runCommand } from "./_tree.mjs";

/**
 * What is wrong with node_modules, or `undefined`. Packages that npm leaves out on purpose (for other
 * platforms, and with `--omit=dev` the development ones, unless `dev` asks for them) are not missed.
 */
export function whatIsMissing(root = ROOT, { dev = true } = {}) {
  const installed = packagesOf(join(root, "node_modules", ".package-lock.json"));
  if (installed === undefined) return "The packages are not installed yet.";
  const wanted = packagesOf(join(root, "package-lock.json"));
  if (wanted === undefined) return undefined; // Nothing to compare with.
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === "") continue;
    const here = installed[path];
    if (here?.version === entry.version) continue;
    if (here === undefined && (entry.optional || entry.devOptional)) continue;
    if (here === undefined && entry.dev && !dev) continue;
    return `The installed packages are not those of package-lock.json (${path.replace(/^.*node_modules\//, "")}).`;
  }
  return undefined;
}

function packagesOf(file) {
  const text = readText(file);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text).packages ?? {};
  } catch {
    return undefined;
  }
}

/** Installs where needed and says so. */
export async function ensureInstalled(options) {
  if (whatIsMissing(ROOT, options) === undefined) return;
  await withLock("install", async () => {
    const reason = whatIsMissing(ROOT, options);
    if (reason === undefined) return;
    say(`${reason} Installing them with npm…`);
    const start = performance.now();
    const done = (await npm(["ci", "--include=dev"])) || (await npm(["install", "--include=dev"]));
    if (!done) throw new Plain("npm could not install the packages; its own words are above.");
    say(`Installed in ${seconds(start)}.`);
  });
}

/** The npm that started us, if one did: it may not be on the PATH. */
export async function npm(args, cwd = ROOT) {
  const cli = process.env.npm_execpath;
  const common = [...args, "--no-audit", "--no-fund", "--loglevel=error"];
  const env = { npm_config_update_notifier: "false" };
  const result =
    cli !== undefined && /npm-cli\.c?js$/.test(cli)
      ? await runCommand(process.execPath, [cli, ...common], { cwd, env })
      : await runCommand("npm", common, { cwd, env, shell: process.platform === "win32" });
  return result.ok;
}
