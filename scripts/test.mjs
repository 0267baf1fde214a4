// `npm test`: install if needed, types, lint, unit and integration tests, build, end-to-end tests in a
// real Chromium. Stops at the first failure; a skipped test is a failure, because it proves nothing.
// `npm test -- --only e2e` (or types, lint, unit, integration, build) runs that step and what it needs;
// `npm test -- --only e2e home ways` only the files of that step whose path has one of these words in it.

import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findBrowser } from "./_browser.mjs";
import { ensureBuilt, NEXT, TSC } from "./_builds.mjs";
import { CACHE, main, Plain, ROOT, readText, say, seconds } from "./_house.mjs";
import { ensureInstalled } from "./_install.mjs";
import { runNode } from "./_tree.mjs";

const BIOME = join(ROOT, "node_modules", "@biomejs", "biome", "bin", "biome");
const VITEST = join(ROOT, "node_modules", "vitest", "vitest.mjs");

const STEPS = {
  types: async () => {
    // Next writes the types that pages and style sheets need; a fresh clone does not have them yet.
    await must(runNode([NEXT, "typegen"], { quiet: true }));
    await must(runNode([TSC, "-p", "tsconfig.json"]));
  },
  lint: () => must(runNode([BIOME, "check", "--error-on-warnings", "."])),
  unit: () => vitest("unit"),
  integration: () => vitest("integration"),
  build: () => ensureBuilt(),
  e2e: async () => {
    await ensureBuilt();
    const { path, env } = await findBrowser();
    await vitest("e2e", { ...env, CHROMIUM_PATH: path });
  },
};

/** More than these say little about where the time goes. */
const SLOWEST_FILES = 10;

const sum = { passed: 0, failed: 0 };
/** How long each step took, and each test file: where the next minute is to be saved. */
const took = [];
const fileTimes = [];
const { names, files } = chosen(process.argv.slice(2));

await main(async () => {
  checkChosen();
  const begin = performance.now();
  await ensureInstalled();
  let failure;
  for (const name of names) {
    const start = performance.now();
    say(`\n── ${name}`);
    try {
      await STEPS[name]();
    } catch (error) {
      if (!(error instanceof Plain)) throw error;
      failure = { name, why: error.message };
      if (sum.failed === 0) sum.failed = 1; // The step itself.
    }
    took.push(`${name} ${seconds(start)}`);
    say(`── ${name}: ${failure ? "failed" : "done"} in ${seconds(start)}`);
    if (failure) break;
  }
  sayTimes();
  say("");
  if (failure) say(`Stopped at "${failure.name}": ${failure.why}`);
  else say(`Everything that was asked for (${names.join(", ")}) passed in ${seconds(begin)}.`);
  // The last line is read by machines.
  say(`${sum.passed} passed, ${sum.failed} failed`);
  process.exit(failure ? 1 : 0);
});

/** What stands on the command line: the steps, and words that a test file's path must have one of. */
function chosen(args) {
  const words = args.filter((word) => word !== "--");
  const at = words.findIndex((word) => word === "--only" || word.startsWith("--only="));
  if (at === -1) return { names: Object.keys(STEPS), files: words };
  const [flag] = words.splice(at, 1);
  const only = flag === "--only" ? words.splice(at, 1)[0] : flag.slice("--only=".length);
  return { names: (only ?? "").split(","), files: words };
}

function checkChosen() {
  const steps = Object.keys(STEPS);
  const unknown = names.find((name) => !steps.includes(name));
  if (unknown !== undefined)
    throw new Plain(`There is no step "${unknown}". Choose from: ${steps.join(", ")}.`);
  const flag = files.find((word) => word.startsWith("-"));
  if (flag !== undefined) throw new Plain(`There is no option ${flag}. There is one: --only STEP.`);
  if (files.length > 0 && (names.length !== 1 || !["unit", "integration", "e2e"].includes(names[0])))
    throw new Plain(`To run single files, name their step: npm test -- --only e2e ${files.join(" ")}`);
}

function sayTimes() {
  say(`\nSteps: ${took.join(", ")}`);
  if (fileTimes.length < 2) return;
  say("The slowest files, by their tests alone:");
  fileTimes.sort((a, b) => b.ms - a.ms);
  for (const { ms, file } of fileTimes.slice(0, SLOWEST_FILES))
    say(`${(ms / 1000).toFixed(1).padStart(8)} s  ${file}`);
}

async function must(running) {
  const result = await running;
  if (result.ok) return;
  process.stderr.write(result.output);
  throw new Plain("the reason is above.");
}

/** Runs one vitest project and adds up its report. */
async function vitest(project, env) {
  mkdirSync(CACHE, { recursive: true });
  const file = join(CACHE, `vitest-${project}.json`);
  rmSync(file, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const result = await runNode([VITEST, "run", ...files, "--project", project, ...reporters], { env });
  const text = readText(file);
  if (text === undefined) throw new Plain("vitest ended without a report; its own words are above.");
  const report = JSON.parse(text);
  sum.passed += report.numPassedTests;
  sum.failed += report.numFailedTests;
  for (const { name, startTime, endTime } of report.testResults)
    fileTimes.push({ file: name.slice(ROOT.length + 1), ms: endTime - startTime });
  const skipped = report.testResults.flatMap((one) =>
    one.assertionResults
      .filter((test) => !["passed", "failed"].includes(test.status))
      .map((test) => `${test.fullName} (${one.name.slice(ROOT.length + 1)})`),
  );
  if (!result.ok)
    throw new Plain(`${report.numFailedTests} tests failed, or a test file did not load; see above.`);
  if (report.numPassedTests === 0) throw new Plain("not one test ran.");
  if (skipped.length === 0) return;
  sum.failed += skipped.length;
  throw new Plain(`${skipped.length} tests were skipped, which counts as failed:\n  ${skipped.join("\n  ")}`);
}
