// W3's second half: what a server still holds for a document and for a connection when all garbage is
// collected. The server was started with held.mjs.

import { existsSync, readFileSync, rmSync } from "node:fs";
import { join as joinPath } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Metrics, Params, Target } from "../types.ts";
import { type Client, join } from "./client.ts";
import { documentOf, randomOf } from "./edits.ts";
import { inGroups, SEEDER, WARM_ROOMS } from "./many-rooms.ts";
import { Meter } from "./meter.ts";

const ANSWER_MS = 20_000;
const POLL_MS = 50;

export async function held(target: Target, params: Params): Promise<Metrics> {
  const rooms = Number(params.rooms);
  const text = documentOf(Number(params.bytes), SEEDER, randomOf(3));
  const meter = new Meter(target);
  const clients: Client[] = [];
  const arrive = async (count: number, name: string, seed: boolean) => {
    const came = await inGroups(count, async (i) => {
      const client = await join(target, `${name}-${i}`);
      if (seed) client.send(client.wire.update(text.update));
      return client;
    });
    clients.push(...came);
    await meter.quiet(1_000);
    return weigh(target.pid, String(params.folder));
  };
  await arrive(WARM_ROOMS, "warm", true);
  const empty = await arrive(WARM_ROOMS, "warm", false);
  await arrive(rooms, "room", true);
  const two = await arrive(rooms, "room", false);
  const three = await arrive(rooms, "room", false);
  await Promise.all(clients.map((client) => client.leave()));
  const connection = (three - two) / rooms;
  return {
    heldKbPerConnection: connection / 1024,
    // The second person's arrival may make a room keep an answer: that belongs to the document.
    heldKbPerDocument: ((two - empty) / rooms - 2 * connection) / 1024,
    seen: 1,
  };
}

async function weigh(pid: number, folder: string): Promise<number> {
  const file = joinPath(folder, `${pid}.json`);
  process.kill(pid, "SIGUSR2");
  for (let waited = 0; !existsSync(file); waited += POLL_MS) {
    if (waited > ANSWER_MS) throw new Error("The server did not say what it holds.");
    await sleep(POLL_MS);
  }
  const { bytes } = JSON.parse(readFileSync(file, "utf8")) as { bytes: number };
  rmSync(file);
  return bytes;
}
