// What keys.ts makes of a trace: two keys, one after the other, with all that a thread may be doing around them.
// Times in a trace are microseconds; what a key is told of itself is in milliseconds.

import { expect, it } from "vitest";
import { figuresOf, type TraceEvent } from "./keys.ts";

const PAGE = { pid: 1, tid: 2 };
const ran = (name: string, ts: number, dur: number, tdur = dur): TraceEvent => ({
  ...PAGE,
  name,
  ph: "X",
  ts,
  dur,
  tdur,
});
const key = (ts: number, timeStamp: number, duration: number, commitFinishTime: number): TraceEvent => ({
  ...PAGE,
  name: "EventTiming",
  ph: "b",
  ts,
  args: { data: { type: "keydown", timeStamp, duration, commitFinishTime } },
});

/** The first key is on the screen after 12 ms, the second after 24. */
const trace: readonly TraceEvent[] = [
  // What came before a key is nobody's, but a task all the same.
  ran("RunTask", 0, 80_000),
  key(100_000, 100, 12, 110),
  ran("RunTask", 100_000, 4_000),
  ran("FunctionCall", 100_500, 2_000),
  // Layout that a script asked for is layout, and not the script's.
  ran("Layout", 101_000, 500),
  // A task that another thread's or another page's would be.
  { ...ran("RunTask", 101_000, 9_000), tid: 3 },
  { ...ran("RunTask", 101_000, 9_000), pid: 4 },
  // It had a core for half of its time, and half of it lies before the frame.
  ran("RunTask", 106_000, 8_000, 4_000),
  ran("Paint", 106_000, 1_000),
  key(300_000, 300, 24, 320),
  ran("RunTask", 300_000, 6_000),
  ran("RunMicrotasks", 301_000, 3_000),
  // Letting a key go is no key.
  { ...key(400_000, 400, 300, 600), args: { data: { type: "keyup", timeStamp: 400, duration: 300 } } },
];

it("says how long each key took to the screen and to the frame, and which part came within the goal", () => {
  const figures = figuresOf(trace, 2);
  expect([figures.p50, figures.p95, figures.within]).toEqual([24, 24, 0.5]);
  expect([figures.commit50, figures.commit95]).toEqual([20, 20]);
});

it("counts for a key what its own thread had a core for until the frame, and nothing of others", () => {
  const { work50, work95 } = figuresOf(trace, 2);
  // 4 ms, and of the 8 ms that begin 4 ms before the frame a half, of which the thread had a core for a half.
  expect(figuresOf(trace.slice(0, -4), 1)).toMatchObject({ work50: 6, commit50: 10 });
  expect([work50, work95]).toEqual([6, 6]);
});

it("gives each moment to the innermost of its parts, and divides it among the keys", () => {
  const { parts } = figuresOf(trace, 2);
  expect(parts).toEqual({
    // 1.5 without its layout, and 3.
    script: 2.25,
    layout: 0.25,
    paint: 0.5,
    // 80 before, 4 - 2, 4 - 1, 6 - 3.
    rest: 44,
  });
});

it("tells of tasks that are too long, and fails where keys are missing or without their times", () => {
  expect(figuresOf(trace, 2)).toMatchObject({ longTasks: 1, longest: 80 });
  expect(() => figuresOf(trace, 3)).toThrow("2 of 3 keys were traced");
  expect(() => figuresOf([], 1)).toThrow("0 of 1 keys were traced");
  const untold: TraceEvent = { ...key(1, 1, 1, 1), args: { data: { type: "keydown", timeStamp: 1 } } };
  expect(() => figuresOf([untold], 1)).toThrow("a key without its times");
});
