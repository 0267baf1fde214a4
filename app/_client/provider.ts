// Keeps one document connected: y-websocket speaks the protocol, this file decides when to try, when
// to give up and when to stop. Called by open-body.ts. Promise: at most one connection at a time,
// growing and jittered pauses between failures, and a stop where coming back cannot help.

import type { Awareness } from "y-protocols/awareness";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { CLOSE, isFinal } from "../../lib/close-codes.ts";
import { assertNever } from "../../lib/errors.ts";
import {
  encodeSync,
  MESSAGE_QUERY_AWARENESS,
  SUBPROTOCOL,
  SYNC_STEP_1,
  SYNC_UPDATE,
} from "../../lib/protocol.ts";
import type { Clock } from "./clock.ts";
import { type Closing, pacedSocketClass, type RawSocketClass, type SocketEvents } from "./paced-socket.ts";
import type { Signals } from "./signals.ts";

/** Half of it at least: a server that restarts is not met by everybody in the same instant. */
export const FIRST_RETRY_MS = 500;
/** A person who watches should not wait longer; a server should not be asked more often. */
export const MAX_RETRY_MS = 15_000;
/** After a refused message: trying again is refused again, unless somebody changed the document. */
export const REFUSED_RETRY_MS = 60_000;
/** An attempt that neither opens nor fails: proxies and captive portals swallow it silently. */
export const OPEN_TIMEOUT_MS = 10_000;
/** A connection that stood in sync this long was a success; the pauses start small again. */
export const STABLE_MS = 5_000;
/** How long a server may take to answer "are you there?". Far above any round trip. */
export const PROBE_MS = 2_500;
/** The same when the system says that the network has gone: mostly it is right. */
export const PROBE_OFFLINE_MS = 800;

export type LinkState =
  /** Not yet begun, or left for good. */
  | { readonly state: "idle" }
  | { readonly state: "connecting" }
  /** The socket stands; the server has not yet told what it has. */
  | { readonly state: "open" }
  /** In sync, and told of every change. */
  | { readonly state: "live"; readonly since: number }
  | { readonly state: "waiting"; readonly until: number; readonly code: number | undefined }
  | { readonly state: "stopped"; readonly code: number };

export interface LinkOptions {
  readonly url: string;
  readonly room: string;
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  readonly WebSocket: RawSocketClass;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly signals: Signals;
  readonly events: SocketEvents;
  readonly ready: Promise<void>;
  /** The state changed. `closed` is true when a connection, or an attempt at one, has just ended. */
  readonly onState: (state: LinkState, closed: boolean) => void;
}

export interface Link {
  /** The origin of every transaction that came from the server. */
  readonly origin: object;
  tryNow(): void;
  /** Asks whether the server is still there; without an answer the connection is given up. */
  probe(): void;
  /** Asks the server for whatever this document lacks. */
  ask(): void;
  /** Has the server confirm that it holds all that was sent, where nothing new is there to send. */
  vouch(): void;
  destroy(): void;
}

export function createLink(options: LinkOptions): Link {
  const { clock, random, awareness } = options;
  let state: LinkState = { state: "idle" };
  let failures = 0;
  let refused = false;
  const nothing = () => undefined;
  let stopRetry: () => void = nothing;
  let stopOpening: () => void = nothing;
  let stopStable: () => void = nothing;
  let stopProbe: () => void = nothing;
  let stopRefused: () => void = nothing;

  const events: SocketEvents = {
    ...options.events,
    heard() {
      endProbe();
      options.events.heard();
    },
    refused(bytes) {
      options.events.refused(bytes);
      // Reading goes on; after a while a new connection tries the write again.
      refused = true;
      stopRefused();
      stopRefused = clock.after(REFUSED_RETRY_MS, reconnect);
    },
  };
  const provider = new WebsocketProvider(options.url, options.room, options.doc, {
    awareness,
    connect: false,
    // Tabs meet at the server, where roles are known; not behind its back.
    disableBc: true,
    protocols: [SUBPROTOCOL],
    // We decide that below; y-websocket's own retries find `shouldConnect` false and do nothing.
    shouldReconnect: () => true,
    WebSocketPolyfill: pacedSocketClass({
      WebSocket: options.WebSocket,
      clock,
      signals: options.signals,
      clientId: awareness.clientID,
      ready: options.ready,
      events,
    }),
  });

  const enter = (next: LinkState, closed = false) => {
    state = next;
    options.onState(next, closed);
  };

  const connect = () => {
    stopRetry();
    refused = false;
    enter({ state: "connecting" });
    // Giving up goes the same way as every other end: through "connection-close".
    stopOpening = clock.after(OPEN_TIMEOUT_MS, () => provider.disconnect());
    try {
      provider.connect();
    } catch (error) {
      // The constructor of a socket throws where a page may not make any.
      console.error("The connection could not be begun.", error);
      stopOpening();
      wait(undefined);
    }
  };

  const wait = (code: number | undefined) => {
    const ceiling = Math.min(FIRST_RETRY_MS * 2 ** failures, MAX_RETRY_MS);
    const pause = isRefusal(code) ? REFUSED_RETRY_MS : ceiling;
    failures++;
    const delay = Math.round(pause / 2 + (random() * pause) / 2);
    stopRetry = clock.after(delay, connect);
    enter({ state: "waiting", until: clock.now() + delay, code }, true);
  };

  const reconnect = () => {
    if (state.state !== "open" && state.state !== "live") return;
    provider.disconnect();
    soon();
  };

  /** Not in this very call: y-websocket may still be taking its last connection apart. */
  const soon = () => {
    stopRetry();
    stopRetry = clock.after(0, connect);
  };

  provider.on("status", ({ status }) => {
    if (status !== "connected") return;
    stopOpening();
    enter({ state: "open" });
  });
  provider.on("sync", (synced) => {
    if (!synced || state.state !== "open") return;
    stopStable = clock.after(STABLE_MS, () => {
      failures = 0;
    });
    enter({ state: "live", since: clock.now() });
  });
  provider.on("connection-close", (event: Closing | null) => {
    provider.shouldConnect = false;
    stopOpening();
    stopStable();
    endProbe();
    stopRefused();
    if (state.state === "idle") return;
    const code = event?.code;
    if (code !== undefined && isFinal(code)) enter({ state: "stopped", code }, true);
    else wait(code);
  });

  // The types of the browser's WebSocket refuse shared memory, which this never is.
  const say = (message: Uint8Array) => provider.ws?.send(message as Uint8Array<ArrayBuffer>);
  const endProbe = () => {
    stopProbe();
    stopProbe = nothing;
  };
  const probe = (patience = PROBE_MS) => {
    if ((state.state !== "open" && state.state !== "live") || stopProbe !== nothing) return;
    say(new Uint8Array([MESSAGE_QUERY_AWARENESS]));
    stopProbe = clock.after(patience, () => {
      stopProbe = nothing;
      provider.disconnect();
    });
  };

  const tryNow = () => {
    switch (state.state) {
      case "waiting":
      case "stopped":
        return soon();
      case "open":
      case "live":
        return refused ? reconnect() : probe();
      case "connecting":
      case "idle":
        return;
      default:
        return assertNever(state);
    }
  };

  const stopSignals = options.signals.subscribe((signal) => {
    switch (signal) {
      case "online":
      case "visible":
        // A person's presence does not make a refused message acceptable, nor a closed door open.
        if (state.state === "waiting" && !isRefusal(state.code)) soon();
        else if (state.state === "live") probe();
        return;
      case "offline":
        // A socket notices a lost network only after half a minute. But the word may be wrong.
        if (state.state === "connecting") provider.disconnect();
        else {
          endProbe();
          probe(PROBE_OFFLINE_MS);
        }
        return;
      case "hidden":
      case "leaving":
        return;
      default:
        return assertNever(signal);
    }
  });

  // Later, so that a body that is closed in the same turn (StrictMode) never opens a socket.
  soon();

  return {
    origin: provider,
    tryNow,
    probe: () => probe(),
    // An update that says nothing: counted and confirmed like any other.
    vouch: () => say(encodeSync(SYNC_UPDATE, new Uint8Array([0, 0]))),
    ask: () => say(encodeSync(SYNC_STEP_1, Y.encodeStateVector(options.doc))),
    destroy() {
      stopRetry();
      stopOpening();
      stopStable();
      endProbe();
      stopRefused();
      stopSignals();
      state = { state: "idle" };
      provider.destroy();
    },
  };
}

/** The server took exception to what we sent. Sending the same again would be met the same way. */
export const isRefusal = (code: number | undefined): boolean =>
  code === CLOSE.tooBig || code === CLOSE.invalid;
