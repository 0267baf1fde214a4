// Measures the store on a real editing trace: what the history costs per keystroke, what a room takes on
// the disk once idle, how long appends and opening take. Not a test; run by hand:
//   npx tsx test/store/measure.ts --trace ../shared/data/automerge-paper.json.gz

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import zlib from "node:zlib";
import * as Y from "yjs";
import type { ClientId, RoomName, UserId } from "../../lib/names.ts";
import { joinSteps } from "../../sync-server/room/steps.ts";
import { openLevelStore } from "../../sync-server/store/level.ts";
import { docOf } from "../contract/store-support.ts";

interface Trace {
  readonly endContent: string;
  readonly txns: readonly { readonly patches: readonly [at: number, deleted: number, inserted: string][] }[];
}

const { values } = parseArgs({
  options: {
    trace: { type: "string" },
    folder: { type: "string", default: tmpdir() },
    fold: { type: "string", default: "2000" },
    apart: { type: "string", default: "150" },
  },
});
if (values.trace === undefined) throw new Error("--trace FILE is missing");
const trace = JSON.parse(zlib.gunzipSync(readFileSync(values.trace)).toString()) as Trace;
const [FOLD, APART] = [Number(values.fold), Number(values.apart)];
const ROOM = "trace" as RoomName;

const folder = mkdtempSync(path.join(values.folder, "concord-measure-"));
const sizeOf = (): number =>
  readdirSync(path.join(folder, "store")).reduce(
    (n, f) => n + statSync(path.join(folder, "store", f)).size,
    0,
  );
const kb = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`;

let store = await openLevelStore(folder);
const doc = new Y.Doc();
doc.clientID = 1_234_567_890;
const text = doc.getText("t");
let updates: Uint8Array[] = [];
doc.on("update", (update: Uint8Array) => updates.push(update));
const authors = [{ user: "anonymous" as UserId, clients: [doc.clientID as ClientId] }];

async function fold(): Promise<void> {
  const tail = (await store.read(ROOM))?.tail ?? [];
  const snapshot = Y.encodeStateAsUpdate(doc);
  await store.fold(ROOM, { snapshot, seqs: tail.map((entry) => entry.seq), steps: joinSteps(tail) });
}

let time = 1_795_000_000_000;
let waiting: Promise<unknown>[] = [];
let keys = 0;
const started = performance.now();
for (const { patches } of trace.txns) {
  for (const [at, deleted, inserted] of patches) {
    if (deleted > 0) text.delete(at, deleted);
    if (inserted !== "") text.insert(at, inserted);
  }
  time += APART;
  for (const update of updates) waiting.push(store.append([{ room: ROOM, time, authors, update }]));
  updates = [];
  keys++;
  if (waiting.length >= 100) {
    await Promise.all(waiting);
    waiting = [];
  }
  if (keys % FOLD === 0) {
    await Promise.all(waiting);
    waiting = [];
    await fold();
  }
}
await Promise.all(waiting);
await fold();
console.log(`loaded ${keys} keystrokes in ${(performance.now() - started).toFixed(0)} ms`);

const state = Y.encodeStateAsUpdate(doc).length;
let history = 0;
console.log(`final state ${kb(state)}`);
console.log(`database after the last fold ${kb(sizeOf())}`);
await new Promise((resolve) => setTimeout(resolve, 4000));
console.log(`database 4 s after the last fold ${kb(sizeOf())}`);
await store.close();
console.log(`database after close ${kb(sizeOf())}`);
store = await openLevelStore(folder);
let t = performance.now();
await store.read(ROOM);
console.log(`read ${(performance.now() - t).toFixed(1)} ms`);
t = performance.now();
const steps = [];
for await (const step of store.history(ROOM)) steps.push(step);
console.log(`history: ${steps.length} steps in ${(performance.now() - t).toFixed(0)} ms`);
console.log(`replay is the document: ${docOf(steps).getText("t").toString() === trace.endContent}`);
await store.close();

const { openLevel } = await import("../../sync-server/store/level.ts");
const { segmentRange, snapshotKey } = await import("../../sync-server/store/keys.ts");
const kv = await openLevel(folder);
const segments = await kv.page(segmentRange(ROOM));
for (const { key, value } of segments) history += key.length + value.length;
const snapshot = (await kv.get(snapshotKey(ROOM)))?.length ?? 0;
console.log(`snapshot ${kb(snapshot)}, history ${kb(history)} in ${segments.length} segments`);
console.log(`history per keystroke ${(history / keys).toFixed(2)} bytes`);
await kv.compact({ from: "\0", to: "\u{10ffff}" });
await kv.close();
const total = sizeOf();
console.log(
  `database after compaction ${kb(total)}; without history ${((total - history) / state).toFixed(2)} x state`,
);
const tailed = await openLevelStore(folder);
for (let i = 0; i < 2000; i++)
  await tailed.append([{ room: ROOM, time, authors, update: new Uint8Array(26) }]);
for (let i = 0; i < 3; i++) {
  t = performance.now();
  await tailed.read(ROOM);
  console.log(`read with a tail of 2000 entries ${(performance.now() - t).toFixed(1)} ms`);
}
for (const [rooms, rounds] of [
  [1, 1000],
  [10, 500],
  [100, 200],
] as const) {
  t = performance.now();
  for (let i = 0; i < rounds; i++) {
    const entry = (n: number) => ({ room: `r${n}` as RoomName, time, authors, update: new Uint8Array(26) });
    await tailed.append(Array.from({ length: rooms }, (_, n) => entry(n)));
  }
  const ms = performance.now() - t;
  console.log(
    `append of ${rooms} rooms: ${(ms / rounds).toFixed(2)} ms each, ${((rounds * rooms) / ms).toFixed(1)} k entries/s`,
  );
}
await tailed.close();
rmSync(folder, { recursive: true });
