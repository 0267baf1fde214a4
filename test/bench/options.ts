// The command line of the benchmark.

import { parseArgs } from "node:util";

export interface Options {
  readonly quick: boolean;
  readonly only: readonly string[] | undefined;
  readonly servers: readonly string[] | undefined;
  readonly rounds: number;
  readonly kills: number;
  readonly seed: number;
  readonly trace: string | undefined;
  readonly write: boolean;
  readonly profile: string | undefined;
  readonly server: string | undefined;
  readonly help: boolean;
}

export const HELP = `Compares this server with others of its kind, on this machine. About 15 minutes; --quick about 3.

  --quick           one short round: shows that it works, not how fast anything is
  --only W1,W4      only these workloads (W1 W2 W3 W4 W6 W7 W8 W9; W5 is measured with W4)
  --servers a,b     only these servers (concord yws yws-ldb hocus-sqlite relay)
  --rounds N        rounds whose medians are reported (3)
  --kills N         kills of W8 (8)
  --seed N          of everything random (1)
  --trace FILE      for W4 and W5: an editing trace, plain or gzipped JSON; synthetic keys without
  --write           put the report into test/bench/RESULTS.md too
  --server FILE     measure this compiled main.js instead of the checkout
  --profile FOLDER  write CPU profiles of our server there (slows it down)
`;

const WORKLOADS = ["W1", "W2", "W3", "W4", "W6", "W7", "W8", "W9"];

/** Throws with a line for people. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      servers: { type: "string" },
      rounds: { type: "string" },
      kills: { type: "string" },
      seed: { type: "string" },
      trace: { type: "string" },
      write: { type: "boolean", default: false },
      profile: { type: "string" },
      server: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const list = (text: string | undefined) => text?.split(",").map((part) => part.trim());
  const only = list(values.only?.toUpperCase())?.map((name) => (name === "W5" ? "W4" : name));
  const unknown = only?.filter((name) => !WORKLOADS.includes(name)) ?? [];
  if (unknown.length > 0)
    throw new Error(`No workload ${unknown.join(", ")}: there are ${WORKLOADS.join(" ")}.`);
  return {
    ...values,
    only,
    servers: list(values.servers),
    rounds: count("--rounds", values.rounds, values.quick ? 1 : 3),
    kills: count("--kills", values.kills, values.quick ? 2 : 8),
    seed: count("--seed", values.seed, 1),
    trace: values.trace,
    profile: values.profile,
    server: values.server,
  };
}

function count(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1 || value > 1_000_000)
    throw new Error(`${name} takes a number from 1.`);
  return value;
}
