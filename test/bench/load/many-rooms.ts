// W3: many open documents with two people each. W7: a thousand people who come within one second.

import type { Metrics, Params, Target } from "../types.ts";
import { type Client, join } from "./client.ts";
import { documentOf, FIRST_CLIENT, key, randomOf } from "./edits.ts";
import { Meter } from "./meter.ts";
import { paced } from "./pace.ts";
import { Latencies, rangesOf, Tally } from "./tally.ts";

const AT_ONCE = 20;
const MAX_DELIVERY_MS = 60_000;
/** The author of the text that is there before anybody types: none of the tally's clients. */
export const SEEDER = FIRST_CLIENT - 1;
/** Rooms opened before the first look at the memory: code, pools and caches are then there. */
export const WARM_ROOMS = 50;

export async function manyRooms(target: Target, params: Params): Promise<Metrics> {
  const [rooms, bytes] = [Number(params.rooms), Number(params.bytes)];
  const [warm, keys, perSecond] = [Number(params.warm), Number(params.keys), Number(params.perSecond)];
  const random = randomOf(3);
  const text = documentOf(bytes, SEEDER, random);
  const people = rooms * 2;
  const tally = new Tally(people, warm + keys);
  const meter = new Meter(target);

  const seeded = async (room: string, listener = {}) => {
    const client = await join(target, room, listener);
    client.send(client.wire.update(text.update));
    return client;
  };
  const others = await inGroups(WARM_ROOMS, (i) => seeded(`warm-${i}`));
  others.push(...(await inGroups(WARM_ROOMS, (i) => join(target, `warm-${i}`))));
  await meter.quiet(1_000);
  const empty = meter.rssKb();
  const heard = (i: number) => ({
    content: (update: Buffer, _answer: boolean, now: number) => tally.content(i, update, now, i),
  });
  const clients = await inGroups(rooms, (i) => seeded(`room-${i}`, heard(i)));
  await meter.quiet(1_000);
  const one = meter.rssKb();
  clients.push(...(await inGroups(rooms, (i) => join(target, `room-${i}`, heard(rooms + i)))));
  await meter.quiet(1_000);
  const two = meter.rssKb();

  const type = (from: number, count: number) =>
    paced(people * perSecond, count, (k) => {
      const who = (from + k) % people;
      const clock = Math.floor((from + k) / people);
      const client = clients[who] as Client;
      tally.sent(who, clock, performance.now());
      client.send(client.wire.update(key(FIRST_CLIENT + who, clock)));
    });
  await type(0, people * warm);
  await tally.all(people * warm, MAX_DELIVERY_MS);
  await meter.quiet();
  tally.restart();
  const before = meter.cpuMs();
  const count = people * keys;
  const all = tally.all(count, MAX_DELIVERY_MS);
  await type(people * warm, count);
  await all;
  await meter.quiet();
  const cpu = meter.cpuMs() - before;
  await Promise.all([...others, ...clients].map((client) => client.leave()));
  const perConnection = (two - one) / rooms;
  return {
    kbPerConnection: perConnection,
    kbPerDocument: (one - empty) / rooms - perConnection,
    cpuPer1000: (cpu * 1000) / tally.delivered,
    p50: tally.latencies.at(0.5),
    p99: tally.latencies.at(0.99),
    seen: tally.delivered / count,
  };
}

export async function joins(target: Target, params: Params): Promise<Metrics> {
  const [rooms, bytes, people, ms] = [
    Number(params.rooms),
    Number(params.bytes),
    Number(params.people),
    Number(params.ms),
  ];
  const text = documentOf(bytes, SEEDER, randomOf(7));
  const keepers = await inGroups(rooms, async (i) => {
    const client = await join(target, `room-${i}`);
    client.send(client.wire.update(text.update));
    return client;
  });
  const meter = new Meter(target);
  await meter.quiet(1_000);
  meter.resetPeak();
  const [before, rss] = [meter.cpuMs(), meter.rssKb()];
  const times = new Latencies();
  const start = performance.now();
  const newcomers: Promise<Client>[] = [];
  let complete = 0;
  await paced((people / ms) * 1000, people, (k) => {
    const from = performance.now();
    let have = 0;
    const client = join(target, `room-${k % rooms}`, {
      content: (update) => {
        for (const range of rangesOf(update)) if (range.client === SEEDER) have += range.to - range.from;
      },
    });
    newcomers.push(
      client.then((joined) => {
        times.add(performance.now() - from);
        // A relay holds no document: there, to be connected is all.
        if (have === text.clock || target.dialect === "relay") complete++;
        return joined;
      }),
    );
  });
  const there = await Promise.all(newcomers);
  const took = performance.now() - start;
  await meter.quiet();
  const cpu = meter.cpuMs() - before;
  const peak = meter.peakKb();
  await Promise.all([...keepers, ...there].map((client) => client.leave()));
  return {
    cpuPerJoin: cpu / people,
    ms: took,
    p50: times.at(0.5),
    p99: times.at(0.99),
    peakMb: (peak - rss) / 1024,
    seen: complete / people,
  };
}

/** Makes `count` of something, some at a time. */
export async function inGroups<T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  for (let i = 0; i < count; i += AT_ONCE) {
    const group = Array.from({ length: Math.min(AT_ONCE, count - i) }, (_, k) => make(i + k));
    made.push(...(await Promise.all(group)));
  }
  return made;
}
