// `npm run bench`: prepares, runs every workload on every server in interleaved rounds, judges, prints.
// The conductor: it starts and ends processes and measures nothing itself.

import { mkdirSync, writeFileSync } from "node:fs";
import { basename, isAbsolute, join, resolve } from "node:path";
import { type Edits, makeEdits } from "./edits-file.ts";
import { HELP, type Options, readOptions } from "./options.ts";
import { buildOurs, installPeers } from "./prepare.ts";
import { cleanUp, cleanUpAtExit, makeFolder } from "./processes.ts";
import { report } from "./report.ts";
import { Results } from "./results.ts";
import type { Kind } from "./servers.ts";
import { PARTS, type Part, type Plan } from "./workloads.ts";

// The report goes to standard output, what happens meanwhile to the other one.
const say = (line: string) => process.stderr.write(`${line}\n`);

async function main(options: Options): Promise<void> {
  const start = performance.now();
  let edits: Edits | undefined;
  const profile = options.profile === undefined ? undefined : resolve(options.profile);
  const nodeFlags = profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`];
  const results = new Results();
  const summary = (complete: boolean) =>
    report(results, {
      command: commandOf(process.argv.slice(2)),
      rounds: options.rounds,
      minutes: (performance.now() - start) / 60_000,
      quick: options.quick,
      complete,
      edits: edits && `${edits.count.toLocaleString("en")} keys, ${edits.name}`,
    });
  cleanUpAtExit(() => process.stdout.write(`\n${summary(false)}`));

  const made = makeFolder("made");
  await installPeers(say).catch((error: unknown) =>
    say(`The peers could not be installed: ${String(error)}`),
  );
  const main = options.server === undefined ? await buildOurs(join(made, "server")) : resolve(options.server);
  if (options.profile !== undefined) mkdirSync(resolve(options.profile), { recursive: true });

  const plan: Plan = {
    quick: options.quick,
    kills: options.kills,
    seed: options.seed,
    edits: () => {
      if (edits === undefined) {
        edits = makeEdits(made, options.trace);
        say(`   ${edits.count} keys (${edits.name}), final state ${edits.stateBytes} bytes`);
      }
      return edits;
    },
  };
  for (const part of PARTS) {
    if (options.only?.includes(part.workload) === false) continue;
    say(`${part.workload}: ${part.title}`);
    const kinds = part.servers.filter((kind) => options.servers?.includes(kind) ?? true);
    for (let round = 1; round <= (part.once ? 1 : options.rounds); round++) {
      // A B C, then C B A: a machine that grows warm or busy treats all alike.
      for (const kind of round % 2 === 1 ? kinds : kinds.toReversed()) {
        await one(part, kind, round);
      }
    }
  }

  async function one(part: Part, kind: Kind, round: number): Promise<void> {
    const from = performance.now();
    try {
      const metrics = await part.run({ ours: main, nodeFlags }, kind, plan);
      results.add(part.id, kind, metrics);
      say(`   ${round} ${kind}: ${brief(metrics)} (${seconds(from)} s)`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      results.failures.push({ part: part.id, kind, round, reason });
      say(`   ${round} ${kind}: failed: ${reason} (${seconds(from)} s)`);
    }
  }

  const text = summary(true);
  process.stdout.write(`\n${text}`);
  if (options.write) writeFileSync(join(import.meta.dirname, "RESULTS.md"), text);
}

/** Without the folders of this machine. */
const commandOf = (args: readonly string[]) =>
  [
    "npm run bench",
    ...(args.length > 0 ? ["--"] : []),
    ...args.map((arg) => (isAbsolute(arg) ? basename(arg) : arg)),
  ].join(" ");

const seconds = (from: number) => ((performance.now() - from) / 1000).toFixed(1);

const brief = (metrics: Record<string, number>) =>
  Object.entries(metrics)
    .map(([name, value]) => `${name} ${Number(value.toPrecision(3))}`)
    .join(", ");

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(HELP);
  else await main(options);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  cleanUp();
}
