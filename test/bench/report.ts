// The report in Markdown: goals first, absolute figures for scale, then what went wrong. What is printed
// is what `--write` puts into RESULTS.md.

import { cpus } from "node:os";
import { judge } from "./goals.ts";
import type { Results } from "./results.ts";
import { type Kind, SERVERS } from "./servers.ts";
import { PARTS } from "./workloads.ts";

export interface Circumstances {
  readonly command: string;
  readonly rounds: number;
  readonly minutes: number;
  readonly quick: boolean;
  /** False: it was interrupted, and some rounds or workloads are missing. */
  readonly complete: boolean;
  readonly edits: string | undefined;
}

const METRICS: Readonly<Record<string, string>> = {
  cpuPer1000: "CPU ms per 1,000",
  shownCpuPer1000: "… until shown",
  cpuMs: "CPU ms",
  perSecond: "deliveries/s",
  p50: "p50 ms",
  p99: "p99 ms",
  movesSeen: "moves seen",
  kbPerDocument: "KB per document",
  kbPerConnection: "KB per connection",
  heldKbPerDocument: "KB held per document",
  heldKbPerConnection: "KB held per connection",
  keysPerSecond: "load keys/s",
  loadCpuMs: "load CPU ms",
  loadShownCpuMs: "… until shown",
  coldMs: "cold open ms",
  coldCpuMs: "CPU ms of it",
  herdMs: "200 opens ms",
  herdCpuMs: "CPU ms of them",
  herdMb: "extra MB",
  diskRatio: "disk / state",
  currentRatio: "… without history",
  historyBytesPerKey: "history B/key",
  cpuPerJoin: "CPU ms per join",
  peakMb: "peak extra MB",
  kills: "kills",
  shown: "edits shown",
  lost: "lost",
  killsWithLoss: "kills with loss",
  seen: "arrived",
};
const SHARES = new Set(["seen", "movesSeen"]);

export function report(results: Results, about: Circumstances): string {
  const [processor] = cpus();
  return `${[
    "# Benchmark results",
    "",
    `${new Date().toISOString().slice(0, 10)} · ${cpus().length} × ${processor?.model.trim() || "unknown processor"} · Node ${process.versions.node} on ${process.platform} · ${about.minutes.toFixed(1)} minutes`,
    "",
    `\`${about.command}\``,
    "",
    `Medians of ${about.rounds} interleaved round${about.rounds === 1 ? "" : "s"}. ${about.complete ? "" : "**Interrupted: not everything was measured.** "}${about.quick ? "A quick run: short, and so noisy. " : ""}Clients and server share the machine, so a ratio within one row is the result; absolute figures only show scale.`,
    "",
    table(
      ["", "goal", "measured", "reached"],
      judge(results).map(({ workload, goal, measured, reached }) => [
        workload,
        goal,
        measured,
        reached === undefined ? "–" : reached ? "yes" : "**no**",
      ]),
    ),
    ...PARTS.filter(({ id }) => results.has(id)).map(({ id, workload, title, servers }) =>
      section(
        results,
        id,
        `${workload}: ${title}${workload === "W4" && about.edits ? ` (${about.edits})` : ""}`,
        servers,
      ),
    ),
    troubles(results),
    "## Servers",
    "",
    ...Object.entries(SERVERS).map(([kind, { title }]) => `- ${kind}: ${title}`),
  ].join("\n")}\n`;
}

function section(results: Results, part: string, title: string, kinds: readonly Kind[]): string {
  const columns = Object.keys(METRICS).filter((metric) =>
    kinds.some((kind) => !Number.isNaN(results.median(part, kind, metric))),
  );
  const rows = kinds.map((kind) => [
    kind,
    ...columns.map((metric) =>
      SHARES.has(metric)
        ? percent(results.lowest(part, kind, metric))
        : number(results.median(part, kind, metric)),
    ),
  ]);
  return [`\n## ${title}\n`, table(["", ...columns.map((metric) => METRICS[metric] ?? metric)], rows)].join(
    "\n",
  );
}

function troubles(results: Results): string {
  const lines = results.failures.map(
    ({ part, kind, round, reason }) =>
      `- ${part}, ${kind}, round ${round}: ${reason.replace(/\s+/g, " ").slice(0, 400)}`,
  );
  for (const { id, servers } of PARTS) {
    for (const kind of servers) {
      const seen = results.lowest(id, kind, "seen");
      if (seen < 1) lines.push(`- ${id}, ${kind}: only ${percent(seen)} of what was sent arrived.`);
    }
  }
  return lines.length === 0 ? "" : ["\n## What went wrong\n", ...lines, ""].join("\n");
}

const percent = (share: number) =>
  Number.isNaN(share) ? "" : `${(Math.floor(share * 1000) / 10).toString()} %`;

function number(value: number): string {
  if (Number.isNaN(value)) return "";
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en");
  return String(Number(value.toPrecision(3)));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, i) => Math.max(cell.length, 3, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  return [line(head), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rows.map(line)].join(
    "\n",
  );
}
