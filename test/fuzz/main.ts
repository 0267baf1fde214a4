// npm run fuzz -- --seed N --minutes M: simulated worlds, one seed after another, until time is up.
// Prints the seed of every failure and ends with code 1 if there was one.

import { parseArgs } from "node:util";
import { run } from "./run.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    minutes: { type: "string", default: "1" },
    steps: { type: "string", default: "60" },
  },
});

const first = Number(values.seed);
const end = Date.now() + Number(values.minutes) * 60_000;
const failures: string[] = [];
let seed = first;
let markers = 0;
let crashes = 0;
for (; Date.now() < end || seed === first; seed++) {
  try {
    const report = await run(seed, Number(values.steps));
    markers += report.markers;
    crashes += report.crashes;
  } catch (error) {
    const line = error instanceof Error ? error.message : String(error);
    failures.push(line);
    process.stdout.write(`${line}\n`);
  }
}
process.stdout.write(
  `${seed - first} worlds from seed ${first}: ${markers} edits, ${crashes} crashes, ${failures.length} failed\n`,
);
process.exitCode = failures.length > 0 ? 1 : 0;
