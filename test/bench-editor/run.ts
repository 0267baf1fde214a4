// npm run bench:editor: what the binding costs in Chromium, beside the stock binding and beside an editor
// that binds nothing, in one run. Prints a table; with --check it ends with code 1 where a budget is broken.
// Ratios hold on any machine; milliseconds are those of this one.

import { parseArgs } from "node:util";
import { build } from "esbuild";
import { type Browser, chromium } from "playwright-core";
import { findBrowser } from "../../scripts/_browser.mjs";
import { ensureBuilt } from "../../scripts/_builds.mjs";
import type { Subject } from "./document.ts";
import { above, measure, medianOf, type Times } from "./measure.ts";
import type { Deed } from "./page.ts";
import { measurePeople, printPeople } from "./people.ts";

const { values } = parseArgs({
  options: {
    paragraphs: { type: "string", default: "1000,10000" },
    /** Pages that are opened of each kind, one after the other in turn. */
    openings: { type: "string", default: "7" },
    /** How often it is the turn of each. */
    batches: { type: "string", default: "6" },
    check: { type: "boolean", default: false },
    /** Tries of: Home or End, then a letter, while others type every 4 ms. */
    race: { type: "string", default: "0" },
    json: { type: "boolean", default: false },
    /** Only the built app, with others who write in the same document (people.ts). */
    people: { type: "boolean", default: false },
    keys: { type: "string", default: "150" },
  },
});

if (values.people) {
  await ensureBuilt();
  const { path, env } = await findBrowser({ quiet: true });
  Object.assign(process.env, env, { CHROMIUM_PATH: process.env.CHROMIUM_PATH ?? path });
  const paragraphs = Number(values.paragraphs.split(",")[0]);
  const options = { paragraphs, people: 5, keys: Number(values.keys) };
  const phases = await measurePeople(options);
  printPeople(phases, options);
  const broken = phases.some(({ ours, p95, longest }) => ours && (p95 > 16 || longest > 50));
  process.exit(values.check && broken ? 1 : 0);
}

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];

const bundle = await build({
  entryPoints: [new URL("./page.ts", import.meta.url).pathname],
  bundle: true,
  write: false,
  format: "iife",
  define: { "process.env.NODE_ENV": '"production"' },
  // Loaded on demand beside a formula: nothing that is measured here draws one.
  loader: { ".css": "empty" },
  // Of the worker of the search, which nobody starts here.
  logOverride: { "empty-import-meta": "silent" },
});
const script = bundle.outputFiles[0]?.text ?? "";

const { path } =
  process.env.CHROMIUM_PATH === undefined
    ? await findBrowser({ quiet: true })
    : { path: process.env.CHROMIUM_PATH };
const browser = await chromium.launch({ executablePath: path, args: FLAGS });
const sizes = values.paragraphs.split(",").map(Number);
const results = new Map<number, ReadonlyMap<Subject, Times>>();
const misplaced = new Map<string, number>();
try {
  const [openings, batches] = [Number(values.openings), Number(values.batches)];
  for (const paragraphs of sizes) {
    results.set(paragraphs, await measure(browser, script, { paragraphs, openings, batches }));
  }
  const tries = Number(values.race);
  for (const subject of tries === 0 ? [] : (["stock", "own"] as const)) {
    misplaced.set(subject, await raceOf(browser, subject, tries));
  }
} finally {
  await browser.close();
}

async function raceOf(on: Browser, subject: "stock" | "own", tries: number): Promise<number> {
  const page = await on.newPage();
  await page.setContent("<!doctype html><meta charset=utf-8><body></body>");
  await page.addScriptTag({ content: script });
  await page.evaluate((name) => {
    window.race = window.startRace(name, 4);
  }, subject);
  let wanted = await page.evaluate(() => window.race.text());
  let wrong = 0;
  for (let round = 0; round < tries; round++) {
    const home = round % 2 === 0;
    const letter = String.fromCharCode(97 + (round % 26));
    // Both keys in one go, as fast fingers and busy pages have it.
    await Promise.all([page.keyboard.press(home ? "Home" : "End"), page.keyboard.press(letter)]);
    const text = await page.evaluate(() => window.race.text());
    if (text !== (home ? letter + wanted : wanted + letter)) wrong++;
    wanted = text;
  }
  await page.evaluate(() => window.race.stop());
  await page.close();
  return wrong;
}

const ROWS: readonly (readonly [Deed | "open", string])[] = [
  ["open", "open"],
  ["remoteKey", "remote key"],
  ["remoteEnter", "remote Enter"],
  ["remote500", "one update over 500 blocks"],
  ["remote500Here", "the same, the own caret in one of them"],
  ["laidOut500", "one update over 500 blocks, and the layout"],
  ["laidOut500Here", "the same, the own caret in one of them"],
  ["localKey", "local key"],
  ["localEnter", "local Enter"],
  ["caretMove", "caret move"],
];
const ms = (value: number) => (Number.isNaN(value) ? "–" : value.toFixed(value < 0.1 ? 3 : 2));

if (values.json) {
  const plain = [...results].map(([size, found]) => [
    size,
    Object.fromEntries([...found].map(([subject, times]) => [subject, Object.fromEntries(times)])),
  ]);
  process.stdout.write(`${JSON.stringify(Object.fromEntries(plain))}\n`);
}
for (const [size, found] of results) {
  const [own, stock, bare] = [found.get("own"), found.get("stock"), found.get("bare")];
  process.stdout.write(
    `\n| ${size} paragraphs, script, p50 in ms | own | stock | no binding | stock / own |\n|---|---|---|---|---|\n`,
  );
  for (const [what, name] of ROWS) {
    const [a, b] = [medianOf(own, what), medianOf(stock, what)];
    process.stdout.write(
      `| ${name} | ${ms(a)} | ${ms(b)} | ${ms(medianOf(bare, what))} | ${(b / a).toFixed(1)} |\n`,
    );
  }
  for (const deed of ["localKey", "caretMove"] as const) {
    const more = above(own, bare, deed);
    process.stdout.write(`${deed}: own above no binding, batch by batch: ${more.toFixed(3)} ms\n`);
  }
}

for (const [subject, wrong] of misplaced) {
  process.stdout.write(`\n${subject}: ${wrong} of ${values.race} letters misplaced after Home or End\n`);
}

if (values.check) {
  const found = results.get(10_000);
  const [own, stock, bare] = [found?.get("own"), found?.get("stock"), found?.get("bare")];
  if (own === undefined) throw new Error("--check needs 10000");
  const budgets: readonly (readonly [string, boolean])[] = [
    ["a remote key costs at most 3 ms", medianOf(own, "remoteKey") <= 3],
    [
      "a remote key costs at most 1/50 of stock",
      medianOf(own, "remoteKey") * 50 <= medianOf(stock, "remoteKey"),
    ],
    [
      "a caret move costs at most 0.1 ms, or 0.01 more than without a binding",
      medianOf(own, "caretMove") <= 0.1 || above(own, bare, "caretMove") <= 0.01,
    ],
    ["a local key costs at most 0.7 ms more than without a binding", above(own, bare, "localKey") <= 0.7],
    ["one update over 500 blocks costs at most 30 ms", medianOf(own, "remote500") <= 30],
    [
      "the same with the own caret in one of them, or what the best replace without a binding costs",
      medianOf(own, "remote500Here") <= Math.max(30, medianOf(bare, "remote500Here")),
    ],
    ["opening is no slower than stock", medianOf(own, "open") <= medianOf(stock, "open")],
  ];
  for (const [name, kept] of budgets) process.stdout.write(`${kept ? "kept  " : "BROKEN"} ${name}\n`);
  if (budgets.some(([, kept]) => !kept)) process.exitCode = 1;
}
