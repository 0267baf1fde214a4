// What a key costs, from its own time to the frame that shows it: the notes that a page takes, the keys, and what they
// say. Called by people.ts for the app and for bare pages alike, so that all are measured in one way.

import type { CDPSession, Page } from "playwright-core";

/** Times of one key in ms, of the page's own clock. */
export interface KeyNote {
  /** When the browser got the key. */
  readonly at: number;
  /** When the page's thread began with it, and when that task was over. */
  readonly begun: number;
  readonly done: number;
  /** The frame's own time (the screen's tick), when its first callback ran, and when it was handed over. */
  readonly frame: number;
  readonly drawn: number;
  readonly painted: number;
}

export interface KeyFigures {
  /** Key to paint. */
  readonly p50: number;
  readonly p95: number;
  /** What the page's thread did between the key and the frame: all but waiting for the screen's tick. */
  readonly work50: number;
  readonly work95: number;
  /** Parts of that: until the key's task was over, and from the frame's first callback on. */
  readonly input50: number;
  readonly frame50: number;
  /** Waiting for the tick, which nobody but the screen can shorten. */
  readonly wait50: number;
  /** The part of the keys that are in the first frame after them, done before the next tick. */
  readonly next: number;
  /** Tasks of more than 50 ms, as the browser counts them. */
  readonly longTasks: number;
  readonly longest: number;
}

/** Between two keys: a quick typist. */
const KEY_EVERY_MS = 100;
/** The screen's tick: 60 a second, in a headless Chromium as well. */
const TICK_MS = 1_000 / 60;
/** A tick's time is told to a tenth of a millisecond. */
const CLOCK_MS = 0.5;

/** Before anything of the page has run: then its listener is the first to hear of a key. */
export async function takeNotes(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.notes = { keys: [], long: [] };
    // No function has a name here: the loader would mark it with one of its own, which no page has.
    window.addEventListener(
      "keydown",
      ({ timeStamp: at }) => {
        const begun = performance.now();
        let done = Number.POSITIVE_INFINITY;
        const over = new MessageChannel();
        over.port1.onmessage = () => {
          done = performance.now();
        };
        over.port2.postMessage(undefined);
        requestAnimationFrame((frame) => {
          const drawn = performance.now();
          const shown = new MessageChannel();
          shown.port1.onmessage = () =>
            window.notes.keys.push({ at, begun, done, frame, drawn, painted: performance.now() });
          shown.port2.postMessage(undefined);
        });
      },
      true,
    );
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.notes.long.push(entry.duration);
    }).observe({ type: "longtask" });
  });
}

export async function pressKeys(page: Page, keys: number): Promise<KeyFigures> {
  await page.evaluate(() => {
    window.notes = { keys: [], long: [] };
  });
  for (let key = 0; key < keys; key++) {
    await page.keyboard.press("k");
    await page.waitForTimeout(KEY_EVERY_MS);
  }
  await page.waitForFunction((count) => window.notes.keys.length >= count, keys);
  const { keys: noted, long } = await page.evaluate(() => window.notes);
  return { ...figuresOf(noted), longTasks: long.length, longest: Math.max(0, ...long) };
}

export function figuresOf(notes: readonly KeyNote[]): Omit<KeyFigures, "longTasks" | "longest"> {
  const of = (part: (note: KeyNote) => number) => {
    const sorted = notes.map(part).sort((a, b) => a - b);
    return (share: number) =>
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  };
  const paint = of(({ at, painted }) => painted - at);
  const work = of((note) => note.painted - note.at - waitOf(note));
  return {
    p50: paint(0.5),
    p95: paint(0.95),
    work50: work(0.5),
    work95: work(0.95),
    input50: of((note) => note.drawn - note.at - waitOf(note))(0.5),
    frame50: of(({ drawn, painted }) => painted - drawn)(0.5),
    wait50: of(waitOf)(0.5),
    next: notes.filter(isInNext).length / notes.length,
  };
}

/** Where the frame came before the thread could say that it was done, there was nothing to wait for. */
const waitOf = ({ done, drawn }: KeyNote): number => Math.max(0, drawn - done);

const isInNext = ({ at, frame, painted }: KeyNote): boolean =>
  frame - at <= TICK_MS + CLOCK_MS && painted - frame <= TICK_MS + CLOCK_MS;

/** What the page's thread did for one key, in ms on average: by the browser's own trace. */
export interface KeyParts {
  readonly script: number;
  readonly style: number;
  readonly layout: number;
  readonly paint: number;
  /** What of all tasks is none of these. */
  readonly rest: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly args?: { readonly data?: { readonly type?: string } };
}

const PARTS: Readonly<Record<string, keyof KeyParts>> = {
  EventDispatch: "script",
  FunctionCall: "script",
  FireAnimationFrame: "script",
  TimerFire: "script",
  RunMicrotasks: "script",
  "v8.callFunction": "script",
  MinorGC: "script",
  MajorGC: "script",
  UpdateLayoutTree: "style",
  Layout: "layout",
  PrePaint: "paint",
  Paint: "paint",
  Layerize: "paint",
  Commit: "paint",
};

/** The same keys once more, traced: tracing costs something itself, so its times stand apart. */
export async function traceKeys(page: Page, keys: number): Promise<KeyParts> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => {
    events.push(...(value as unknown as TraceEvent[]));
  });
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: {
      includedCategories: [
        "devtools.timeline",
        "disabled-by-default-devtools.timeline",
        "v8",
        "blink.user_timing",
      ],
      excludedCategories: ["*"],
    },
  });
  await pressKeys(page, keys);
  const complete = new Promise<void>((resolve) => session.once("Tracing.tracingComplete", () => resolve()));
  await session.send("Tracing.end");
  await complete;
  await session.detach();
  if (process.env.BENCH_TRACE !== undefined) {
    const { writeFileSync } = await import("node:fs");
    writeFileSync(`${process.env.BENCH_TRACE}-${Date.now()}.json`, JSON.stringify(events));
  }
  return partsOf(events, keys);
}

/** Each moment counts for the innermost of the parts that it is in. */
export function partsOf(events: readonly TraceEvent[], keys: number): KeyParts {
  const key = events.find(({ name, args }) => name === "EventDispatch" && args?.data?.type === "keydown");
  const sums = { script: 0, style: 0, layout: 0, paint: 0, rest: 0 };
  const own = events
    .filter(({ ph, pid, tid, dur }) => ph === "X" && pid === key?.pid && tid === key.tid && dur !== undefined)
    .sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  const open: { end: number; part: keyof KeyParts | undefined; own: number }[] = [];
  const close = (until: number) => {
    for (let last = open.at(-1); last !== undefined && last.end <= until; last = open.at(-1)) {
      open.pop();
      if (last.part !== undefined) sums[last.part] += last.own;
    }
  };
  for (const { name, ts, dur = 0 } of own) {
    close(ts);
    const parent = open.at(-1);
    const part = PARTS[name] ?? parent?.part ?? (name === "RunTask" ? "rest" : undefined);
    if (parent !== undefined) parent.own -= dur;
    open.push({ end: ts + dur, part, own: dur });
  }
  close(Number.POSITIVE_INFINITY);
  const perKey = (sum: number) => sum / 1_000 / keys;
  return {
    script: perKey(sums.script),
    style: perKey(sums.style),
    layout: perKey(sums.layout),
    paint: perKey(sums.paint),
    rest: perKey(sums.rest),
  };
}

declare global {
  interface Window {
    notes: { keys: KeyNote[]; long: number[] };
  }
}
