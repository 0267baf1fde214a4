// W1: one writer, many readers. At full speed, paced, and one key after some quiet. W2: everybody types
// and moves a cursor. W6: everybody only moves a cursor. Each begins with some that do not count: what
// a compiler does once at the start is no part of what a delivery costs.

import type { Metrics, Params, Target } from "../types.ts";
import { type Client, join, joinAll } from "./client.ts";
import { eachMove, FIRST_CLIENT, key, move } from "./edits.ts";
import { Meter } from "./meter.ts";
import { paced } from "./pace.ts";
import { Tally } from "./tally.ts";

const KEYS_PER_WRITE = 64;
const MAX_DELIVERY_MS = 120_000;
const STALL_MS = 3_000;

interface Run {
  readonly target: Target;
  readonly tally: Tally;
  /** Deliveries that each key or move is to make. */
  readonly each: number;
  readonly warm: number;
  readonly count: number;
  /** Sends number `from` up to `to`. */
  readonly send: (from: number, to: number) => Promise<void>;
  /** A server that stores later than it shows (hocuspocus: 2 s) is charged for its storing too. */
  readonly aftermathMs: number;
  readonly maxMs: number;
}

/** Warms up, then measures from the first of the rest to its last delivery, and what comes after. */
async function measure(run: Run): Promise<Metrics> {
  const { tally, each, warm, count, maxMs } = run;
  await run.send(0, warm);
  await tally.all(warm * each, maxMs, STALL_MS);
  const meter = new Meter(run.target);
  await meter.quiet(Math.max(run.aftermathMs, 400));
  tally.restart();
  const before = meter.cpuMs();
  const start = performance.now();
  const all = tally.all(count * each, maxMs, STALL_MS);
  await run.send(warm, warm + count);
  await all;
  const ms = performance.now() - start;
  const shown = meter.cpuMs() - before;
  if (run.aftermathMs > 0) await meter.quiet(run.aftermathMs);
  const cpu = meter.cpuMs() - before;
  return {
    cpuMs: cpu,
    cpuPer1000: (cpu * 1000) / tally.delivered,
    shownCpuPer1000: (shown * 1000) / tally.delivered,
    perSecond: (tally.delivered * 1000) / ms,
    p50: tally.latencies.at(0.5),
    p99: tally.latencies.at(0.99),
    seen: tally.delivered / (count * each),
  };
}

/** W1. `perSecond` 0: as fast as the server takes them. */
export async function oneWriter(target: Target, params: Params): Promise<Metrics> {
  const { readers, warm, keys, perSecond, aftermathMs } = numbers(params);
  const tally = new Tally(1, warm + keys);
  const clients = await joinAll(target, "w1", readers, (i) => ({
    content: (update, _answer, now) => tally.content(i, update, now),
  }));
  const writer = await join(target, "w1");
  const frames = Array.from({ length: warm + keys }, (_, clock) =>
    writer.wire.update(key(FIRST_CLIENT, clock)),
  );
  const fullSpeed = async (from: number, to: number) => {
    for (let at = from; at < to; at += KEYS_PER_WRITE) {
      const now = performance.now();
      const chunk = frames.slice(at, Math.min(to, at + KEYS_PER_WRITE));
      chunk.forEach((_, i) => void tally.sent(0, at + i, now));
      if (!writer.send(Buffer.concat(chunk))) await writer.drained();
    }
  };
  const steadily = (from: number, to: number) =>
    paced(perSecond, to - from, (k) => {
      tally.sent(0, from + k, performance.now());
      writer.send(frames[from + k] as Buffer);
    });
  const send = perSecond === 0 ? fullSpeed : steadily;
  const run = { target, tally, each: readers, warm, count: keys, send, aftermathMs, maxMs: MAX_DELIVERY_MS };
  const metrics = await measure(run);
  await leave([...clients, writer]);
  return metrics;
}

/** W2. `keys` and `warm` are those of each person. */
export async function typists(target: Target, params: Params): Promise<Metrics> {
  const { people, warm, keys, perSecond, aftermathMs } = numbers(params);
  const tally = new Tally(people, warm + keys);
  const moves = new Tally(people, warm + keys + 1);
  const clients = await joinAll(target, "w2", people, (i) => ({
    content: (update, _answer, now) => tally.content(i, update, now, i),
    people: (update, now) => eachMove(update, (id, clock) => moves.note(i, id, clock, clock + 1, now, i)),
  }));
  const send = (from: number, to: number) =>
    paced(people * perSecond, to - from, (k) => {
      const who = (from + k) % people;
      const clock = Math.floor((from + k) / people);
      const client = clients[who] as Client;
      tally.sent(who, clock, performance.now());
      client.send(client.wire.update(key(FIRST_CLIENT + who, clock)));
      client.send(client.wire.people(move(FIRST_CLIENT + who, clock + 1)));
    });
  const [each, count] = [people - 1, people * keys];
  const all = { target, tally, each, warm: people * warm, count, send, aftermathMs, maxMs: MAX_DELIVERY_MS };
  const metrics = await measure(all);
  await leave(clients);
  return { ...metrics, movesSeen: moves.delivered / ((people * warm + count) * each) };
}

/** W6. `moves` and `warm` are those of each person. */
export async function cursors(target: Target, params: Params): Promise<Metrics> {
  const { people, warm, moves, perSecond, drainMs } = numbers(params);
  const tally = new Tally(people, warm + moves + 1);
  const clients = await joinAll(target, "w6", people, (i) => ({
    people: (update, now) => eachMove(update, (id, clock) => tally.note(i, id, clock, clock + 1, now, i)),
  }));
  const send = (from: number, to: number) =>
    paced(people * perSecond, to - from, (k) => {
      const who = (from + k) % people;
      const clock = Math.floor((from + k) / people) + 1;
      const client = clients[who] as Client;
      tally.sent(who, clock, performance.now());
      client.send(client.wire.people(move(FIRST_CLIENT + who, clock)));
    });
  const metrics = await measure({
    target,
    tally,
    each: people - 1,
    warm: people * warm,
    count: people * moves,
    send,
    aftermathMs: 0,
    maxMs: drainMs,
  });
  await leave(clients);
  return metrics;
}

type Name = "readers" | "people" | "warm" | "keys" | "moves" | "perSecond" | "aftermathMs" | "drainMs";

const numbers = (params: Params) =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, Number(value)])) as Record<
    Name,
    number
  >;

const leave = (clients: readonly Client[]) => Promise.all(clients.map((client) => client.leave()));
