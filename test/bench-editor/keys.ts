// What a key costs, from its own time to the frame that shows it: keys are pressed, and the browser's own trace says
// what became of each. Called by people.ts for the app and for bare pages alike, so that all are measured in one way.
// The trace costs something itself, and the same everywhere.

import type { Page } from "playwright-core";

export interface KeyFigures {
  /** From the key to the frame on the screen, in ms: what the browser calls the duration of the event. */
  readonly p50: number;
  readonly p95: number;
  /** The part of the keys that are on the screen within the goal. */
  readonly within: number;
  /** From the key until the page's thread has handed the frame over: what is left of `p50` is the compositor's. */
  readonly commit50: number;
  readonly commit95: number;
  /** What the page's thread needed of a core until then, whoever for. The rest of that time it waited: for the frame,
   * or for a core that others had. So this holds on a busy machine too. */
  readonly work50: number;
  readonly work95: number;
  /** Tasks of more than 50 ms, and the longest of all. */
  readonly longTasks: number;
  readonly longest: number;
  /** What the page's thread needed of a core in ms, for a key on average: until the frame, and for all that followed. */
  readonly parts: KeyParts;
}

export interface KeyParts {
  readonly script: number;
  readonly layout: number;
  readonly paint: number;
  /** What of all tasks is none of these: the browser's own part of a key, styles, the network. */
  readonly rest: number;
}

export const GOAL_MS = 16;
/** Between two keys: a quick typist. */
const KEY_EVERY_MS = 100;
const LONG_MS = 50;

export async function pressKeys(page: Page, keys: number): Promise<KeyFigures> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => {
    events.push(...(value as unknown as TraceEvent[]));
  });
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: {
      includedCategories: ["devtools.timeline", "disabled-by-default-devtools.timeline"],
      excludedCategories: ["*"],
    },
  });
  for (let key = 0; key < keys; key++) {
    await page.keyboard.press("k");
    await page.waitForTimeout(KEY_EVERY_MS);
  }
  const complete = new Promise<void>((resolve) => session.once("Tracing.tracingComplete", () => resolve()));
  await session.send("Tracing.end");
  await complete;
  await session.detach();
  return figuresOf(events, keys);
}

/** As Chromium writes them; times in microseconds, in those of an event in milliseconds of the page. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  /** Of `dur`, what the thread had a core. */
  readonly tdur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly args?: { readonly data?: EventData };
}

interface EventData {
  readonly type?: string;
  readonly timeStamp?: number;
  readonly duration?: number;
  readonly commitFinishTime?: number;
}

export function figuresOf(events: readonly TraceEvent[], keys: number): KeyFigures {
  const downs = events.filter(
    ({ name, ph, args }) => name === "EventTiming" && ph === "b" && args?.data?.type === "keydown",
  );
  const [first] = downs;
  if (first === undefined || downs.length < keys)
    throw new Error(`${downs.length} of ${keys} keys were traced`);
  const own = events
    .filter(
      ({ ph, pid, tid, dur }) => ph === "X" && pid === first.pid && tid === first.tid && dur !== undefined,
    )
    .sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  const tasks = own.filter(({ name }) => name === "RunTask");
  const paint: number[] = [];
  const commit: number[] = [];
  const work: number[] = [];
  for (const { ts, args } of downs) {
    const { timeStamp, duration, commitFinishTime } = args?.data ?? {};
    if (timeStamp === undefined || duration === undefined || commitFinishTime === undefined)
      throw new Error("a key without its times");
    paint.push(duration);
    commit.push(commitFinishTime - timeStamp);
    work.push(workIn(tasks, ts, ts + (commitFinishTime - timeStamp) * 1_000));
  }
  const long = tasks.map(({ dur = 0 }) => dur / 1_000);
  return {
    p50: quantile(paint, 0.5),
    p95: quantile(paint, 0.95),
    within: paint.filter((ms) => ms <= GOAL_MS).length / paint.length,
    commit50: quantile(commit, 0.5),
    commit95: quantile(commit, 0.95),
    work50: quantile(work, 0.5),
    work95: quantile(work, 0.95),
    longTasks: long.filter((ms) => ms > LONG_MS).length,
    longest: Math.max(0, ...long),
    parts: partsOf(own, downs.length),
  };
}

const quantile = (values: readonly number[], part: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
};

function workIn(tasks: readonly TraceEvent[], from: number, to: number): number {
  let sum = 0;
  for (const { ts, dur = 0, tdur = dur } of tasks) {
    const inside = Math.max(0, Math.min(ts + dur, to) - Math.max(ts, from));
    if (inside > 0) sum += (inside / dur) * tdur;
  }
  return sum / 1_000;
}

const PARTS: Readonly<Record<string, keyof KeyParts>> = {
  FunctionCall: "script",
  "v8.callFunction": "script",
  RunMicrotasks: "script",
  MinorGC: "script",
  MajorGC: "script",
  Layout: "layout",
  PrePaint: "paint",
  Paint: "paint",
  Layerize: "paint",
  Commit: "paint",
};

/** Each moment counts for the innermost of the parts that it is in. */
function partsOf(own: readonly TraceEvent[], keys: number): KeyParts {
  const sums = { script: 0, layout: 0, paint: 0, rest: 0 };
  const open: { readonly end: number; readonly part: keyof KeyParts; own: number }[] = [];
  const close = (until: number) => {
    for (let last = open.at(-1); last !== undefined && last.end <= until; last = open.at(-1)) {
      open.pop();
      sums[last.part] += last.own;
    }
  };
  for (const { name, ts, dur = 0, tdur = dur } of own) {
    close(ts);
    const parent = open.at(-1);
    if (parent !== undefined) parent.own -= tdur;
    open.push({ end: ts + dur, part: PARTS[name] ?? parent?.part ?? "rest", own: tdur });
  }
  close(Number.POSITIVE_INFINITY);
  const perKey = (sum: number) => sum / 1_000 / keys;
  return {
    script: perKey(sums.script),
    layout: perKey(sums.layout),
    paint: perKey(sums.paint),
    rest: perKey(sums.rest),
  };
}
