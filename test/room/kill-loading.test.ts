// A server that is killed again and again while it opens a long document, as in a crash loop. A real
// process on a real disk.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import * as Y from "yjs";
import { openLevelStore } from "../../sync-server/store/level.ts";
import type { NewEntry } from "../../sync-server/store/store.ts";
import { entryOf } from "../contract/store-support.ts";
import { connect } from "../support/raw.ts";
import { until } from "../support/server.ts";

/** Enough entries that opening it also starts a fold. */
const KEYS = 6_000;
const ROOM = "long" as NewEntry["room"];

let folder: string;
let child: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "concord-loading-"));
});
afterEach(async () => {
  if (child !== undefined) await kill(child);
  await rm(folder, { recursive: true });
});

async function start(): Promise<string> {
  child = spawn(process.execPath, ["--import", "tsx", "sync-server/main.ts"], {
    cwd: path.join(import.meta.dirname, "../.."),
    env: {
      ...process.env,
      PORT: "0",
      HOST: "127.0.0.1",
      DATA_DIR: folder,
      ACCESS: "open",
      LOG_LEVEL: "silent",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: child.stdout as NonNullable<typeof child.stdout> })) {
    const address = line.match(/http:\/\/(\S+)/)?.[1];
    if (address !== undefined) return `ws://${address}/sync`;
  }
  throw new Error("The server ended before it listened.");
}

async function kill(victim: ChildProcess): Promise<void> {
  if (victim.exitCode !== null || victim.signalCode !== null) return;
  victim.kill("SIGKILL");
  await once(victim, "exit");
}

it("[R1] [R11] is the same document after three kills while it loads and folds", async () => {
  const doc = new Y.Doc();
  const store = await openLevelStore(folder);
  const entries: NewEntry[] = [];
  doc.on("update", (update: Uint8Array) => entries.push({ ...entryOf(ROOM, 0), room: ROOM, update }));
  for (let i = 0; i < KEYS; i++) doc.getText("t").insert(Math.floor(i / 2), String(i % 10));
  await store.append(entries);
  await store.close();

  // Not a wait for anything: the moment of death, as a fault from outside.
  for (const after of [80, 200, 320]) {
    const url = await start();
    const reader = await connect(url, ROOM);
    reader.send(Uint8Array.from([0, 0, 1, 0]));
    await sleep(after);
    await kill(child as ChildProcess);
  }

  const url = await start();
  const reader = await connect(url, ROOM);
  reader.send(Uint8Array.from([0, 0, 1, 0]));
  await until("the whole text is there", () => reader.content().getText("t").length === KEYS);
  const found = reader.content();
  expect(found.getText("t").toString()).toBe(doc.getText("t").toString());
  expect(Y.encodeStateVector(found)).toEqual(Y.encodeStateVector(doc));
  reader.socket.terminate();
});
