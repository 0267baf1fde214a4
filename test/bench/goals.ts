// The goals: what each promises, and what was measured of it. A ratio is ours to theirs, of medians;
// "the better peer" is the lower of the two durable ones in the same rounds.

import type { Results } from "./results.ts";
import type { Kind } from "./servers.ts";

export interface Verdict {
  readonly workload: string;
  readonly goal: string;
  readonly measured: string;
  /** `undefined`: something that it needs was not measured. */
  readonly reached: boolean | undefined;
}

interface Goal {
  readonly workload: string;
  readonly part: string;
  readonly text: string;
  /** The figure, and the most that it may be. */
  readonly figure: (r: Results) => number;
  readonly most: number;
  readonly show: (value: number) => string;
}

/** Of all moves: a move that its successor overtook within one tick was not worth showing. */
const ALL = 0.99;

/** In the words of the goal: `1/30`, or `0.61×`. */
const inWords = (text: string) => (value: number) =>
  text.includes("1/") ? `1/${(1 / value).toPrecision(3)}` : `${value.toPrecision(value < 0.1 ? 2 : 3)}×`;
const ms = (value: number) => `${value.toPrecision(3)} ms`;
const plain = (value: number) => value.toPrecision(2);

function ratio(
  workload: string,
  part: string,
  metric: string,
  text: string,
  to: readonly Kind[],
  most: number,
): Goal {
  const figure = (r: Results) => {
    const theirs = to.map((kind) => r.median(part, kind, metric)).filter((value) => !Number.isNaN(value));
    return theirs.length < to.length ? Number.NaN : r.median(part, "concord", metric) / Math.min(...theirs);
  };
  return { workload, part, text, figure, most, show: inWords(text) };
}

function own(
  workload: string,
  part: string,
  metric: string,
  text: string,
  most: number,
  show: (value: number) => string,
): Goal {
  return { workload, part, text, figure: (r) => r.median(part, "concord", metric), most, show };
}

const PEERS: readonly Kind[] = ["yws-ldb", "hocus-sqlite"];

const GOALS: readonly Goal[] = [
  ratio("W1", "w1-full", "cpuPer1000", "full speed: CPU per delivery ≤ 1/25 of yws-ldb", ["yws-ldb"], 1 / 25),
  ratio(
    "W1",
    "w1-full",
    "cpuPer1000",
    "full speed: CPU per delivery ≤ 1/3 of hocus-sqlite",
    ["hocus-sqlite"],
    1 / 3,
  ),
  ratio("W1", "w1-paced", "cpuPer1000", "100/s: CPU ≤ 0.75× the better peer", PEERS, 0.75),
  own("W1", "w1-paced", "p99", "100/s: p99 ≤ 20 ms", 20, ms),
  ratio("W1", "w1-quiet", "p50", "a key after quiet: p50 ≤ 1.3× yws in memory", ["yws"], 1.3),
  ratio("W2", "w2", "cpuMs", "CPU ≤ 0.25× the better peer", PEERS, 0.25),
  own("W2", "w2", "p99", "p99 ≤ 25 ms", 25, ms),
  ratio("W3", "w3", "kbPerDocument", "memory per document ≤ 0.2× yws", ["yws"], 0.2),
  ratio("W3", "w3", "kbPerConnection", "memory per connection ≤ 0.4× yws", ["yws"], 0.4),
  ratio("W3", "w3-held", "heldKbPerDocument", "held per document, without garbage ≤ 0.2× yws", ["yws"], 0.2),
  ratio("W3", "w3", "cpuPer1000", "CPU ≤ 0.5× yws", ["yws"], 0.5),
  ratio("W4", "w4", "loadCpuMs", "load: CPU until at rest ≤ 1/10 of the better peer", PEERS, 1 / 10),
  ratio("W4", "w4", "coldMs", "cold open: time ≤ 1/8 of the better peer", PEERS, 1 / 8),
  ratio("W4", "w4", "coldCpuMs", "cold open: CPU ≤ 1/10 of the better peer", PEERS, 1 / 10),
  ratio("W4", "w4", "herdMs", "200 at once: time ≤ 1/3 of the better peer", PEERS, 1 / 3),
  ratio("W4", "w4", "herdCpuMs", "200 at once: CPU ≤ 1/5 of the better peer", PEERS, 1 / 5),
  ratio("W4", "w4", "herdMb", "200 at once: extra memory ≤ 1/10 of the better peer", PEERS, 1 / 10),
  own(
    "W5",
    "w4",
    "currentRatio",
    "disk without history ≤ 1.5× the final state",
    1.5,
    (v) => `${v.toPrecision(3)}×`,
  ),
  own("W5", "w4", "historyBytesPerKey", "history ≤ 3 bytes a key", 3, (v) => `${v.toPrecision(3)} bytes`),
  {
    workload: "W6",
    part: "w6",
    text: `all moves seen (${ALL * 100} % and more)`,
    figure: (r) => 1 - r.lowest("w6", "concord", "seen"),
    most: 1 - ALL,
    show: (value) => `${((1 - value) * 100).toFixed(1)} %`,
  },
  own("W6", "w6", "p99", "p99 ≤ 50 ms", 50, ms),
  ratio("W6", "w6", "cpuPer1000", "CPU per move ≤ 0.06× yws", ["yws"], 0.06),
  ratio("W6", "w6", "cpuPer1000", "CPU per move ≤ 0.3× hocus-sqlite", ["hocus-sqlite"], 0.3),
  ratio("W7", "w7", "cpuPerJoin", "CPU per join ≤ 1.1× a bare ws relay", ["relay"], 1.1),
  ...[200, 3_000].map((perSecond) => ({
    ...own("W8", `w8-${perSecond}`, "lost", `0 shown edits lost at ${perSecond}/s`, 0, plain),
  })),
];

export function judge(results: Results): Verdict[] {
  return GOALS.filter(({ part }) => results.has(part)).map((goal) => {
    const value = goal.figure(results);
    const known = !Number.isNaN(value);
    return {
      workload: goal.workload,
      goal: goal.text,
      measured: known ? shown(goal, value, results) : "not measured",
      reached: known ? value <= goal.most : undefined,
    };
  });
}

function shown(goal: Goal, value: number, results: Results): string {
  if (goal.workload !== "W8") return goal.show(value);
  const of = results.median(goal.part, "concord", "shown");
  return `${value} of ${of} in ${results.median(goal.part, "concord", "kills")} kills`;
}
