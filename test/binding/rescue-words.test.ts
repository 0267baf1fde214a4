// B23 at random: people of two, three and five, and late ones, type into blocks that others replace. Not a
// word goes; where one person replaces, none is there twice. `npm run fuzz:editor -- --words 1000` goes on.

import { describe, expect, it } from "vitest";
import { liveByWords, variedWorld, wordsWorld } from "./rescue-world.ts";
import { productSchema, testSchema } from "./schemas.ts";

const product = productSchema();

/** Worlds of `npm run fuzz:editor -- --words` in which words went, and where they did. */
const FOUND: readonly [string, number][] = [
  ["where somebody began to write in a new empty line of another person", 500_126],
  ["in a line that stood twice, since a quote that two had moved took both contents", 700_216],
  ["in a new line, where its neighbours had become something else before their quote was moved", 800_262],
  ["by who joined when a block stood twice, and wrote into the copy that gave way", 910_234],
  ["in lines of a list that stood twice", 920_230],
  ["in a new line beside what had been changed, in a quote that was moved", 930_080],
  ["four at once, in lines of a moved list", 970_094],
  ["by being put into the middle of another word, several at once", 3_000_023],
  ["where what gave way to a block was said of an heir that had not all of it", 3_030_260],
  ["in a copy that gave way while a nearer one was giving way to it", 6_200_106],
];

/** The same of `--nested`, in which everybody nests, lifts and joins as well. */
const FOUND_NESTED: readonly [string, number][] = [
  ["in an empty line that was taken out, and whose neighbour had become something else", 2_000_000],
  ["in a quote that was taken apart by who saw one line of it", 2_000_003],
  ["in a list whose items were joined to the line before, one after the other", 2_000_045],
  ["in a line that was made again by who had not heard of them", 2_000_027],
  ["in two blocks that were joined into each other", 2_000_093],
  ["in a copy that others gave way to after it had died", 2_100_026],
  ["in what was joined to a block while others said something of that block", 2_100_044],
  ["in two blocks that were joined while what stood around both went", 7_100_257],
  ["in an item that was moved into one that somebody joined to it", 7_100_092],
  ["beside an empty line that was taken out as well", 7_400_162],
  ["in a copy of which the other one, that it gave way to, was gone", 7_400_290],
  ["in a list that went with the copy that gave way, by who had joined others to it", 7_400_092],
  ["in a block that was joined more than eight joins ago", 7_500_394],
  ["in a copy of which only what others had joined to it went on", 8_600_625],
  ["in a copy that was taken for the twin of a block that was joined with another one", 8_700_433],
  ["with all others, where everything went into each other and nothing was left", 8_700_192],
  ["in a copy, since another one that stood again said that it had its text", 8_800_124],
  ["in a copy that knew more than the one that stood again for it", 9_500_360],
  ["in a quote that was made again whole, and went once more", 11_100_188],
  ["in a copy that was looked at once before it gave way, when nothing of it had died", 9_600_254],
  ["in copies that gave way in a row, the last one in a quote that was taken apart", 11_100_368],
  ["in a copy that others were joined to while it gave way to what these were made of", 11_400_021],
  ["in a copy that found a line with nothing of it but what somebody else had typed into it", 13_000_457],
  ["in a copy of a line that one which gave way had been joined to", 22_000_533],
  ["in what was joined to a line, where others had the last word on that, and it stood again", 13_003_034],
];

/** And of `--varied`. */
const FOUND_VARIED: readonly [string, number][] = [
  ["in a line that came back to itself, and that a copy had been made of that went as well", 17_002_658],
  ["in an empty line that more than eight people changed at once", 18_003_109],
  ["in a line that was made anew in the very step in which another one was joined to it", 17_003_410],
];

describe("B23 words typed while others replace blocks", () => {
  it("are all there, and once where one person replaces (24 seeds)", () => {
    let carried = 0;
    for (let seed = 1; seed <= 24; seed++) {
      const world = wordsWorld(seed, testSchema, product);
      const report = liveByWords(world);
      expect(report.lost, `seed ${seed}`).toEqual([]);
      if (world.changers === "one") expect(report.doubled, `seed ${seed}`).toEqual([]);
      carried += report.carried;
    }
    expect(carried).toBeGreaterThan(100);
  }, 60_000);

  it.each(FOUND)("were once lost %s (seed %i)", (_where, seed) => {
    const { lost, doubled } = liveByWords(wordsWorld(seed, testSchema, product));
    expect(lost).toEqual([]);
    if (seed % 2 === 1) expect(doubled).toEqual([]);
  });

  it("are all there where everybody nests, lifts and joins (16 seeds)", () => {
    for (let seed = 1; seed <= 16; seed++) {
      const world = wordsWorld(seed, testSchema, product);
      expect(liveByWords({ ...world, changers: "all, in any way" }).lost, `seed ${seed}`).toEqual([]);
    }
  }, 60_000);

  it("are all there, and once, where one person replaces and joins (16 seeds, and one in which they were twice)", () => {
    for (const seed of [...Array.from({ length: 16 }, (_, at) => at + 1), 9_200_042]) {
      const world = wordsWorld(seed, testSchema, product);
      const { lost, doubled } = liveByWords({ ...world, changers: "one, joining too" });
      expect([...lost, ...doubled], `seed ${seed}`).toEqual([]);
    }
  }, 60_000);

  it.each(FOUND_NESTED)("were once lost %s (nested, seed %i)", (_where, seed) => {
    const world = wordsWorld(seed, testSchema, product);
    expect(liveByWords({ ...world, changers: "all, in any way" }).lost).toEqual([]);
  });

  it.each(FOUND_VARIED)("were once lost %s (varied, seed %i)", (_where, seed) => {
    expect(liveByWords(variedWorld(seed, testSchema, product)).lost).toEqual([]);
  });

  it("would not be without the rescue", () => {
    let lost = 0;
    for (let seed = 1; seed <= 4; seed++) {
      lost += liveByWords({ ...wordsWorld(seed, testSchema, product), rescue: false }).lost.length;
    }
    expect(lost).toBeGreaterThan(0);
  }, 60_000);
});
