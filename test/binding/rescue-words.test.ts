// B23 at random: people of two, three and five, and late ones, type into blocks that others replace. Not a
// word goes; where one person replaces, none is there twice. `npm run fuzz:editor -- --words 1000` goes on.

import { describe, expect, it } from "vitest";
import { liveByWords, wordsWorld } from "./rescue-world.ts";
import { productSchema, testSchema } from "./schemas.ts";

const product = productSchema();

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

  it("were once lost where somebody began to write in a new empty line of another person (seed 500126)", () => {
    expect(liveByWords(wordsWorld(500_126, testSchema, product)).lost).toEqual([]);
  });

  it("would not be without the rescue", () => {
    let lost = 0;
    for (let seed = 1; seed <= 4; seed++) {
      lost += liveByWords({ ...wordsWorld(seed, testSchema, product), rescue: false }).lost.length;
    }
    expect(lost).toBeGreaterThan(0);
  }, 60_000);
});
