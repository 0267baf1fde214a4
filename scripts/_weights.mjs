// What a first visit downloads: the scripts of every page, compressed, against a budget, and for a document
// also what is fetched until one can write in it. Called after each build of the web app; a page over its
// budget fails the build, because nobody notices 10 kB a week.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { BINDING } from "../next.config.mjs";
import { Plain, ROOT, say } from "./_house.mjs";

/** What the file says that makes the editor (app/_editor/bound-text.tsx): its chunks are found by it. */
const CAN_WRITE = "concord-can-write";

/**
 * Kilobytes (1,000 bytes) of gzipped JavaScript. `until`: beside the page, the import that brings this word. The stock
 * binding brings a library.
 */
const BUDGETS = [
  { page: "/page", name: "home", kB: 166 },
  { page: "/d/[address]/page", name: "document, to read", kB: 190 },
  {
    page: "/d/[address]/page",
    name: "document, to write",
    until: CAN_WRITE,
    kB: BINDING === "own" ? 333 : 343,
  },
  { page: "/settings/page", name: "settings", kB: 149 },
];

/** Prints the table. Throws when a page is over its budget. */
export function weigh(build = join(ROOT, ".next")) {
  const sizes = new Map();
  const sizeOf = (file) => {
    if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(join(build, file))).length);
    return sizes.get(file);
  };
  const rows = BUDGETS.map((budget) => {
    const files = scriptsOf(build, budget);
    if (budget.until !== undefined) addImport(build, files, budget.until);
    const bytes = [...files].reduce((sum, file) => sum + sizeOf(file), 0);
    return { ...budget, files: files.size, is: bytes / 1000 };
  });
  say("JavaScript of a first visit, gzipped:");
  for (const { name, is, kB, files } of rows)
    say(`  ${name.padEnd(20)} ${is.toFixed(0).padStart(4)} kB of ${kB}  (${files} files)`);
  const over = rows.filter(({ is, kB }) => is > kB);
  if (over.length === 0) return;
  throw new Plain(
    `Too heavy: ${over.map(({ name, is, kB }) => `${name} is ${(is - kB).toFixed(0)} kB over`).join(", ")}. The budgets are in scripts/_weights.mjs.`,
  );
}

function scriptsOf(build, { page }) {
  const read = (path) => readFileSync(join(build, path), "utf8");
  const folder = `server/app${page.slice(0, -"/page".length)}`;
  const sandbox = { globalThis: {} };
  runInNewContext(read(`${folder}/page_client-reference-manifest.js`), sandbox);
  const manifest = Object.values(sandbox.globalThis.__RSC_MANIFEST)[0];
  const own = Object.entries(manifest.entryJSFiles)
    .filter(([name]) => name.endsWith("/layout") || name.endsWith("/page"))
    .flatMap(([, files]) => files);
  const files = new Set([...JSON.parse(read("build-manifest.json")).rootMainFiles, ...own]);
  return files;
}

/** Adds the chunks of the one dynamic import, among those of the page, that holds `word`. */
function addImport(build, files, word) {
  const read = (file) => readFileSync(join(build, file), "utf8");
  const lists = [...files].flatMap((file) =>
    [...read(file).matchAll(/\[((?:"static\/chunks\/[^"]+",?)+)\]/g)].map((found) =>
      JSON.parse(`[${found[1].replace(/,$/, "")}]`).filter((chunk) => chunk.endsWith(".js")),
    ),
  );
  const found = lists.find((chunks) => chunks.some((chunk) => read(chunk).includes(word)));
  // A page that has the word itself has lost the division between reading and writing.
  if (found === undefined || [...files].some((file) => read(file).includes(word)))
    throw new Plain(`The import that brings "${word}" was not found: scripts/_weights.mjs cannot weigh it.`);
  for (const chunk of found) files.add(chunk);
}
