// npm run fuzz:editor -- --seed N --operations M: worlds of editors, own and mixed with the stock binding, one
// seed after another until so many operations ran. Prints every failure with its seed; ends with code 1
// if there was one.

import { parseArgs } from "node:util";
import { liveByWords, variedWorld, type WordsOptions, wordsWorld } from "../binding/rescue-world.ts";
import { newerSchema, productSchema, testSchema } from "../binding/schemas.ts";
import { live, type WorldOptions } from "../binding/world.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    operations: { type: "string", default: "20000" },
    steps: { type: "string", default: "180" },
    only: { type: "string" },
    shapes: { type: "boolean", default: false },
    /** So many worlds of words that others replace the blocks of, instead (B23). */
    words: { type: "string" },
    /** In these everybody nests, lifts, moves and changes blocks. */
    nested: { type: "boolean", default: false },
    /** The same, shorter and longer, with more people. */
    varied: { type: "boolean", default: false },
  },
});

const product = productSchema();

/** One of each, in turn. */
export const WORLDS: readonly Omit<WorldOptions, "seed" | "steps">[] = [
  { clients: ["own", "own"], schema: testSchema, undo: true, halves: true },
  { clients: ["own", "newer"], schema: testSchema, newer: newerSchema, undo: true },
  { clients: ["own", "own", "own"], schema: product, undo: true, tables: true },
  { clients: ["own", "stock"], schema: product, undo: false, tables: true },
  { clients: ["own", "own", "newer"], schema: testSchema, newer: newerSchema, undo: false },
  { clients: ["own", "stock", "own"], schema: testSchema, undo: false },
  { clients: ["own", "stock"], schema: testSchema, undo: true },
  { clients: ["own", "own"], schema: product, undo: true },
  { clients: ["own", "own", "own"], schema: testSchema, undo: true, composing: true },
];

if (values.words !== undefined) process.exit(await wordsWorlds(Number(values.seed), Number(values.words)));

async function wordsWorlds(from: number, count: number): Promise<number> {
  const totals = { worlds: 0, words: 0, carried: 0, lost: 0, doubled: 0, inCopies: 0, failures: 0 };
  for (let seed = from; seed < from + count; seed++) {
    const kind = wordsWorld(seed, testSchema, product);
    const nested: WordsOptions = values.nested ? { ...kind, changers: "all, in any way" } : kind;
    const world = values.varied ? variedWorld(seed, testSchema, product) : nested;
    totals.worlds++;
    // An editor that is closed keeps its document until a promise of its own is done: 6,000 worlds fill the memory.
    await Promise.resolve();
    try {
      const { words, carried, lost, doubled } = liveByWords(world);
      totals.words += words;
      totals.carried += carried;
      totals.lost += lost.length;
      // Where all move and change blocks, two copies of one may stay (B24), and what stood in it with them.
      if (world.changers === "one") totals.doubled += doubled.length;
      else totals.inCopies += doubled.length;
      if (lost.length > 0) process.stdout.write(`seed ${seed} lost ${lost.join(", ")}\n`);
      if (world.changers === "one" && doubled.length > 0)
        process.stdout.write(`seed ${seed} doubled ${doubled.join(", ")}\n`);
    } catch (error) {
      totals.failures++;
      process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
  process.stdout.write(`${JSON.stringify(totals)}\n`);
  return totals.lost + totals.doubled + totals.failures > 0 ? 1 : 0;
}

const wanted = Number(values.operations);
const totals = { operations: 0, remote: 0, worlds: 0, stockCrashes: 0, mended: 0, carried: 0 };
const byKind = new Map<string, number>();
const troubles: Record<string, number> = {};
let failures = 0;
const started = Date.now();
let told = started;
for (let seed = Number(values.seed); totals.operations < wanted; seed++) {
  const kind = values.only === undefined ? seed % WORLDS.length : Number(values.only);
  const world = WORLDS[kind];
  if (world === undefined) break;
  totals.worlds++;
  try {
    const report = live({ ...world, seed, steps: Number(values.steps) });
    totals.operations += report.operations;
    totals.remote += report.remote;
    totals.stockCrashes += report.stockCrashes;
    totals.mended += report.mended;
    totals.carried += report.carried;
    const name = `${kind}:${world.clients.join("+")}${world.undo ? "+undo" : ""}`;
    byKind.set(name, (byKind.get(name) ?? 0) + report.operations);
    for (const [what, count] of Object.entries(report.troubles))
      troubles[what] = (troubles[what] ?? 0) + count;
    if (values.shapes) for (const shape of report.shapes) process.stdout.write(`${shape}\n`);
  } catch (error) {
    failures++;
    process.stdout.write(`[kind ${kind}] ${error instanceof Error ? error.message : String(error)}\n`);
    totals.operations += Number(values.steps) / 2;
  }
  if (Date.now() - told > 60_000) {
    told = Date.now();
    process.stdout.write(`… ${totals.operations} operations, seed ${seed}, ${failures} failures\n`);
  }
}
const seconds = Math.round((Date.now() - started) / 1000);
process.stdout.write(
  `${JSON.stringify({ ...totals, failures, seconds, troubles, byKind: Object.fromEntries(byKind) })}\n`,
);
process.exitCode = failures > 0 ? 1 : 0;
