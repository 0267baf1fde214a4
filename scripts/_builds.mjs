// The two builds: the web app (.next) and the sync server (dist). Each carries a fingerprint of the
// files it was made from, so that start, build and test make only what is missing or stale.

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { Plain, ROOT, readText, say, seconds, withLock } from "./_house.mjs";
import { whatIsMissing } from "./_install.mjs";
import { runNode } from "./_tree.mjs";
import { weigh } from "./_weights.mjs";
import { makeWorker } from "./_worker.mjs";

export const NEXT = join(ROOT, "node_modules", "next", "dist", "bin", "next");
export const TSC = join(ROOT, "node_modules", "typescript", "bin", "tsc");
export const SERVER_MAIN = join(ROOT, "dist", "sync-server", "main.js");

const BUILDS = [
  {
    name: "sync server",
    sources: ["sync-server", "lib", "tsconfig.json", "tsconfig.server.json", "package-lock.json"],
    stamp: join(ROOT, "dist", ".fingerprint"),
    product: SERVER_MAIN,
    // Made anew, so that a deleted source leaves nothing behind.
    make: () => {
      rmSync(join(ROOT, "dist"), { recursive: true, force: true });
      return runNode([TSC, "-p", "tsconfig.server.json"], { quiet: true });
    },
  },
  {
    name: "web app",
    sources: [
      "app",
      "lib",
      "public",
      "next.config.mjs",
      "tsconfig.json",
      "package-lock.json",
      "scripts/_next-esm.cjs",
      "scripts/_worker.mjs",
    ],
    stamp: join(ROOT, ".next", ".fingerprint"),
    product: join(ROOT, ".next", "BUILD_ID"),
    make: async () => {
      const pages = await runNode([NEXT, "build"], { quiet: true, env: { NODE_ENV: "production" } });
      return pages.ok ? makeWorker() : pages;
    },
    check: () => weigh(),
  },
];

/** The builds that are missing or were made from other sources. */
export const staleBuilds = () =>
  BUILDS.filter(
    (build) => !existsSync(build.product) || readText(build.stamp) !== fingerprint(build.sources),
  );

/** Makes what is missing or stale (everything with `force`). */
export async function ensureBuilt({ force = false } = {}) {
  if (!force && staleBuilds().length === 0) return;
  if (whatIsMissing(ROOT, { dev: true }) !== undefined) {
    throw new Plain(
      "Building needs the development packages too. Install them with: npm install --include=dev",
    );
  }
  await withLock("build", async () => {
    for (const build of force ? BUILDS : staleBuilds()) {
      const start = performance.now();
      say(`Building the ${build.name}…`);
      // Taken before the build: a file that is changed meanwhile makes the result stale, as it should.
      const before = fingerprint(build.sources);
      rmSync(build.stamp, { force: true });
      const result = await build.make();
      if (!result.ok) {
        process.stderr.write(result.output);
        throw new Plain(`The ${build.name} could not be built; the reason is above.`);
      }
      build.check?.();
      writeFileSync(build.stamp, before);
      say(`Built the ${build.name} in ${seconds(start)}.`);
    }
  });
}

/** A hash over names and contents: dates change with every checkout, contents do not. */
export function fingerprint(sources, root = ROOT) {
  const hash = createHash("sha256");
  for (const source of sources) {
    for (const file of filesUnder(join(root, source))) {
      const content = readFileSync(file);
      hash.update(`${relative(root, file).split(sep).join("/")}\0${content.length}\0`);
      hash.update(content);
    }
  }
  return hash.digest("hex");
}

function* filesUnder(path) {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status?.isFile()) yield path;
  if (!status?.isDirectory()) return;
  for (const name of readdirSync(path).sort()) {
    if (!name.startsWith(".")) yield* filesUnder(join(path, name));
  }
}
