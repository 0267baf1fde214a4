// W1: one writer, many readers. At full speed, paced, and one key after some quiet. W2: everybody types
// and moves a cursor. W6: everybody only moves a cursor.

import type { Metrics, Params, Target } from "../types.ts";
import { type Client, join, joinAll } from "./client.ts";
import { eachMove, FIRST_CLIENT, key, move } from "./edits.ts";
import { Meter } from "./meter.ts";
import { paced } from "./pace.ts";
import { Tally } from "./tally.ts";

/** A server that stores later than it shows (hocuspocus: 2 s) is to be charged for its storing too. */
const AFTERMATH_MS = 2_500;
const KEYS_PER_WRITE = 64;
const MAX_DELIVERY_MS = 120_000;

export async function fullSpeed(target: Target, params: Params): Promise<Metrics> {
  const [readers, keys] = [Number(params.readers), Number(params.keys)];
  const { tally, clients, writer } = await oneWriter(target, readers, keys);
  const frames = Array.from({ length: keys }, (_, clock) => writer.wire.update(key(FIRST_CLIENT, clock)));
  const meter = new Meter(target);
  await meter.quiet();
  const before = meter.cpuMs();
  const start = performance.now();
  const all = tally.all(readers * keys, MAX_DELIVERY_MS);
  for (let at = 0; at < keys; at += KEYS_PER_WRITE) {
    const now = performance.now();
    const chunk = frames.slice(at, at + KEYS_PER_WRITE);
    chunk.forEach((_, i) => void tally.sent(0, at + i, now));
    if (!writer.send(Buffer.concat(chunk))) await writer.drained();
  }
  await all;
  const shown = meter.cpuMs() - before;
  const ms = performance.now() - start;
  const metrics = await finish(meter, before, tally, readers * keys, ms);
  await leave([...clients, writer]);
  return { ...metrics, shownCpuPer1000: (shown * 1000) / tally.delivered };
}

export async function pacedKeys(target: Target, params: Params): Promise<Metrics> {
  const [readers, keys, perSecond] = [Number(params.readers), Number(params.keys), Number(params.perSecond)];
  const { tally, clients, writer } = await oneWriter(target, readers, keys);
  const meter = new Meter(target);
  await meter.quiet();
  const before = meter.cpuMs();
  const start = performance.now();
  const all = tally.all(readers * keys, MAX_DELIVERY_MS);
  await paced(perSecond, keys, (clock) => {
    tally.sent(0, clock, performance.now());
    writer.send(writer.wire.update(key(FIRST_CLIENT, clock)));
  });
  await all;
  const metrics = await finish(meter, before, tally, readers * keys, performance.now() - start);
  await leave([...clients, writer]);
  return metrics;
}

export async function typists(target: Target, params: Params): Promise<Metrics> {
  const [people, keys, perSecond] = [Number(params.people), Number(params.keys), Number(params.perSecond)];
  const tally = new Tally(people, keys);
  const moves = new Tally(people, keys + 2);
  const clients = await joinAll(target, "w2", people, (i) => ({
    content: (update, _answer, now) => tally.content(i, update, now, i),
    people: (update, now) => eachMove(update, (id, clock) => moves.note(i, id, clock, clock + 1, now, i)),
  }));
  const meter = new Meter(target);
  await meter.quiet();
  const before = meter.cpuMs();
  const start = performance.now();
  const expected = people * keys * (people - 1);
  const all = tally.all(expected, MAX_DELIVERY_MS);
  await paced(people * perSecond, people * keys, (k) => {
    const who = k % people;
    const clock = Math.floor(k / people);
    const client = clients[who] as Client;
    const now = performance.now();
    tally.sent(who, clock, now);
    moves.sent(who, clock + 1, now);
    client.send(client.wire.update(key(FIRST_CLIENT + who, clock)));
    client.send(client.wire.people(move(FIRST_CLIENT + who, clock + 1)));
  });
  await all;
  const metrics = await finish(meter, before, tally, expected, performance.now() - start);
  await leave(clients);
  return { ...metrics, movesSeen: moves.delivered / expected };
}

export async function cursors(target: Target, params: Params): Promise<Metrics> {
  const [people, count, perSecond] = [Number(params.people), Number(params.moves), Number(params.perSecond)];
  const moves = new Tally(people, count + 2);
  const clients = await joinAll(target, "w6", people, (i) => ({
    people: (update, now) => eachMove(update, (id, clock) => moves.note(i, id, clock, clock + 1, now, i)),
  }));
  const meter = new Meter(target);
  await meter.quiet();
  const before = meter.cpuMs();
  const start = performance.now();
  const expected = people * count * (people - 1);
  const all = moves.all(expected, Number(params.drainMs), 2_000);
  await paced(people * perSecond, people * count, (k) => {
    const who = k % people;
    const clock = Math.floor(k / people) + 1;
    moves.sent(who, clock, performance.now());
    const client = clients[who] as Client;
    client.send(client.wire.people(move(FIRST_CLIENT + who, clock)));
  });
  await all;
  const ms = performance.now() - start;
  const cpu = meter.cpuMs() - before;
  await leave(clients);
  return {
    cpuPer1000: (cpu * 1000) / moves.delivered,
    seen: moves.delivered / expected,
    perSecond: (moves.delivered * 1000) / ms,
    p50: moves.latencies.at(0.5),
    p99: moves.latencies.at(0.99),
  };
}

async function oneWriter(target: Target, readers: number, keys: number) {
  const tally = new Tally(1, keys);
  const clients = await joinAll(target, "w1", readers, (i) => ({
    content: (update, _answer, now) => tally.content(i, update, now),
  }));
  const writer = await join(target, "w1");
  return { tally, clients, writer };
}

async function finish(meter: Meter, before: number, tally: Tally, expected: number, ms: number) {
  await meter.quiet(AFTERMATH_MS);
  const cpu = meter.cpuMs() - before;
  return {
    cpuMs: cpu,
    cpuPer1000: (cpu * 1000) / tally.delivered,
    perSecond: (tally.delivered * 1000) / ms,
    p50: tally.latencies.at(0.5),
    p99: tally.latencies.at(0.99),
    seen: tally.delivered / expected,
  };
}

const leave = (clients: readonly Client[]) => Promise.all(clients.map((client) => client.leave()));
