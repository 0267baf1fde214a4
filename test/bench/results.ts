// What the rounds measured, and what went wrong in them. Filled by run.ts, read by goals.ts and report.ts.

import type { Kind } from "./servers.ts";
import type { Metrics } from "./types.ts";

export interface Failure {
  readonly part: string;
  readonly kind: Kind;
  readonly round: number;
  readonly reason: string;
}

export class Results {
  readonly failures: Failure[] = [];
  private readonly runs = new Map<string, Metrics[]>();

  add(part: string, kind: Kind, metrics: Metrics): void {
    const key = `${part} ${kind}`;
    this.runs.set(key, [...(this.runs.get(key) ?? []), metrics]);
  }

  /** Of the rounds that worked; NaN where there is none. */
  median(part: string, kind: Kind, metric: string): number {
    const values = this.values(part, kind, metric).sort((a, b) => a - b);
    const middle = values.length / 2;
    if (values.length === 0) return Number.NaN;
    if (values.length % 2 === 1) return values[Math.floor(middle)] as number;
    return ((values[middle - 1] as number) + (values[middle] as number)) / 2;
  }

  /** The worst round: what must hold always is not a matter of medians. */
  lowest(part: string, kind: Kind, metric: string): number {
    const values = this.values(part, kind, metric);
    return values.length === 0 ? Number.NaN : Math.min(...values);
  }

  has(part: string): boolean {
    return [...this.runs.keys()].some((key) => key.startsWith(`${part} `));
  }

  private values(part: string, kind: Kind, metric: string): number[] {
    return (this.runs.get(`${part} ${kind}`) ?? [])
      .map((metrics) => metrics[metric] ?? Number.NaN)
      .filter((value) => !Number.isNaN(value));
  }
}
