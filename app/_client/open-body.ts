// Opens one document in this tab: joins the copy on this disk, the line to the server and the ledger of
// what is saved. Called by browser.ts, and by tests with parts of their own. Promise: the view never
// says "saved" without the server's word, and an edit reaches the disk whether or not there is a server.

import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { CLOSE } from "../../lib/close-codes.ts";
import type { Standing } from "../../lib/protocol.ts";
import type { Body, BodyView } from "./body.ts";
import type { Clock } from "./clock.ts";
import { type Created, createCreation } from "./creation.ts";
import { createGapWatch } from "./gap.ts";
import { createLedger, type Facts, saveStateOf } from "./ledger.ts";
import { createLinger } from "./linger.ts";
import { createOffline, FROM_COPY, type Offline } from "./offline.ts";
import type { RawSocketClass, SocketEvents } from "./paced-socket.ts";
import { createLink, isRefusal, type LinkState } from "./provider.ts";
import type { Signals } from "./signals.ts";
import type { UpdateStorage } from "./storage.ts";
import type { Tabs } from "./tabs.ts";

/** How long the page may say "connecting" before it must say that nobody answers. */
export const CONNECTING_MS = 4_000;
/** The socket is opened meanwhile, but the conversation waits so long for the copy of this browser. */
export const COPY_WAIT_MS = 1_500;
/** A write that is unconfirmed for this long makes us ask whether the server is still there. */
export const CONFIRM_WAIT_MS = 2_000;
export interface OpenBodyOptions {
  readonly room: string;
  /** The address without the room, such as `wss://example.org/sync`. */
  readonly url: string;
  readonly WebSocket: RawSocketClass;
  /** Without it nothing is kept in this browser, and the view says so. */
  readonly storage?: UpdateStorage | undefined;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly signals: Signals;
  /** Which other tabs are there; without it none is known. */
  readonly tabs?: Tabs | undefined;
  /** Makes a document that was begun in this browser known to the server. Never rejects. */
  readonly create?: ((room: string) => Promise<Created>) | undefined;
  /** The editor's. A copy written by a newer one is not touched. */
  readonly schemaVersion?: number | undefined;
}

export function openBody(options: OpenBodyOptions): Body {
  const { clock, random, signals, storage } = options;
  const doc = new Y.Doc();
  const awareness = new Awareness(doc);
  const ledger = createLedger();
  const openedAt = clock.now();
  const gap = createGapWatch(doc, clock, () => line.ask());
  const listeners = new Set<() => void>();
  const remoteHooks = new Set<() => void>();

  let link: LinkState = { state: "idle" };
  let known = false;
  let content: BodyView["content"] = "waiting";
  let standing: Standing | undefined;
  /** Writing was allowed at some time of this connection: what it confirms of then is true. */
  let couldWrite = false;
  let stopped: Facts["stopped"];
  let refused = false;
  let failed = false;
  let changesKept = 0;
  let roleNews = 0;
  let destroyed = false;
  let view: BodyView | undefined;
  let stopConfirmTimer: (() => void) | undefined;
  const linger = createLinger(clock, () => {
    // Only where nobody has said anything newer.
    if (link.state !== "live") standing = undefined;
    changed();
  });

  const offline: Offline | undefined =
    storage &&
    createOffline({
      room: options.room,
      storage,
      doc,
      clock,
      tab: Math.floor(random() * Number.MAX_SAFE_INTEGER).toString(36),
      schemaVersion: options.schemaVersion,
      tabs: options.tabs,
      unconfirmed: ledger.unconfirmed,
      onHeir({ changes, oldest }, load) {
        ledger.restore(changes, oldest ?? clock.now());
        load();
        // Perhaps the server has had it all along.
        if (link.state === "live") line.vouch();
        changed();
      },
      onChange: () => changed(),
    });

  const creation =
    options.create &&
    createCreation({
      clock,
      create: () => options.create?.(options.room) ?? Promise.resolve("later"),
      async onCreated() {
        await offline?.created();
        if (!destroyed) line.tryNow();
      },
      onRefused() {
        stopped = "not-created";
        changed();
      },
    });

  // Before the provider listens: an edit is in the ledger before the frame that carries it is counted.
  doc.on("update", (update: Uint8Array, origin: unknown) => {
    if (origin === FROM_COPY) return;
    offline?.add(update);
    if (origin === line.origin) return;
    ledger.note(clock.now());
    changed();
  });

  const events: SocketEvents = {
    opening() {
      // Others went with the last connection. Under a clock that is still known the server's word that they are here
      // would not count, and who only reads would be back with their next sign of life, after up to 15 s.
      for (const id of awareness.meta.keys())
        if (id !== awareness.clientID && !awareness.states.has(id)) awareness.meta.delete(id);
      // The server saw us leave under the present clock; under the same one it would not see us return.
      if (awareness.getLocalState() !== null) awareness.setLocalState(awareness.getLocalState());
    },
    heard: () => gap.look(),
    beforeRemote() {
      for (const hook of remoteHooks) {
        try {
          hook();
        } catch (error) {
          console.error("A hook before a remote change failed.", error);
        }
      }
    },
    wrote(n, uploads) {
      // The server lacked something that we did not know of (an older backup, a lost record): until it
      // confirms, that is unsaved too. A reader is not the one to mend that.
      const news = uploads && ledger.unconfirmed().changes === 0 && standing?.access !== "read";
      if (news) ledger.note(clock.now());
      ledger.wrote(n);
      changed();
    },
    saved(n) {
      // Whoever could only read has nothing written, whatever is counted.
      if (!couldWrite) return;
      ledger.saved(n);
      if (ledger.unconfirmed().changes === 0) refused = false;
      changed();
    },
    standing(next) {
      // The same once more: something else about one's role is new.
      if (standing?.access === next.access && standing.store === next.store) roleNews++;
      standing = next;
      couldWrite ||= next.access === "write";
      changed();
    },
    refused() {
      refused = true;
      changed();
    },
  };

  /** Then every moment without a connection is worth telling. */
  const onlyInThisTab = () => ledger.unconfirmed().changes > 0 && offline?.kept() !== true;

  const facts = (): Facts => ({
    ...ledger.unconfirmed(),
    link:
      link.state === "live"
        ? { state: "up", since: link.since }
        : linger.since() !== undefined && !onlyInThisTab()
          ? { state: "up", since: linger.since() ?? openedAt }
          : { state: known ? "down" : "unknown", since: openedAt },
    stopped,
    refused,
    serverFailing: failed || standing?.store === "failing",
    access: standing?.access,
    kept: offline?.kept() ?? false,
  });

  const look = (): BodyView => {
    const save = saveStateOf(facts());
    const before = view;
    const next: BodyView = {
      save: before !== undefined && JSON.stringify(before.save) === JSON.stringify(save) ? before.save : save,
      content,
      connected: link.state === "open" || link.state === "live",
      nextTry: link.state === "waiting" ? link.until : undefined,
      kept: offline?.kept() ?? false,
      disk: offline?.trouble(),
      roleNews,
    };
    return before !== undefined && sameView(before, next) ? before : next;
  };

  const changed = () => {
    if (destroyed) return;
    const { changes } = ledger.unconfirmed();
    if (changes !== changesKept) {
      changesKept = changes;
      offline?.touch();
    }
    watchConfirmation();
    const next = look();
    if (next === view) return;
    view = next;
    for (const listener of [...listeners]) listener();
  };

  /** A network that swallows packets is noticed by the missing confirmation long before the socket is. */
  const watchConfirmation = () => {
    const waits = link.state === "live" && ledger.unconfirmed().changes > 0;
    if (!waits) {
      stopConfirmTimer?.();
      stopConfirmTimer = undefined;
    } else if (stopConfirmTimer === undefined) {
      stopConfirmTimer = clock.after(CONFIRM_WAIT_MS, () => {
        stopConfirmTimer = undefined;
        line.probe();
        watchConfirmation();
      });
    }
  };

  const loaded = load();
  let stopWaiting: () => void = () => undefined;
  const waited = new Promise<void>((resolve) => {
    stopWaiting = clock.after(COPY_WAIT_MS, resolve);
  });
  const line = createLink({
    ...options,
    doc,
    awareness,
    events,
    ready: Promise.race([loaded, waited]),
    onState(next, closed) {
      const before = link;
      link = next;
      if (closed) ended(next, before);
      if (next.state === "live") {
        linger.end();
        known = true;
        failed = false;
        stopped = undefined;
        content = "synced";
        offline?.synced();
      }
      changed();
    },
  });

  const stopKnown = clock.after(CONNECTING_MS, () => {
    known = true;
    changed();
  });
  const stopSignals = signals.subscribe((signal) => {
    if (signal === "hidden" || signal === "leaving") void offline?.flush();
    // Mostly it is right.
    if (signal === "offline") linger.end();
  });
  view = look();

  return {
    doc,
    awareness,
    view: () => view ?? look(),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    beforeRemote(fn) {
      remoteHooks.add(fn);
      return () => remoteHooks.delete(fn);
    },
    tryNow() {
      if (!destroyed) line.tryNow();
    },
    destroy() {
      if (destroyed) return;
      destroyed = true;
      stopKnown();
      stopWaiting();
      gap.stop();
      stopConfirmTimer?.();
      linger.stop();
      creation?.stop();
      stopSignals();
      listeners.clear();
      remoteHooks.clear();
      // Closing the socket sends what waits; the disk takes its bytes before the document is emptied.
      line.destroy();
      void offline?.close();
      // The presence ends with its document.
      doc.destroy();
    },
  };

  async function load(): Promise<void> {
    const copy = await offline?.load(({ changes, oldest }) => ledger.restore(changes, oldest ?? clock.now()));
    if (destroyed) return;
    if (copy === "too-new" && content === "waiting") {
      stopped = "outdated";
      line.destroy();
    }
    if (copy === "whole" && content === "waiting") content = "local";
    if (link.state === "live" && ledger.unconfirmed().changes > 0) line.vouch();
    if (link.state === "stopped") putOut(link.code);
    changed();
  }

  /** A connection, or an attempt at one, has ended. */
  function ended(next: LinkState, before: LinkState): void {
    known = true;
    ledger.closed();
    gap.reset();
    const code = next.state === "waiting" || next.state === "stopped" ? next.code : undefined;
    // Without a code it was given up by us: then we have waited long enough already.
    const brief = before.state === "live" && next.state === "waiting" && code !== undefined;
    const well = !isRefusal(code) && code !== CLOSE.failed && standing?.store !== "failing";
    if (brief && well) linger.begin(before.since);
    else if (next.state === "stopped") linger.stop();
    // The next connection says first what it allows, then what it has.
    if (linger.since() === undefined) standing = undefined;
    couldWrite = false;
    failed = code === CLOSE.failed;
    if (isRefusal(code)) refused = ledger.unconfirmed().changes > 0;
    stopped = undefined;
    if (next.state === "stopped") putOut(next.code, before.state === "live");
  }

  /**
   * The server closed its door for good. Called again when the copy is here, and with it what it says.
   * `inside`: it had let us in and confirmed everything, a moment ago on this very connection.
   */
  function putOut(code: number, inside = false): void {
    stopped = stopFor(code);
    if (offline?.begun() && creation !== undefined) {
      // It never heard of this document.
      stopped = undefined;
      creation?.begin();
      return;
    }
    // Then its word is about this document and this person, and everything is there. A no at the door may
    // mean a lost cookie or an old backup as well, and the copy may be the last one: that stays.
    const over = code === CLOSE.forbidden || code === CLOSE.gone;
    if (over && inside && ledger.unconfirmed().changes === 0) void loaded.then(forget);
  }

  function forget(): void {
    if (destroyed || link.state !== "stopped" || offline?.begun()) return;
    if (ledger.unconfirmed().changes === 0) void offline?.forget();
  }
}

function stopFor(code: number): Facts["stopped"] {
  switch (code) {
    case CLOSE.gone:
      return "gone";
    case CLOSE.unauthenticated:
      return "signed-out";
    case CLOSE.outdated:
      return "outdated";
    default:
      return "forbidden";
  }
}

const sameView = (a: BodyView, b: BodyView): boolean =>
  a.save === b.save &&
  a.content === b.content &&
  a.connected === b.connected &&
  a.nextTry === b.nextTry &&
  a.kept === b.kept &&
  a.disk === b.disk &&
  a.roleNews === b.roleNews;
