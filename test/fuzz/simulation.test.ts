// The simulation: a short run with every `npm test`, and the seeds that once failed, for ever.
// Longer: npm run fuzz -- --seed 1 --minutes 10

import { describe, expect, it } from "vitest";
import { run } from "./run.ts";

/** Seeds that found something, with what it was. */
const ONCE_FAILED: readonly (readonly [seed: number, what: string])[] = [];

describe("a simulated world", () => {
  it("[R3][R4][R5][R7][R8][R11][R12] two hundred seeds lose nothing that was shown or called saved", async () => {
    let crashes = 0;
    let folds = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const report = await run(seed);
      crashes += report.crashes;
      folds += report.folds;
    }
    expect(crashes).toBeGreaterThan(50);
    expect(folds).toBeGreaterThan(100);
  });

  for (const [seed, what] of ONCE_FAILED) {
    it(`seed ${seed}: ${what}`, async () => {
      await run(seed);
    });
  }

  it("is the same run for the same seed", async () => {
    expect(await run(42)).toEqual(await run(42));
  });
});
