// One seeded run: people edit, leave, lie and stall; disks fail and hang; the process and the machine
// crash between any two steps. Then everything heals, and nothing may be missing. Throws with the seed.

import * as Y from "yjs";
import { encodeSync } from "../../lib/protocol.ts";
import type { Limits } from "../../sync-server/ops/limits.ts";
import { randomOf } from "../support/random-doc.ts";
import { markersIn, ROOM, SimClient, SimClock, SimDisk, SimServer } from "../support/sim.ts";

/** Small bounds, so that a short run reaches every one of them. */
const TIGHT: Partial<Limits> = {
  foldEntries: 4,
  idleMs: 50,
  retryFirstMs: 5,
  retryLongestMs: 40,
  lagBytes: 300,
  stuckBytes: 4_000,
  stuckMs: 400,
  challengeMs: 50,
  maxUnstoredBytes: 3_000,
  cachedDiffs: 2,
};

export interface RunReport {
  readonly crashes: number;
  readonly markers: number;
  readonly folds: number;
}

export async function run(seed: number, steps = 60): Promise<RunReport> {
  const random = randomOf(seed);
  const pick = (n: number) => Math.floor(random() * n);
  const disk = new SimDisk(random);
  let clock = new SimClock(random);
  let server = new SimServer(disk, clock, TIGHT);
  const clients = Array.from({ length: 2 + pick(3) }, (_, i) => new SimClient(`p${i}`, 100 + i));
  let markers = 0;
  let crashes = 0;
  const fail = (what: string): never => {
    throw new Error(`seed ${seed}: ${what}`);
  };

  async function crash(): Promise<void> {
    crashes++;
    server.alive = false;
    for (const client of clients) client.wire?.cut();
    clock.clear();
    disk.crash();
    // Before anybody can bring anything back: what was shown or called saved is on the disk.
    const kept = new Set(markersIn(disk.content().getText("t").toString()));
    for (const client of clients) {
      for (const marker of client.saved)
        if (!kept.has(marker)) fail(`${marker} was called saved and is gone`);
      for (const marker of client.shown) if (!kept.has(marker)) fail(`${marker} was shown and is gone`);
    }
    clock = new SimClock(random);
    server = new SimServer(disk, clock, TIGHT);
  }

  for (let step = 0; step < steps; step++) {
    const client = clients[pick(clients.length)] as SimClient;
    switch (pick(14)) {
      case 0:
      case 1:
      case 2:
      case 3:
        client.mark(`<${++markers}>`, place(client, pick));
        break;
      case 4:
        client.text.insert(place(client, pick), "filler".repeat(pick(20)));
        break;
      case 5:
        deleteFiller(client, pick);
        break;
      case 6:
        client.wire?.cut();
        break;
      case 7:
      case 8:
        void client.connect(server, random);
        break;
      case 9:
        lie(client, random);
        break;
      case 10:
        if (client.wire) client.wire.stalled = true;
        break;
      case 11:
        client.wire?.release();
        break;
      case 12:
        disk.failing = random() < 0.4;
        disk.slowest = random() < 0.3 ? 60 : 3;
        break;
      default:
        if (random() < 0.25) await crash();
    }
    await clock.advance(pick(30));
  }

  // Everything heals.
  disk.failing = false;
  disk.slowest = 3;
  for (let i = 0; i < 40; i++) {
    for (const client of clients) {
      client.wire?.release();
      void client.connect(server, random);
    }
    await clock.advance(100);
  }
  const expected = clients[0] as SimClient;
  const state = JSON.stringify(expected.text.toDelta());
  for (const client of clients) {
    if (client.doc.store.pendingStructs !== null) fail(`${client.name} still waits for something`);
    if (JSON.stringify(client.text.toDelta()) !== state) fail(`${client.name} reads something else`);
    if (!sameVector(client.doc, expected.doc)) fail(`${client.name} has another state vector`);
  }
  const found = markersIn(expected.text.toString());
  if (found.length !== markers || new Set(found).size !== markers)
    fail(`${found.length} of ${markers} markers`);
  if (disk.content().getText("t").toString() !== expected.text.toString())
    fail("the disk holds something else");
  if (disk.replay().getText("t").toString() !== expected.text.toString())
    fail("the history tells something else");
  for (const client of clients) {
    const unsaved = found.filter((marker) => !clients.some((other) => other.saved.has(marker)));
    if (unsaved.length > 0) fail(`${client.name}: never heard that ${unsaved.join(" ")} are saved`);
  }

  // Everybody leaves: nothing stays in memory.
  for (const client of clients) client.wire?.cut();
  await clock.advance(1_000);
  if (server.rooms.size !== 0) fail("the room is still in memory");
  if (server.rooms.peek(ROOM) !== undefined) fail("the room is still known");
  return { crashes, markers, folds: disk.history.length };
}

/** Anywhere but inside a marker, which must stay readable. */
function place(client: SimClient, pick: (n: number) => number): number {
  const text = client.text.toString();
  const places = [
    0,
    text.length,
    ...[...text.matchAll(/<|r/g)].map(({ index, 0: c }) => index + (c === "r" ? 1 : 0)),
  ];
  return places[pick(places.length)] as number;
}

/** Deletes letters, never a marker. */
function deleteFiller(client: SimClient, pick: (n: number) => number): void {
  const places = [...client.text.toString().matchAll(/filler/g)].map((match) => match.index);
  const at = places[pick(Math.max(1, places.length))];
  if (at !== undefined) client.text.delete(at, 6);
}

/** A bent, repeated or foreign message on an honest person's wire: at worst it ends that connection. */
function lie(client: SimClient, random: () => number): void {
  const wire = client.wire;
  if (wire === undefined) return;
  const own = Y.encodeStateAsUpdate(client.doc);
  switch (Math.floor(random() * 4)) {
    case 0: {
      const bent = own.slice(0, Math.max(1, Math.floor(random() * own.length)));
      return wire.up(encodeSync(2, bent));
    }
    case 1:
      return wire.up(Uint8Array.from([1, 4, 1, 101, 99, 0]));
    case 2:
      return wire.up(Uint8Array.from({ length: 12 }, () => random() * 256).fill(0, 0, 1));
    default:
      return wire.up(new Uint8Array([3]));
  }
}

function sameVector(a: Y.Doc, b: Y.Doc): boolean {
  const [va, vb] = [a, b].map((doc) => Y.decodeStateVector(Y.encodeStateVector(doc))) as [
    Map<number, number>,
    Map<number, number>,
  ];
  return va.size === vb.size && [...va].every(([client, clock]) => vb.get(client) === clock);
}
