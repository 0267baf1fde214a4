// The workloads: which servers each runs on, how much of it in a full and in a quick run, and the steps
// that need a server to be started, stopped or killed. The load itself is in load/.

import { setTimeout as sleep } from "node:timers/promises";
import { type Bench, oneJob, withFolder, withLoader, withServer } from "./bench.ts";
import { bytesOf, logicalSizes } from "./disk.ts";
import type { Edits } from "./edits-file.ts";
import { randomOf } from "./load/edits.ts";
import { type Kind, startServer } from "./servers.ts";
import type { Metrics } from "./types.ts";

export interface Plan {
  readonly quick: boolean;
  readonly kills: number;
  readonly seed: number;
  readonly edits: () => Edits;
}

export interface Part {
  /** As in `--only`. */
  readonly workload: string;
  readonly id: string;
  readonly title: string;
  readonly servers: readonly Kind[];
  /** Once, not in every round: its result is a count, not a time. */
  readonly once?: boolean;
  run(bench: Bench, kind: Kind, plan: Plan): Promise<Metrics>;
}

/** Peers are killed so often at most: their losses are for scale, ours are the goal. */
const MAX_PEER_KILLS = 3;
/** Servers that store later than they show are charged for that too: hocuspocus waits for 2 s. */
const AFTERMATH_MS = 2_500;
/** After a fold our server waits for 3 s, LevelDB for some more, before they give space back. */
const QUIET_MS = 9_000;
const KILL_FROM_MS = 500;
const KILL_UP_TO_MS = 3_000;

const DURABLE: readonly Kind[] = ["concord", "yws-ldb", "hocus-sqlite"];

export const PARTS: readonly Part[] = [
  {
    workload: "W1",
    id: "w1-full",
    title: "one writer at full speed, 50 readers",
    servers: [...DURABLE, "relay"],
    run: (bench, kind, { quick }) =>
      oneJob(bench, kind, "oneWriter", {
        readers: 50,
        warm: 2_000,
        keys: quick ? 3_000 : 10_000,
        perSecond: 0,
        aftermathMs: aftermath(quick),
      }),
  },
  {
    workload: "W1",
    id: "w1-paced",
    title: "one writer, 100 keys a second, 50 readers",
    servers: DURABLE,
    run: (bench, kind, { quick }) =>
      oneJob(bench, kind, "oneWriter", {
        readers: 50,
        warm: quick ? 100 : 200,
        keys: quick ? 200 : 500,
        perSecond: 100,
        aftermathMs: aftermath(quick),
      }),
  },
  {
    workload: "W1",
    id: "w1-quiet",
    title: "one key per 100 ms, 10 readers",
    servers: ["concord", "yws"],
    run: (bench, kind, { quick }) =>
      oneJob(bench, kind, "oneWriter", {
        readers: 10,
        warm: 10,
        keys: quick ? 30 : 60,
        perSecond: 10,
        aftermathMs: 0,
      }),
  },
  {
    workload: "W2",
    id: "w2",
    title: "50 typists, 10 keys and 10 cursor moves a second each",
    servers: DURABLE,
    run: (bench, kind, { quick }) =>
      oneJob(bench, kind, "typists", {
        people: 50,
        warm: quick ? 10 : 30,
        keys: quick ? 20 : 50,
        perSecond: 10,
        aftermathMs: aftermath(quick),
      }),
  },
  {
    workload: "W3",
    id: "w3",
    title: "500 documents (200 in a quick run) of 5 KB, two people each, a key per 2 s each",
    servers: ["concord", "yws"],
    run: (bench, kind, { quick }) =>
      oneJob(bench, kind, "manyRooms", {
        rooms: quick ? 200 : 500,
        bytes: 5_000,
        warm: 1,
        keys: quick ? 2 : 4,
        perSecond: 0.5,
      }),
  },
  {
    workload: "W3",
    id: "w3-held",
    title: "the same, and a third person: what is held when all garbage is collected",
    servers: ["concord", "yws"],
    once: true,
    run: (bench, kind, { quick }) =>
      withFolder(`${kind}-held`, (heldFolder) =>
        oneJob({ ...bench, heldFolder }, kind, "held", {
          rooms: quick ? 100 : 500,
          bytes: 5_000,
          folder: heldFolder,
        }),
      ),
  },
  {
    workload: "W4",
    id: "w4",
    title: "every key of a long document; then opening it",
    servers: DURABLE,
    run: longDocument,
  },
  {
    workload: "W6",
    id: "w6",
    title: "200 cursors, 10 moves a second each",
    servers: ["concord", "yws", "hocus-sqlite"],
    run: (bench, kind, { quick }) =>
      oneJob(bench, kind, "cursors", {
        people: 200,
        warm: quick ? 3 : 10,
        moves: quick ? 20 : 40,
        perSecond: 10,
        drainMs: 15_000,
      }),
  },
  {
    workload: "W7",
    id: "w7",
    title: "1,000 joins in a second, 50 documents of 38 KB",
    servers: ["concord", "relay"],
    run: (bench, kind) =>
      oneJob(bench, kind, "joins", { rooms: 50, bytes: 38_000, people: 1_000, ms: 1_000 }),
  },
  {
    workload: "W9",
    id: "w9",
    title:
      "20 documents of 1,000 paragraphs with records, one types (5 s, 3 s of thought), one reads; then somebody searches",
    servers: DURABLE,
    run: (bench, kind, { quick }) =>
      oneJob({ ...bench, withRecords: true }, kind, "documents", {
        made: kind === "concord" ? 1 : 0,
        documents: quick ? 5 : 20,
        paragraphs: 1_000,
        warm: 1,
        bursts: quick ? 1 : 4,
        burst: 25,
        perSecond: 5,
        restMs: 3_000,
        aftermathMs: 5_000,
      }),
  },
  ...[200, 3_000].map(
    (perSecond): Part => ({
      workload: "W8",
      id: `w8-${perSecond}`,
      title: `kill -9 under ${perSecond} keys a second`,
      servers: DURABLE,
      once: true,
      run: (bench, kind, plan) => kills(bench, kind, plan, perSecond),
    }),
  ),
];

const aftermath = (quick: boolean) => (quick ? 0 : AFTERMATH_MS);

function longDocument(bench: Bench, kind: Kind, plan: Plan): Promise<Metrics> {
  const { file, clocks, hash, stateBytes, count } = plan.edits();
  return withLoader((loader) =>
    withFolder(kind, async (folder) => {
      const loaded = await withServer(bench, kind, folder, async (server) => {
        const metrics = await loader.run("load", server, {
          file,
          clocks,
          quietMs: plan.quick ? 1_000 : QUIET_MS,
        });
        return { metrics, disk: bytesOf(folder) };
      });
      const sizes = kind === "concord" ? await logicalSizes(folder) : undefined;
      const opened = await withServer(bench, kind, folder, (server) =>
        loader.run("open", server, { clocks, hash, people: 200 }),
      );
      return {
        keysPerSecond: loaded.metrics.keysPerSecond ?? Number.NaN,
        loadCpuMs: loaded.metrics.cpuMs ?? Number.NaN,
        loadShownCpuMs: loaded.metrics.shownCpuMs ?? Number.NaN,
        ...opened,
        seen: Math.min(loaded.metrics.seen ?? 0, opened.seen ?? 0),
        diskRatio: loaded.disk / stateBytes,
        ...(sizes && {
          currentRatio: (loaded.disk - sizes.history) / stateBytes,
          historyBytesPerKey: sizes.history / count,
        }),
      };
    }),
  );
}

/** Each kill has a room of its own; the server that looks for losses is the next one's victim. */
function kills(bench: Bench, kind: Kind, plan: Plan, perSecond: number): Promise<Metrics> {
  const random = randomOf(plan.seed + perSecond);
  const count = kind === "concord" ? plan.kills : Math.min(plan.kills, plan.quick ? 1 : MAX_PEER_KILLS);
  return withLoader((loader) =>
    withFolder(kind, async (folder) => {
      let server = await startServer(kind, { ...bench, folder });
      const sum = { kills: 0, shown: 0, lost: 0, killsWithLoss: 0 };
      try {
        for (let i = 0; i < count; i++) {
          const wait = KILL_FROM_MS + random() * (KILL_UP_TO_MS - KILL_FROM_MS);
          const victim = server;
          const { shown = 0 } = await loader.run(
            "untilKilled",
            victim,
            { room: `kill-${i}`, perSecond },
            () => {
              void sleep(wait).then(() => victim.kill());
            },
          );
          server = await startServer(kind, { ...bench, folder });
          const { lost = Number.NaN } = await loader.run("afterKill", server, { room: `kill-${i}`, shown });
          sum.kills++;
          sum.shown += shown;
          sum.lost += lost;
          if (lost > 0) sum.killsWithLoss++;
        }
      } finally {
        await server.stop();
      }
      return sum;
    }),
  );
}
