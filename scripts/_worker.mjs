// The last step of the web app's build: one script for the service worker, with the list of the files that
// it keeps. Called by _builds.mjs after `next build`; the result is served by app/sw.js/route.ts.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { Plain, ROOT } from "./_house.mjs";

/** Bytes on disk that a browser is made to keep for opening pages without us. More is a mistake. */
const MAX_BYTES = 12 * 1024 * 1024;

/** Resolves with `{ ok, output }`, like the steps before it. */
export async function makeWorker() {
  const { build } = await import("esbuild");
  const version = readFileSync(join(ROOT, ".next", "BUILD_ID"), "utf8").trim();
  const folder = join(ROOT, ".next", "static");
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".map"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const addressOf = (path) => `/_next/static/${relative(folder, path).split(sep).join("/")}`;
  const isExtra = (path) => path.endsWith(".woff2") && !/-latin-(?!ext)/.test(path);
  const bytes = paths.filter((path) => !isExtra(path)).reduce((sum, path) => sum + statSync(path).size, 0);
  if (bytes > MAX_BYTES) throw new Plain(`The pages weigh ${bytes} bytes: too much to keep in a browser.`);
  const files = [
    ...paths.filter((path) => !isExtra(path)).map(addressOf),
    "/icon.svg",
    "/manifest.webmanifest",
  ];
  const extras = paths.filter(isExtra).map(addressOf);
  const result = await build({
    entryPoints: [join(ROOT, "app", "_offline", "worker.ts")],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    legalComments: "none",
    logLevel: "silent",
    define: { BUILD: JSON.stringify({ version, files, extras }) },
  });
  const [script] = result.outputFiles;
  writeFileSync(join(ROOT, ".next", "sw.js"), script.contents);
  const print = createHash("sha256").update(script.contents).digest("hex").slice(0, 12);
  return { ok: true, output: `${files.length} files, ${bytes} bytes, ${print}\n` };
}
