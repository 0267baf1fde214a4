// Sixty worlds: editors that do anything at random on one document, over a slow and unfair network, with
// each other, with a newer schema and with the stock binding. `npm run fuzz:editor` runs many more.

import { describe, expect, it } from "vitest";
import { newerSchema, productSchema, testSchema } from "./schemas.ts";
import { live, type WorldOptions } from "./world.ts";

const product = productSchema();
const WORLDS: readonly [string, Omit<WorldOptions, "seed" | "steps">][] = [
  [
    "two editors, with undo, emoji cut in two",
    { clients: ["own", "own"], schema: testSchema, undo: true, halves: true },
  ],
  [
    "one that knows more, with undo",
    { clients: ["own", "newer"], schema: testSchema, newer: newerSchema, undo: true },
  ],
  [
    "three editors of the product, with tables",
    { clients: ["own", "own", "own"], schema: product, undo: true, tables: true },
  ],
  ["one own, one stock", { clients: ["own", "stock"], schema: product, undo: false }],
  ["two own, one stock", { clients: ["own", "stock", "own"], schema: testSchema, undo: false }],
  [
    "two own, one newer",
    { clients: ["own", "own", "newer"], schema: testSchema, newer: newerSchema, undo: true },
  ],
];

describe.each(WORLDS)("%s", (_name, options) => {
  it("B1 to B5 hold after every operation, all end equal, opening writes nothing (10 seeds)", () => {
    let operations = 0;
    for (let seed = 1; seed <= 10; seed++) operations += live({ ...options, seed, steps: 150 }).operations;
    expect(operations).toBeGreaterThan(700);
  }, 60_000);
});

/** Worlds in which something was found and mended: of `npm run fuzz:editor`, with what it was. */
const FOUND: readonly [number, string, Omit<WorldOptions, "seed" | "steps">][] = [
  [
    900_062,
    "words that were carried over while a composition held changes back were not shown after it (B22, B23)",
    { clients: ["own", "own", "own"], schema: testSchema, undo: true, composing: true },
  ],
  [
    3_600_431,
    "a line break of a line that was made again was put into another heir of that line as well (B26)",
    { clients: ["own", "own", "own"], schema: testSchema, undo: true, composing: true },
  ],
  [
    3_500_246,
    "the same, with tables (B26)",
    { clients: ["own", "own", "own"], schema: product, undo: true, tables: true },
  ],
  [
    7_001_566,
    "what was typed beside something that undo had restored twice stood elsewhere for others (B18)",
    { clients: ["own", "own"], schema: product, undo: true },
  ],
  [
    8_001_389,
    "the same, in a block that had been replaced (B18)",
    { clients: ["own", "own", "own"], schema: product, undo: true, tables: true },
  ],
];

describe("what was found once", () => {
  it.each(FOUND)("seed %i: %s", (seed, _what, options) => {
    expect(live({ ...options, seed, steps: 180 }).operations).toBeGreaterThan(100);
  });
});
