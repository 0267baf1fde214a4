// The live feed: documents that appear, change or go, and who is in them, by Server-Sent Events. A hint:
// what was missed is asked for again. Each person hears only of what they may see. Called by HTTP.

import type { ServerResponse } from "node:http";
import type { DocSummary, LiveEvent } from "../../lib/api.ts";
import { AppError } from "../../lib/errors.ts";
import type { DocId, UserId } from "../../lib/names.ts";
import { can } from "../../lib/policy.ts";
import type { Access } from "../access/access.ts";
import type { Records } from "../documents/records.ts";
import type { Clock } from "../ops/clock.ts";
import { type Route, route } from "./feature.ts";

/** ms in which changes of one document become one event. */
const GATHER_MS = 300;
/** ms between signs of life: proxies end streams that are silent for a minute. */
const BEAT_MS = 20_000;
/** Streams of one person (a browser has one, shared by its tabs) and of the server. */
const MAX_STREAMS_EACH = 20;
const MAX_STREAMS = 10_000;
/** Documents remembered as changed, so that a stream that broke for a moment misses nothing. */
const MAX_REMEMBERED = 5_000;
/** Bytes that a listener may leave unread before the stream is ended: it comes back and asks again. */
const MAX_WAITING = 256 * 1024;

interface Stream {
  readonly user: UserId;
  readonly response: ServerResponse;
  /** Documents that this stream was told of: only they can be gone for it. */
  readonly told: Set<DocId>;
}

export interface LiveEnv {
  readonly clock: Clock;
  readonly access: Access;
  readonly records: Records;
  readonly summary: (doc: DocId, user: UserId) => Promise<DocSummary | undefined>;
  /** `isWatched` answers otherwise for some documents. */
  readonly watchChanged: () => void;
}

export function createLive({ clock, access, records, summary, watchChanged }: LiveEnv) {
  const streams = new Set<Stream>();
  const gathering = new Set<DocId>();
  /** Event numbers begin at the clock, so that they grow over a restart as well. */
  let lastId = clock.now();
  const remembered = new Map<DocId, number>();
  let stopBeat = clock.after(BEAT_MS, beat);

  function beat(): void {
    for (const { response } of streams) response.write(": still here\n\n");
    stopBeat = clock.after(BEAT_MS, beat);
  }

  async function tell(stream: Stream, doc: DocId, id: number): Promise<void> {
    const record = await records.get(doc);
    const owns = record !== undefined && record.owner === stream.user;
    const sees = owns || can((await access.resolve(stream.user, doc)).role, "read");
    let event: LiveEvent | undefined;
    if (sees) {
      // The address alone may let many read it; only those who have it on their list hear of it.
      const known = await summary(doc, stream.user);
      if (known !== undefined && (owns || known.openedAt !== undefined || stream.told.has(doc))) {
        event = { kind: "doc", doc: known };
        stream.told.add(doc);
      }
    } else if (stream.told.delete(doc)) event = { kind: "gone", id: doc };
    if (event === undefined || !streams.has(stream)) return;
    stream.response.write(`id: ${id}\ndata: ${JSON.stringify(event)}\n\n`);
    if (stream.response.writableLength > MAX_WAITING) end(stream);
  }

  function end(stream: Stream): void {
    streams.delete(stream);
    stream.response.end();
  }

  function open(user: UserId, response: ServerResponse, lastSeen: number | undefined): void {
    const own = [...streams].filter((stream) => stream.user === user);
    if (streams.size >= MAX_STREAMS) throw new AppError("too-many", "Too many listen just now.");
    const [oldest] = own;
    if (own.length >= MAX_STREAMS_EACH && oldest !== undefined) end(oldest);
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      // nginx buffers answers unless it is told not to; no-transform keeps others from compressing it.
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    });
    const stream: Stream = { user, response, told: new Set() };
    streams.add(stream);
    response.on("close", () => streams.delete(stream));
    response.write(`retry: 2000\nid: ${lastId}\n\n`);
    if (lastSeen === undefined) return void remember(stream);
    for (const [doc, id] of remembered) if (id > lastSeen) void tell(stream, doc, id);
    void remember(stream);
  }

  /** What is on this person's list now: they must hear if it goes. */
  async function remember(stream: Stream): Promise<void> {
    for await (const { doc } of access.of(stream.user)) stream.told.add(doc);
    watchChanged();
  }

  return {
    /** Somebody listens who has it on their list. */
    isWatched(doc: DocId): boolean {
      for (const { told } of streams) if (told.has(doc)) return true;
      return false;
    },

    /** Something about this document changed: its record, its people, or who may see it. */
    changed(doc: DocId): void {
      if (gathering.has(doc)) return;
      gathering.add(doc);
      clock.after(GATHER_MS, () => {
        gathering.delete(doc);
        const id = ++lastId;
        remembered.delete(doc);
        remembered.set(doc, id);
        if (remembered.size > MAX_REMEMBERED) {
          for (const oldest of remembered.keys()) {
            remembered.delete(oldest);
            break;
          }
        }
        for (const stream of streams) void tell(stream, doc, id).catch(() => end(stream));
      });
    },

    routes: [
      route({
        method: "GET",
        path: "/api/events",
        summary: "Server-Sent Events: documents that appear, change or go, and who is in them",
        handle({ visitor, request, response }) {
          if (visitor === undefined)
            throw new AppError("unauthenticated", "Your browser did not say who it is.");
          const last = Number(request.headers["last-event-id"]);
          open(visitor.user, response, Number.isFinite(last) && last > 0 ? last : undefined);
          return undefined;
        },
      }),
    ] satisfies Route[],

    close(): void {
      stopBeat();
      for (const stream of streams) end(stream);
    },
  };
}
