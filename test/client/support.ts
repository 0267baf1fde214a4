// A world in one hand for the client's tests: a clock that is turned, a wire that is run, a disk that
// can break, and a server that confirms when it is told to. Nothing here sleeps.

import * as decoding from "lib0/decoding";
import * as awarenessProtocol from "y-protocols/awareness";
import * as Y from "yjs";
import type { Body } from "../../app/_client/body.ts";
import type { Clock } from "../../app/_client/clock.ts";
import type { Created } from "../../app/_client/creation.ts";
import { openBody } from "../../app/_client/open-body.ts";
import {
  type Closing,
  PacedSocket,
  type PacedSocketOptions,
  type RawSocket,
  type SocketEvents,
} from "../../app/_client/paced-socket.ts";
import type { Signal, Signals } from "../../app/_client/signals.ts";
import type { PendingRecord, RoomRecord, StorageWrite, UpdateStorage } from "../../app/_client/storage.ts";
import type { Tabs } from "../../app/_client/tabs.ts";
import {
  encodeAwareness,
  encodeSaved,
  encodeStanding,
  encodeSync,
  isWrite,
  MESSAGE_AWARENESS,
  MESSAGE_QUERY_AWARENESS,
  MESSAGE_SYNC,
  type Standing,
} from "../../lib/protocol.ts";

export class HandClock implements Clock {
  time = 1_000_000;
  private timers: { at: number; fn: () => void }[] = [];
  now(): number {
    return this.time;
  }
  after(ms: number, fn: () => void): () => void {
    const timer = { at: this.time + ms, fn };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }
  /** The next timer due by `until`, run at its own time. */
  step(until: number): boolean {
    const due = this.timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
    if (due === undefined) return false;
    this.timers = this.timers.filter((timer) => timer !== due);
    this.time = Math.max(this.time, due.at);
    due.fn();
    return true;
  }
  turn(ms: number): void {
    const until = this.time + ms;
    while (this.step(until));
    this.time = until;
  }
  get waiting(): number {
    return this.timers.length;
  }
}

export class HandSignals implements Signals {
  private readonly listeners = new Set<(signal: Signal) => void>();
  subscribe(listener: (signal: Signal) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  send(signal: Signal): void {
    for (const listener of [...this.listeners]) listener(signal);
  }
  get subscribers(): number {
    return this.listeners.size;
  }
}

/** The client's end of a wire. What it sends waits in `sent` until the wire is run. */
export class FakeSocket implements RawSocket {
  binaryType = "blob";
  readyState = 0;
  onopen: RawSocket["onopen"] = null;
  onmessage: RawSocket["onmessage"] = null;
  onerror: RawSocket["onerror"] = null;
  onclose: RawSocket["onclose"] = null;
  sent: Uint8Array[] = [];
  closedByUs = false;
  readonly url: string;
  readonly protocols: readonly string[];
  constructor(url: string, protocols: string | string[] = []) {
    this.url = url;
    this.protocols = typeof protocols === "string" ? [protocols] : protocols;
  }
  send(data: Uint8Array): void {
    if (this.readyState === 1) this.sent.push(data.slice());
  }
  close(): void {
    this.closedByUs = true;
    this.readyState = 3;
    this.onclose?.({ code: 1005, reason: "" });
  }
  open(): void {
    this.readyState = 1;
    this.onopen?.({});
  }
  hear(message: Uint8Array): void {
    this.onmessage?.({ data: message.slice().buffer });
  }
  end(closing: Closing): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.onclose?.(closing);
  }
}

const nothing = () => undefined;
const UNHEARD: SocketEvents = {
  opening: nothing,
  heard: nothing,
  beforeRemote: nothing,
  wrote: nothing,
  saved: nothing,
  standing: nothing,
  refused: nothing,
};

interface Paced extends Pick<PacedSocketOptions, "clock" | "signals" | "clientId"> {
  readonly ready?: Promise<void>;
  /** Those that the test listens to. */
  readonly events: Partial<SocketEvents>;
  readonly protocols?: string[];
}

/** A real PacedSocket around a fake socket. */
export function pacedSocket({ protocols, events, ready = Promise.resolve(), ...given }: Paced) {
  const made: FakeSocket[] = [];
  class Raw extends FakeSocket {
    constructor(url: string, protocols?: string | string[]) {
      super(url, protocols);
      made.push(this);
    }
  }
  const options = { WebSocket: Raw, ready, events: { ...UNHEARD, ...events }, ...given };
  const socket = new PacedSocket(options, "ws://test/sync/room", protocols);
  const [raw] = made;
  if (raw === undefined) throw new Error("No socket was opened.");
  return { socket, raw };
}

interface Connection {
  readonly socket: FakeSocket;
  readonly standing: Standing;
  writes: number;
  toSave: number;
  greeted: boolean;
  outbox: Uint8Array[];
}

/** A y-websocket server with our own numbers, turned by hand. */
export class StandIn {
  doc = new Y.Doc();
  connections: Connection[] = [];
  /** `swallow`: attempts neither open nor fail. */
  door: "open" | "shut" | "swallow" = "open";
  attempts = 0;
  /** Takes nobody in, and says why. */
  turnsAway: number | undefined;
  /** Confirms writes as they come; otherwise only when told by `save`. */
  confirms = true;
  /** Hears everything and says nothing: a network that swallows packets. */
  mute = false;
  standing: Standing = { access: "write", store: "ok" };
  /** Closes the connection at a write larger than this. */
  maxWrite = Number.POSITIVE_INFINITY;
  /** Every write that ever came. */
  readonly writes: Uint8Array[] = [];
  readonly presence: { client: number; state: unknown }[] = [];

  readonly Socket: new (
    url: string,
    protocols?: string | string[],
  ) => FakeSocket;
  private readonly attempted: FakeSocket[] = [];

  constructor() {
    const attempted = this.attempted;
    const tried = () => this.attempts++;
    this.Socket = class extends FakeSocket {
      constructor(url: string, protocols: string | string[] = []) {
        super(url, protocols);
        attempted.push(this);
        tried();
      }
    };
  }

  /** Delivers everything that is under way. True if there was anything. */
  run(): boolean {
    let moved = false;
    if (this.door !== "swallow") {
      for (const socket of this.attempted.splice(0)) {
        if (socket.readyState === 3) continue;
        moved = true;
        if (this.door === "shut") socket.end({ code: 1006, reason: "" });
        else {
          socket.open();
          if (this.turnsAway !== undefined) {
            socket.end({ code: this.turnsAway, reason: "" });
            continue;
          }
          this.connections.push({
            socket,
            standing: this.standing,
            writes: 0,
            toSave: 0,
            greeted: false,
            outbox: [],
          });
        }
      }
    }
    this.connections = this.connections.filter(
      ({ socket }) => socket.readyState === 1 || socket.sent.length > 0,
    );
    for (const connection of this.connections) {
      if (!connection.greeted) {
        connection.greeted = true;
        connection.outbox.push(
          encodeStanding(connection.standing),
          encodeSync(0, Y.encodeStateVector(this.doc)),
        );
      }
      for (const message of connection.socket.sent.splice(0)) {
        moved = true;
        this.hear(connection, message);
      }
    }
    if (this.mute) return moved;
    for (const connection of this.connections) {
      for (const message of connection.outbox.splice(0)) {
        moved = true;
        connection.socket.hear(message);
      }
    }
    return moved;
  }

  private hear(connection: Connection, message: Uint8Array): void {
    const decoder = decoding.createDecoder(message);
    const kind = decoding.readVarUint(decoder);
    if (kind === MESSAGE_QUERY_AWARENESS) connection.outbox.push(encodeAwareness(new Uint8Array([0])));
    if (kind === MESSAGE_AWARENESS) this.presence.push(...entriesOf(decoding.readVarUint8Array(decoder)));
    if (kind !== MESSAGE_SYNC) return;
    const step = decoding.readVarUint(decoder);
    const payload = decoding.readVarUint8Array(decoder);
    if (step === 0) connection.outbox.push(encodeSync(1, Y.encodeStateAsUpdate(this.doc, payload)));
    if (!isWrite(message)) return;
    if (message.byteLength > this.maxWrite) {
      connection.socket.end({ code: 1009, reason: "too big" });
      return;
    }
    connection.writes++;
    connection.toSave = connection.writes;
    if (connection.standing.access === "read") return;
    this.writes.push(message);
    Y.applyUpdate(this.doc, payload);
    for (const other of this.connections) if (other !== connection) other.outbox.push(encodeSync(2, payload));
    if (this.confirms) this.saveOne(connection);
  }

  private saveOne(connection: Connection): void {
    if (connection.toSave > 0) connection.outbox.push(encodeSaved(connection.toSave));
    connection.toSave = 0;
  }

  /** The disk has everything: confirm it. */
  save(): void {
    for (const connection of this.connections) this.saveOne(connection);
  }

  tell(message: Uint8Array): void {
    for (const connection of this.connections) connection.outbox.push(message);
  }

  cut(code = 1006): void {
    for (const { socket } of this.connections.splice(0)) socket.end({ code, reason: "" });
  }

  get text(): string {
    return this.doc.getText("title").toString();
  }
}

export function entriesOf(update: Uint8Array): { client: number; state: unknown }[] {
  const decoder = decoding.createDecoder(update);
  return Array.from({ length: decoding.readVarUint(decoder) }, () => {
    const client = decoding.readVarUint(decoder);
    decoding.readVarUint(decoder);
    return { client, state: JSON.parse(decoding.readVarString(decoder)) };
  });
}

/** A disk in memory. Several storages on one disk are several tabs. */
export class Disk {
  updates: { room: string; key: string; update: Uint8Array }[] = [];
  readonly records = new Map<string, RoomRecord>();
  readonly pending = new Map<string, Map<string, PendingRecord>>();
  /** `fails`: every call rejects. `hangs`: none is answered. */
  health: "well" | "fails" | "hangs" = "well";
  transactions = 0;

  storage(): UpdateStorage {
    const alive = async () => {
      this.transactions++;
      if (this.health === "hangs") await new Promise<never>(() => undefined);
      if (this.health === "fails") throw new Error("QuotaExceededError");
    };
    return {
      load: async (room) => {
        await alive();
        return {
          updates: this.updates.filter((piece) => piece.room === room),
          record: this.records.get(room),
          pending: [...(this.pending.get(room)?.values() ?? [])],
        };
      },
      write: async (room, write: StorageWrite) => {
        await alive();
        const drop = new Set(write.drop ?? []);
        this.updates = this.updates.filter(({ key }) => !drop.has(key));
        if (write.record !== undefined) this.records.set(room, write.record);
        const pending = this.pending.get(room) ?? new Map<string, PendingRecord>();
        this.pending.set(room, pending);
        for (const tab of write.adopted ?? []) pending.delete(tab);
        if (write.pending !== undefined) {
          if (write.pending.changes > 0) pending.set(write.pending.tab, write.pending);
          else pending.delete(write.pending.tab);
        }
        if (write.add !== undefined) this.updates.push({ room, ...write.add });
      },
      forget: async (room) => {
        await alive();
        this.updates = this.updates.filter((piece) => piece.room !== room);
        this.records.delete(room);
        this.pending.delete(room);
        this.forgotten(room);
      },
      onForget: (listener) => {
        this.watchers.add(listener);
        return () => this.watchers.delete(listener);
      },
      close: () => undefined,
    };
  }

  private readonly watchers = new Set<(room: string | undefined) => void>();
  /** Somebody else, in another tab, has removed a room or everything. */
  forgotten(room: string | undefined): void {
    for (const watcher of [...this.watchers]) watcher(room);
  }

  /** Somebody clears the data of this site. Nothing says so; the database fails once and is then empty. */
  clear(): void {
    this.updates = [];
    this.records.clear();
    this.pending.clear();
    this.health = "fails";
  }

  /** What a reload without a server would show. */
  textOf(room: string): string {
    const doc = new Y.Doc();
    for (const piece of this.updates) if (piece.room === room) Y.applyUpdate(doc, piece.update);
    return doc.getText("title").toString();
  }
}

/** The browser's list of open documents: a tab is gone when it leaves, or when it crashes. */
export class HandTabs implements Tabs {
  private readonly here = new Set<string>();
  private readonly heirs = new Map<string, (() => Promise<void>)[]>();
  hold(tab: string): () => void {
    this.here.add(tab);
    return () => this.gone(tab);
  }
  async alive(tabs: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(tabs.filter((tab) => this.here.has(tab)));
  }
  whenGone(tab: string, heir: () => Promise<void>): () => void {
    const heirs = this.heirs.get(tab) ?? [];
    this.heirs.set(tab, heirs);
    heirs.push(heir);
    return () => void heirs.splice(heirs.indexOf(heir), heirs.includes(heir) ? 1 : 0);
  }
  /** Without a farewell. */
  crash(): void {
    for (const tab of [...this.here].slice(0, 1)) this.gone(tab);
  }
  private gone(tab: string): void {
    if (!this.here.delete(tab)) return;
    void (async () => {
      for (const heir of this.heirs.get(tab) ?? []) await heir();
    })();
  }
}

/** One clock, one server, one disk, and as many tabs as a test likes. */
export class World {
  readonly clock = new HandClock();
  readonly server = new StandIn();
  readonly disk = new Disk();
  readonly signals = new HandSignals();
  private readonly bodies: Body[] = [];
  private seed = 1;

  readonly tabs = new HandTabs();
  /** What the server says to a document that was begun here. */
  creates: Created = "later";
  readonly offered: string[] = [];

  open(options: { disk?: boolean; room?: string; schemaVersion?: number; tabs?: Tabs } = {}): Body {
    const body = openBody({
      room: options.room ?? "room",
      url: "ws://test/sync",
      WebSocket: this.server.Socket,
      storage: options.disk === false ? undefined : this.disk.storage(),
      clock: this.clock,
      random: () => {
        this.seed = (this.seed * 16807) % 2147483647;
        return this.seed / 2147483647;
      },
      signals: this.signals,
      tabs: options.tabs,
      create: async (room) => {
        this.offered.push(room);
        return this.creates;
      },
      schemaVersion: options.schemaVersion,
    });
    this.bodies.push(body);
    return body;
  }

  /** Lets everything happen that happens within `ms`. */
  async turn(ms = 0): Promise<void> {
    const until = this.clock.time + ms;
    for (;;) {
      await breath();
      if (this.server.run()) continue;
      if (this.clock.step(until)) continue;
      await breath();
      if (!this.server.run()) break;
    }
    this.clock.time = until;
  }

  close(): void {
    for (const body of this.bodies) body.destroy();
  }
}

/** Lets every settled promise go on. */
export const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const write = (body: Body, text: string): void => {
  const title = body.doc.getText("title");
  title.insert(title.length, text);
};

export const read = (body: Body): string => body.doc.getText("title").toString();

export const awarenessOf = (awareness: awarenessProtocol.Awareness, clients: number[]): Uint8Array =>
  encodeAwareness(awarenessProtocol.encodeAwarenessUpdate(awareness, clients));
