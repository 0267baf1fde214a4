// The live feed as every tab hears it: one stream per browser, held by the tab that leads and shared over a
// channel (HTTP/1.1 allows six connections to a server, and a tab that only waits must not take one).
// Called by home. A hint, not a log: after every opening it says "anew", and lists are read again.

import type { DocSummary } from "../../../lib/api.ts";
import { type DocId, parseDocId } from "../../../lib/names.ts";
import { readDoc } from "../api.ts";
import type { Clock } from "../clock.ts";
import { type Candidate, type LeaderMessage, type Locks, stand } from "./leader.ts";
import { createStream, type Stream, type StreamEnv, type StreamState } from "./stream.ts";

export type News =
  | { readonly kind: "doc"; readonly doc: DocSummary }
  /** No longer there for you: deleted, or your access has ended. */
  | { readonly kind: "gone"; readonly id: DocId }
  /** Something may have been missed. */
  | { readonly kind: "anew" };

/** A channel to the other tabs; what one posts, all others hear. */
export interface Channel {
  post(message: unknown): void;
  listen(listener: (message: unknown) => void): void;
  close(): void;
}

export interface FeedEnv {
  /** `undefined` where the browser has none: then every tab has a stream of its own. */
  readonly channel: () => Channel | undefined;
  readonly locks: Locks | undefined;
  readonly open: StreamEnv["open"];
  readonly clock: Clock;
  readonly random: () => number;
}

export interface Feed {
  /** The stream is up from the first listener to the last. */
  subscribe(listener: (news: News) => void): () => void;
  readonly state: StreamState;
  onState(listener: () => void): () => void;
  /** What this tab did and the server does not announce, for the other tabs. */
  tell(news: News): void;
  retryNow(): void;
  /** The page is put aside (back-forward cache): others go on without it. */
  pause(): void;
  resume(): void;
}

type Shared =
  | LeaderMessage
  | { readonly kind: "state"; readonly state: StreamState }
  | { readonly kind: "news"; readonly news: unknown; readonly id: string | undefined }
  | { readonly kind: "retry" };

const LOCK = "concord.feed";

export function createFeed(env: FeedEnv): Feed {
  const listeners = new Set<(news: News) => void>();
  const watchers = new Set<() => void>();
  const id = Math.floor(env.random() * 2 ** 48)
    .toString(36)
    .padStart(10, "0");
  let state: StreamState = "connecting";
  let lastId: string | undefined;
  let channel: Channel | undefined;
  let candidate: Candidate | undefined;
  let stream: Stream | undefined;
  let paused = false;

  function become(next: StreamState): void {
    if (next === state) return;
    state = next;
    for (const watcher of [...watchers]) watcher();
  }

  function deliver(news: News): void {
    for (const listener of [...listeners]) listener(news);
  }

  const post = (message: Shared) => channel?.post(message);

  function lead(): () => void {
    stream = createStream({
      ...env,
      lastId: () => lastId,
      onId(next) {
        lastId = next;
      },
      onState(next) {
        become(next);
        post({ kind: "state", state: next });
        if (next !== "live") return;
        // What happened before it was open, or while it was broken, is not all told: access that ended,
        // who is in a document since the server started again, another person who signed in here.
        share({ kind: "anew" });
      },
      onMessage(data) {
        const news = readNews(parseJson(data));
        if (news !== undefined) share(news);
      },
    });
    return () => {
      stream?.stop();
      stream = undefined;
    };
  }

  function share(news: News): void {
    post({ kind: "news", news, id: lastId });
    deliver(news);
  }

  function hear(message: unknown): void {
    const said = readShared(message);
    if (said === undefined) return;
    switch (said.kind) {
      case "state":
        if (stream === undefined) become(said.state);
        return;
      case "retry":
        return stream?.retryNow();
      case "news": {
        if (said.id !== undefined) lastId = said.id;
        const news = readNews(said.news);
        if (news !== undefined) deliver(news);
        return;
      }
      default:
        // A tab that comes later learns how things stand.
        if (said.kind === "who" && stream !== undefined) post({ kind: "state", state });
        candidate?.hear(said);
    }
  }

  function start(): void {
    if (candidate !== undefined || listeners.size === 0 || paused) return;
    state = "connecting";
    lastId = undefined;
    channel = env.channel();
    channel?.listen(hear);
    candidate = stand({
      ...env,
      id,
      name: LOCK,
      // Alone, a tab leads itself: there is nobody to share with.
      locks: channel === undefined ? alone : env.locks,
      post: (message) => post(message),
      lead,
    });
    if (env.locks !== undefined) post({ kind: "who", from: id });
  }

  function stop(): void {
    candidate?.stop();
    candidate = undefined;
    channel?.close();
    channel = undefined;
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      start();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stop();
      };
    },
    get state() {
      return state;
    },
    onState(listener) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
    tell: (news) => post({ kind: "news", news, id: undefined }),
    retryNow() {
      if (stream === undefined) post({ kind: "retry" });
      else stream.retryNow();
    },
    pause() {
      paused = true;
      stop();
    },
    resume() {
      paused = false;
      start();
    },
  };
}

/** A lock that nobody else wants. */
const alone: Locks = { request: (_name, _options, held) => held() };

/** An event of the server, or what another tab says of one: other versions of this page may be open. */
export function readNews(value: unknown): News | undefined {
  const { kind, doc, id } = (value ?? {}) as { kind?: unknown; doc?: unknown; id?: unknown };
  if (kind === "anew") return { kind };
  if (kind === "doc") {
    const read = readDoc(doc);
    return read && { kind, doc: read };
  }
  if (kind !== "gone" || typeof id !== "string") return undefined;
  const gone = parseDocId(id);
  return gone && { kind, id: gone };
}

function readShared(value: unknown): Shared | undefined {
  const { kind, from, state, id, news } = (value ?? {}) as Record<string, unknown>;
  switch (kind) {
    case "who":
    case "lead":
    case "claim":
    case "bye":
      return typeof from === "string" ? { kind, from } : undefined;
    case "state":
      return state === "connecting" || state === "live" || state === "off" ? { kind, state } : undefined;
    case "news":
      return { kind, news, id: typeof id === "string" ? id : undefined };
    case "retry":
      return { kind };
    default:
      return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
