// W4 and W5: every key of a long document as an update of its own, then opening what became of it.
// W8: a writer and a witness until the server is killed, then what of the witness's text is gone.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import * as Y from "yjs";
import type { Metrics, Params, Target } from "../types.ts";
import { type Client, join, within } from "./client.ts";
import { FIRST_CLIENT, key, TEXT } from "./edits.ts";
import { Meter } from "./meter.ts";
import { paced } from "./pace.ts";
import { rangesOf, Tally } from "./tally.ts";

const ROOM = "long";
/** Keys that one connection sends before it makes way for the next: servers may bound a burst. */
const KEYS_PER_CONNECTION = 15_000;
const KEYS_PER_WRITE = 64;
const MAX_LOAD_MS = 300_000;
const STALL_MS = 15_000;
const MAX_OPEN_MS = 120_000;
/** Longer than any peer waits before it stores, folds or unloads (10 s), and some more. */
const REST_MS = 11_500;

/** The file that edits.ts of the conductor made: length-prefixed updates. */
function readUpdates(file: string): Buffer[] {
  const bytes = readFileSync(file);
  const updates: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32LE(at);
    updates.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return updates;
}

export async function load(target: Target, params: Params): Promise<Metrics> {
  const updates = readUpdates(String(params.file));
  const clocks = Number(params.clocks);
  const tally = new Tally(1, clocks);
  const reader = await join(target, ROOM, {
    content: (update, _answer, now) => tally.content(0, update, now),
  });
  const meter = new Meter(target);
  await meter.quiet();
  const before = meter.cpuMs();
  const start = performance.now();
  let sent = 0;
  let clock = 0;
  while (sent < updates.length) {
    const writer = await join(target, ROOM);
    let end = Math.min(sent + KEYS_PER_CONNECTION, updates.length);
    // The last one should be an insertion: only those can be seen to have arrived.
    while (end > sent + 1 && rangesOf(updates[end - 1] as Buffer).length === 0) end--;
    while (sent < end) {
      const chunk = updates.slice(sent, Math.min(end, sent + KEYS_PER_WRITE));
      for (const update of chunk) for (const range of rangesOf(update)) clock = range.to;
      sent += chunk.length;
      if (!writer.send(Buffer.concat(chunk.map((update) => writer.wire.update(update)))))
        await writer.drained();
    }
    const cut = writer.closed.then((code) => code);
    await Promise.race([tally.all(clock, MAX_LOAD_MS, STALL_MS), cut]);
    if (tally.delivered < clock) {
      throw new Error(
        `Of ${clock} characters ${tally.delivered} arrived${await Promise.race([cut.then((code) => `; the writer was cut off with ${code}`), ""])}.`,
      );
    }
    await writer.leave();
  }
  const ms = performance.now() - start;
  const shown = meter.cpuMs() - before;
  await reader.leave();
  await meter.quiet(Number(params.quietMs), REST_MS, MAX_LOAD_MS);
  return {
    keysPerSecond: (updates.length * 1000) / ms,
    shownCpuMs: shown,
    cpuMs: meter.cpuMs() - before,
    seen: tally.delivered / clocks,
  };
}

export async function open(target: Target, params: Params): Promise<Metrics> {
  const clocks = Number(params.clocks);
  const meter = new Meter(target);
  await meter.quiet();
  let before = meter.cpuMs();
  const doc = new Y.Doc();
  const parts: Buffer[] = [];
  const first = await opened(target, clocks, (update) => parts.push(Buffer.from(update)));
  await meter.quiet();
  const coldCpuMs = meter.cpuMs() - before;
  for (const part of parts) Y.applyUpdate(doc, part);
  const right = createHash("sha256").update(doc.getText(TEXT).toString()).digest("hex") === params.hash;

  await meter.quiet(1_000);
  meter.resetPeak();
  const rss = meter.rssKb();
  before = meter.cpuMs();
  const start = performance.now();
  const crowd = await Promise.all(
    Array.from({ length: Number(params.people) }, () => opened(target, clocks)),
  );
  const herdMs = performance.now() - start;
  await meter.quiet();
  const herdCpuMs = meter.cpuMs() - before;
  const peak = meter.peakKb();
  await Promise.all([first, ...crowd].map(({ client }) => client.leave()));
  return { coldMs: first.ms, coldCpuMs, herdMs, herdCpuMs, herdMb: (peak - rss) / 1024, seen: right ? 1 : 0 };
}

/** Joins and waits for the whole text: some servers say that they are in sync before they are. */
async function opened(target: Target, clocks: number, keep?: (update: Buffer) => void) {
  const start = performance.now();
  let have = 0;
  let done: () => void = () => {};
  const whole = new Promise<void>((resolve) => {
    done = resolve;
  });
  const client: Client = await join(target, ROOM, {
    content: (update) => {
      keep?.(update);
      for (const { from, to } of rangesOf(update)) if (from <= have) have = Math.max(have, to);
      if (have >= clocks) done();
    },
  });
  await within(MAX_OPEN_MS, "The text did not come whole.", whole);
  return { client, ms: performance.now() - start };
}

/** Writes until the server is gone. Tells what the witness had: it wrote in order, so a count is enough. */
export async function untilKilled(target: Target, params: Params): Promise<Metrics> {
  const perSecond = Number(params.perSecond);
  const most = perSecond * 10;
  const tally = new Tally(1, most);
  const room = String(params.room);
  const witness = await join(target, room, {
    content: (update, _answer, now) => tally.content(0, update, now),
  });
  const writer = await join(target, room);
  // Told to the conductor, which kills at a moment counted from here.
  process.send?.({ started: true });
  let gone = false;
  void Promise.all([witness.closed, writer.closed]).then(() => {
    gone = true;
  });
  void paced(perSecond, most, (clock) => {
    if (gone) return;
    tally.sent(0, clock, performance.now());
    writer.send(writer.wire.update(key(FIRST_CLIENT, clock)));
  });
  await within(30_000, "The server was not killed.", Promise.all([witness.closed, writer.closed]));
  const seen = tally.seenBy(0, 0);
  let count = 0;
  while (seen[count] === 1) count++;
  return { shown: count, seen: seen.indexOf(1, count) < 0 ? 1 : 0 };
}

/** How many of the first `shown` keys the server still has. */
export async function afterKill(target: Target, params: Params): Promise<Metrics> {
  const shown = Number(params.shown);
  const tally = new Tally(1, Math.max(shown, 1));
  const client = await join(target, String(params.room), {
    content: (update, _answer, now) => tally.content(0, update, now),
  });
  // What is there comes with the answer or, from servers that load late, soon after it.
  await tally.all(shown, 5_000, 1_000);
  await client.leave();
  return { lost: shown - tally.delivered };
}
