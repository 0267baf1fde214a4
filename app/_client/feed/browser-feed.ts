// Puts the real parts of a browser into the feed: its channel, its locks, its fetch, its page. One for the
// page's life; called by home. Nothing here runs on import, so the server may load this file.

import { systemClock } from "../clock.ts";
import { type Channel, createFeed, type Feed } from "./feed.ts";
import { StreamRefused } from "./stream.ts";

const CHANNEL = "concord.feed";

let feed: Feed | undefined;

export function browserFeed(): Feed {
  feed ??= make();
  return feed;
}

function make(): Feed {
  const made = createFeed({
    channel: openChannel,
    locks: navigator.locks,
    open: openEvents,
    clock: systemClock,
    random: Math.random,
  });
  window.addEventListener("pagehide", () => made.pause());
  window.addEventListener("pageshow", () => made.resume());
  window.addEventListener("online", () => made.retryNow());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") made.retryNow();
  });
  return made;
}

function openChannel(): Channel | undefined {
  if (typeof BroadcastChannel === "undefined") return undefined;
  const channel = new BroadcastChannel(CHANNEL);
  return {
    post: (message) => channel.postMessage(message),
    listen(listener) {
      channel.onmessage = (event: MessageEvent<unknown>) => listener(event.data);
    },
    close: () => channel.close(),
  };
}

async function openEvents(lastId: string | undefined, signal: AbortSignal): Promise<AsyncIterable<string>> {
  const response = await fetch("/api/events", {
    headers: { accept: "text/event-stream", ...(lastId === undefined ? {} : { "last-event-id": lastId }) },
    cache: "no-store",
    signal,
  });
  const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") === true;
  if (!response.ok || !isStream || response.body === null) {
    await response.body?.cancel();
    // A proxy that cannot reach the server speaks for nobody.
    const away = response.status >= 502 && response.status <= 504;
    throw new (away ? Error : StreamRefused)(`No feed: ${response.status}`);
  }
  return textOf(response.body);
}

async function* textOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
