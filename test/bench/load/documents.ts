// W9: documents as people make them. Where they are made through the API (ours), the server also checks who comes,
// and reads titles, first lines and words off each one for its lists and its search: all of it counts, so somebody
// searches at the end, which has every text read that was written in. Peers know rooms only.

import { setTimeout as sleep } from "node:timers/promises";
import * as Y from "yjs";
import { contentOf } from "../../../lib/doc.ts";
import type { Metrics, Params, Target } from "../types.ts";
import { type Client, join } from "./client.ts";
import { FIRST_CLIENT, key, type Place, randomOf } from "./edits.ts";
import { inGroups, SEEDER } from "./many-rooms.ts";
import { Meter } from "./meter.ts";
import { paced } from "./pace.ts";
import { Tally } from "./tally.ts";

const MAX_DELIVERY_MS = 60_000;
const WORDS_A_PARAGRAPH = 10;
const VOCABULARY = 8_000;

export async function documents(target: Target, params: Params): Promise<Metrics> {
  const [count, paragraphs, aftermathMs] = [
    Number(params.documents),
    Number(params.paragraphs),
    Number(params.aftermathMs),
  ];
  const [warm, bursts, burst] = [Number(params.warm), Number(params.bursts), Number(params.burst)];
  const { rooms, cookie } = params.made === 1 ? await make(target, count) : named(count);
  const visitor = cookie === undefined ? target : { ...target, cookie };
  const text = textOf(paragraphs, randomOf(9));
  const tally = new Tally(count, (warm + bursts) * burst);

  const readers = await inGroups(count, (i) =>
    join(visitor, rooms[i] as string, {
      content: (update, _answer, now) => tally.content(i, update, now),
    }),
  );
  const writers = await inGroups(count, async (i) => {
    const writer = await join(visitor, rooms[i] as string);
    writer.send(writer.wire.update(text.update));
    return writer;
  });
  const meter = new Meter(target);
  await meter.quiet(1_000, aftermathMs);

  const type = async (from: number, many: number) => {
    for (let at = from; at < from + many; at++) {
      await paced(count * Number(params.perSecond), count * burst, (k) => {
        const [who, clock] = [k % count, at * burst + Math.floor(k / count)];
        const writer = writers[who] as Client;
        tally.sent(who, clock, performance.now());
        writer.send(writer.wire.update(key(FIRST_CLIENT + who, clock, text.end)));
      });
      await sleep(Number(params.restMs));
    }
  };
  const search = async () => {
    if (cookie === undefined) return;
    const answer = await fetch(`http://127.0.0.1:${target.port}/api/docs?q=heron`, { headers: { cookie } });
    if (!answer.ok) throw new Error(`The search failed: ${answer.status}`);
  };
  await type(0, warm);
  await tally.all(count * burst * warm, MAX_DELIVERY_MS);
  await search();
  await meter.quiet(400, aftermathMs);
  tally.restart();
  const before = meter.cpuMs();
  const keys = count * burst * bursts;
  const all = tally.all(keys, MAX_DELIVERY_MS);
  await type(warm, bursts);
  await all;
  await search();
  await meter.quiet(400, aftermathMs);
  const cpu = meter.cpuMs() - before;
  await Promise.all([...readers, ...writers].map((client) => client.leave()));
  return {
    cpuPer1000: (cpu * 1000) / tally.delivered,
    p50: tally.latencies.at(0.5),
    p99: tally.latencies.at(0.99),
    seen: tally.delivered / keys,
  };
}

const named = (count: number) => ({
  rooms: Array.from({ length: count }, (_, i) => `document-${i}`),
  cookie: undefined,
});

/** As the button of the home page does. All are one visitor's. */
async function make(
  { port }: Target,
  count: number,
): Promise<{ rooms: string[]; cookie: string | undefined }> {
  const rooms: string[] = [];
  let cookie: string | undefined;
  for (let i = 0; i < count; i++) {
    const response = await fetch(`http://127.0.0.1:${port}/api/docs`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(cookie !== undefined && { cookie }) },
      body: "{}",
    });
    if (!response.ok) throw new Error(`No document was made: ${response.status} ${await response.text()}`);
    cookie = response.headers.getSetCookie()[0]?.split(";")[0] ?? cookie;
    rooms.push(((await response.json()) as { doc: { id: string } }).doc.id);
  }
  return { rooms, cookie };
}

/** Paragraphs of words, as the editor writes them, and the last letter of them. */
function textOf(paragraphs: number, random: () => number): { update: Uint8Array; end: Place } {
  const doc = new Y.Doc();
  doc.clientID = SEEDER;
  const words = Array.from({ length: VOCABULARY }, () =>
    Array.from({ length: 3 + Math.floor(random() * 7) }, () =>
      String.fromCharCode(97 + Math.floor(random() * 26)),
    ).join(""),
  );
  // Some come often and most seldom, as in a language (Zipf): what an index costs hangs on how many differ.
  const word = () => words[Math.floor(VOCABULARY ** random()) - 1] as string;
  const line = () => Array.from({ length: WORDS_A_PARAGRAPH }, word).join(" ");
  const made = Array.from({ length: paragraphs }, () => {
    const paragraph = new Y.XmlElement("paragraph");
    paragraph.insert(0, [new Y.XmlText(line())]);
    return paragraph;
  });
  contentOf(doc).insert(0, made);
  const update = Y.encodeStateAsUpdate(doc);
  const end = { client: SEEDER, clock: Y.getState(doc.store, SEEDER) - 1 };
  doc.destroy();
  return { update, end };
}
