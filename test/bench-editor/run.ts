// npm run bench:editor: what the binding costs in Chromium, beside the stock binding and beside an editor
// that binds nothing, in one run. Prints a table; with --check it ends with code 1 where a budget is broken.
// Ratios hold on any machine; milliseconds are those of this one.

import { parseArgs } from "node:util";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { findBrowser } from "../../scripts/_browser.mjs";
import { ensureBuilt } from "../../scripts/_builds.mjs";
import type { Figures, Subject } from "./page.ts";
import { measurePeople, printPeople } from "./people.ts";

const { values } = parseArgs({
  options: {
    paragraphs: { type: "string", default: "1000,10000" },
    rounds: { type: "string", default: "30" },
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
const SUBJECTS: readonly Subject[] = ["bare", "stock", "own"];

const bundle = await build({
  entryPoints: [new URL("./page.ts", import.meta.url).pathname],
  bundle: true,
  write: false,
  format: "iife",
  define: { "process.env.NODE_ENV": '"production"' },
  // Loaded on demand beside a formula: nothing that is measured here draws one.
  loader: { ".css": "empty" },
});
const script = bundle.outputFiles[0]?.text ?? "";

const { path } =
  process.env.CHROMIUM_PATH === undefined
    ? await findBrowser({ quiet: true })
    : { path: process.env.CHROMIUM_PATH };
const browser = await chromium.launch({ executablePath: path, args: FLAGS });
const misplaced = new Map<string, number>();
const results = new Map<string, Figures>();
try {
  for (const paragraphs of values.paragraphs.split(",").map(Number)) {
    for (const subject of SUBJECTS) {
      // A page for each: nobody pays for the garbage of another.
      const page = await browser.newPage();
      await page.setContent("<!doctype html><meta charset=utf-8><body></body>");
      await page.addScriptTag({ content: script });
      const figures = await page.evaluate(
        ([name, count, rounds]) => window.measureEditor(name, count, rounds),
        [subject, paragraphs, Number(values.rounds)] as const,
      );
      results.set(`${subject} ${paragraphs}`, figures);
      await page.close();
    }
  }
  const tries = Number(values.race);
  for (const subject of tries === 0 ? [] : (["stock", "own"] as const)) {
    const page = await browser.newPage();
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
    misplaced.set(subject, wrong);
    await page.evaluate(() => window.race.stop());
    await page.close();
  }
} finally {
  await browser.close();
}

const ROWS: readonly (readonly [keyof Figures, string])[] = [
  ["open", "open"],
  ["remoteKey", "remote key"],
  ["remoteEnter", "remote Enter"],
  ["remote500", "one update over 500 blocks"],
  ["remote500Here", "the same, the own caret in one of them"],
  ["localKey", "local key"],
  ["localEnter", "local Enter"],
  ["caretMove", "caret move"],
];
const ms = (value: number | undefined) => (value === undefined ? "–" : value.toFixed(value < 0.1 ? 3 : 2));

if (values.json) process.stdout.write(`${JSON.stringify(Object.fromEntries(results))}\n`);
for (const paragraphs of values.paragraphs.split(",")) {
  const [bare, stock, own] = SUBJECTS.map((subject) => results.get(`${subject} ${paragraphs}`));
  process.stdout.write(
    `\n| ${paragraphs} paragraphs, script, p50 in ms | own | stock | no binding | stock / own |\n|---|---|---|---|---|\n`,
  );
  for (const [key, name] of ROWS) {
    const [a, b] = [own?.[key], stock?.[key]];
    const ratio = a === undefined || b === undefined ? "–" : (b / a).toFixed(1);
    process.stdout.write(`| ${name} | ${ms(a)} | ${ms(b)} | ${ms(bare?.[key])} | ${ratio} |\n`);
  }
}

for (const [subject, wrong] of misplaced) {
  process.stdout.write(`\n${subject}: ${wrong} of ${values.race} letters misplaced after Home or End\n`);
}

if (values.check) {
  const own = results.get("own 10000");
  const stock = results.get("stock 10000");
  const bare = results.get("bare 10000");
  if (own === undefined || stock === undefined || bare === undefined) throw new Error("--check needs 10000");
  const budgets: readonly (readonly [string, boolean])[] = [
    ["a remote key costs at most 3 ms", (own.remoteKey ?? 0) <= 3],
    ["a remote key costs at most 1/50 of stock", (own.remoteKey ?? 0) * 50 <= (stock.remoteKey ?? 0)],
    ["a caret move costs at most 0.1 ms more than without a binding", own.caretMove <= bare.caretMove + 0.1],
    ["a local key costs at most 0.7 ms more than without a binding", own.localKey <= bare.localKey + 0.7],
    ["one update over 500 blocks costs at most 30 ms", (own.remote500 ?? 0) <= 30],
    ["opening is no slower than stock", own.open <= stock.open * 1.05],
  ];
  for (const [name, kept] of budgets) process.stdout.write(`${kept ? "kept  " : "BROKEN"} ${name}\n`);
  if (budgets.some(([, kept]) => !kept)) process.exitCode = 1;
}
