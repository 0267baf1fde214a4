// Reads a process from outside: CPU of all its threads, resident memory, its peak. Linux: /proc, CPU in
// nanoseconds per thread where the kernel keeps them, else in its ticks. Elsewhere: NaN, "not measured".

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Target } from "../types.ts";

const POLL_MS = 100;
/** Of one processor: below this a server is at rest. */
const IDLE_SHARE = 0.01;
const PROFILED_IDLE_SHARE = 0.3;
/** Kernel ticks a second, the same on every Linux that Node runs on. */
const TICKS = 100;

export class Meter {
  private readonly pid: number;
  private readonly threads = new Map<string, number>();
  private readonly precise: boolean;
  private readonly idleShare: number;

  constructor(target: Target) {
    this.pid = target.pid;
    this.idleShare = target.profiled ? PROFILED_IDLE_SHARE : IDLE_SHARE;
    this.precise = this.read("schedstat") !== undefined;
  }

  /** ms of CPU since the process began, of threads that ended meanwhile too. */
  cpuMs(): number {
    return this.precise ? this.threadsMs() : this.ticksMs();
  }

  private threadsMs(): number {
    let ids: string[] = [];
    try {
      ids = readdirSync(`/proc/${this.pid}/task`);
    } catch {
      return Number.NaN;
    }
    for (const id of ids) {
      const ns = Number(this.read(`task/${id}/schedstat`)?.split(" ")[0]);
      if (ns > (this.threads.get(id) ?? 0)) this.threads.set(id, ns);
    }
    let sum = 0;
    for (const ns of this.threads.values()) sum += ns;
    return sum / 1e6;
  }

  private ticksMs(): number {
    // The name in brackets may hold spaces.
    const fields = this.read("stat")
      ?.replace(/^.*\) /, "")
      .split(" ");
    return fields === undefined ? Number.NaN : ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
  }

  rssKb(): number {
    return this.status("VmRSS");
  }

  /** The highest `rssKb` since `resetPeak`. */
  peakKb(): number {
    return this.status("VmHWM");
  }

  resetPeak(): void {
    try {
      writeFileSync(`/proc/${this.pid}/clear_refs`, "5");
    } catch {
      // Not allowed here: the peak is then that of the whole life of the process.
    }
  }

  private status(field: string): number {
    const line = this.read("status")?.match(new RegExp(`^${field}:\\s+(\\d+)`, "m"));
    return line === null || line === undefined ? Number.NaN : Number(line[1]);
  }

  private read(file: string): string | undefined {
    try {
      return readFileSync(`/proc/${this.pid}/${file}`, "utf8");
    } catch {
      return undefined;
    }
  }

  /** Resolves when the process has used next to nothing for `forMs`, or after `atMostMs`; never before `atLeastMs`. */
  async quiet(forMs = 400, atLeastMs = 0, atMostMs = 60_000): Promise<void> {
    const start = performance.now();
    let since = start;
    let last = this.cpuMs();
    // There is no event for this in another process: it is asked ten times a second.
    while (performance.now() - start < atMostMs) {
      await sleep(POLL_MS);
      const now = this.cpuMs();
      if (Number.isNaN(now)) return;
      if (now - last > POLL_MS * this.idleShare) since = performance.now();
      last = now;
      if (performance.now() - Math.max(since, start + atLeastMs - forMs) >= forMs) return;
    }
  }
}
