// Before the first round: our server compiled from the checkout as it is, and the peers installed from
// their own lock. Called by run.ts; does nothing that is done already.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, runToEnd } from "./processes.ts";
import { PEERS } from "./servers.ts";

/** Compiled apart from dist/, so that a build meanwhile does not change what is measured. */
export async function buildOurs(folder: string): Promise<string> {
  const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  await runToEnd(process.execPath, [tsc, "-p", "tsconfig.server.json", "--outDir", folder], { cwd: ROOT });
  return join(folder, "sync-server", "main.js");
}

/** A message for people if they cannot be had; the benchmark then runs without them. */
export async function installPeers(say: (line: string) => void): Promise<void> {
  const installed = join(PEERS, "node_modules", ".package-lock.json");
  if (existsSync(installed) && sameVersions(installed, join(PEERS, "package-lock.json"))) return;
  say("Installing the peers (their sqlite may have to be compiled, which takes a minute or two)…");
  const cli = process.env.npm_execpath;
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const options = { cwd: PEERS };
  if (cli !== undefined && /npm-cli\.c?js$/.test(cli))
    await runToEnd(process.execPath, [cli, ...args], options);
  else await runToEnd("npm", args, { ...options, shell: process.platform === "win32" });
}

function sameVersions(installed: string, wanted: string): boolean {
  const versions = (file: string) => {
    const { packages = {} } = JSON.parse(readFileSync(file, "utf8")) as {
      packages?: Record<string, { version?: string }>;
    };
    return Object.entries(packages)
      .filter(([path]) => path !== "")
      .map(([path, { version }]) => `${path}@${version}`)
      .sort()
      .join();
  };
  return versions(installed) === versions(wanted);
}
