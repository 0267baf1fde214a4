// A world that a seed decides: time, disk, network and people, all in one thread. The rooms in it are
// the real ones. Used by test/fuzz; the same seed gives the same run, to the last message.

import * as decoding from "lib0/decoding";
import * as Y from "yjs";
import { mergeUpdates } from "../../lib/merge.ts";
import type { RoomName, Seq, UserId } from "../../lib/names.ts";
import { encodeSync, MESSAGE_SAVED } from "../../lib/protocol.ts";
import type { Clock } from "../../sync-server/ops/clock.ts";
import { LIMITS, type Limits } from "../../sync-server/ops/limits.ts";
import { silentLog } from "../../sync-server/ops/log.ts";
import { type Folder, fold } from "../../sync-server/room/fold.ts";
import type { Frame } from "../../sync-server/room/frame.ts";
import { Rooms } from "../../sync-server/room/rooms.ts";
import { Session } from "../../sync-server/room/session.ts";
import type { Folded, LogEntry, NewEntry, Store, Stored } from "../../sync-server/store/store.ts";
import type { Link } from "../../sync-server/transport/transport.ts";
import { messagesOf } from "./frames.ts";

export const ROOM = "sim" as RoomName;

type Random = () => number;

/** Timers in virtual milliseconds. What falls on the same moment runs in the order that the seed picks. */
export class SimClock implements Clock {
  private time = 1_000_000;
  private readonly random: Random;
  private events: { at: number; order: number; run: () => void }[] = [];

  constructor(random: Random) {
    this.random = random;
  }

  now(): number {
    return this.time;
  }

  after(ms: number, run: () => void): () => void {
    const event = { at: this.time + Math.max(0, ms), order: this.random(), run };
    this.events.push(event);
    return () => {
      this.events = this.events.filter((other) => other !== event);
    };
  }

  soon(run: () => void): void {
    this.after(0, run);
  }

  /** Runs everything up to `ms` from now, letting promises settle in between. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      await settle();
      let next: (typeof this.events)[number] | undefined;
      for (const event of this.events) {
        if (event.at > end) continue;
        if (!next || event.at < next.at || (event.at === next.at && event.order < next.order)) next = event;
      }
      if (next === undefined) break;
      const chosen = next;
      this.events = this.events.filter((event) => event !== chosen);
      this.time = Math.max(this.time, chosen.at);
      chosen.run();
    }
    this.time = end;
    await settle();
  }

  clear(): void {
    this.events = [];
  }
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A disk that outlives processes. Batches under way at a crash are there or not, as the seed decides. */
export class SimDisk {
  snapshot: Uint8Array | undefined;
  vector: Uint8Array | undefined;
  tail: LogEntry[] = [];
  history: LogEntry[] = [];
  private seq = 0;
  private readonly random: Random;
  private underWay = new Set<() => void>();
  failing = false;
  slowest = 3;

  constructor(random: Random) {
    this.random = random;
  }

  /** A process's view of the disk. After `crash` it hangs for ever, as a dead process would. */
  store(clock: SimClock): Store {
    const write = <T>(apply: () => T): Promise<T> =>
      new Promise((resolve, reject) => {
        let result: { value: T } | undefined;
        const job = () => {
          result = { value: apply() };
        };
        this.underWay.add(job);
        clock.after(Math.floor(this.random() * this.slowest), () => {
          if (!this.underWay.delete(job)) return;
          // A failed write may have reached the disk all the same.
          if (this.failing) {
            if (this.random() < 0.3) job();
            return reject(new Error("The disk fails."));
          }
          job();
          if (result !== undefined) resolve(result.value);
        });
      });
    return {
      append: (entries: readonly NewEntry[]) =>
        write(() =>
          entries.map(({ time, authors, update }) => {
            const seq = ++this.seq as Seq;
            this.tail.push({ seq, time, authors, update });
            return seq;
          }),
        ),
      read: async (): Promise<Stored | undefined> =>
        this.snapshot || this.tail.length > 0
          ? { snapshot: this.snapshot, vector: this.vector, tail: [...this.tail] }
          : undefined,
      fold: (_room: RoomName, { snapshot, vector, seqs, steps }: Folded) =>
        write(() => {
          const folded = new Set(seqs);
          this.snapshot = snapshot;
          this.vector = vector;
          this.tail = this.tail.filter(({ seq }) => !folded.has(seq));
          this.history.push(...steps);
        }),
      thin: async () => {},
      close: async () => {},
    } as Partial<Store> as Store;
  }

  crash(): void {
    for (const job of this.underWay) if (this.random() < 0.5) job();
    this.underWay.clear();
  }

  /** What a reader would find, without any server. */
  content(): Y.Doc {
    const doc = new Y.Doc();
    if (this.snapshot !== undefined) Y.applyUpdate(doc, this.snapshot);
    Y.applyUpdate(doc, mergeUpdates(this.tail.map(({ update }) => update)));
    return doc;
  }

  replay(): Y.Doc {
    const doc = new Y.Doc();
    for (const { update } of [...this.history, ...this.tail]) Y.applyUpdate(doc, update);
    return doc;
  }
}

/** One life of the server process. */
export class SimServer {
  readonly rooms: Rooms;
  readonly clock: SimClock;
  readonly limits: Limits;
  alive = true;

  constructor(disk: SimDisk, clock: SimClock, limits: Partial<Limits>) {
    this.clock = clock;
    this.limits = { ...LIMITS, ...limits };
    const folder: Folder = {
      fold: (job) =>
        new Promise((resolve) => {
          clock.after(5, () => this.alive && resolve(fold(job)));
        }),
      join: async (steps) => steps,
      digest: async () => ({ title: "", excerpt: "" }),
      fullDigest: async () => ({ title: "", excerpt: "", words: 0, text: "", terms: "" }),
      read: async () => ({ title: "", blocks: [] }),
      close: async () => {},
    };
    this.rooms = new Rooms({ store: disk.store(clock), clock, limits: this.limits, log: silentLog, folder });
  }
}

/** The server's end of a wire with delays. What is under way when it breaks is lost. */
export class SimWire implements Link {
  onDrain: (() => void) | undefined;
  waiting = 0;
  open = true;
  /** While stalled nothing arrives at the client, and `waiting` grows. */
  stalled = false;
  private queue: Uint8Array[] = [];
  private readonly clock: SimClock;
  private readonly random: Random;
  private readonly client: SimClient;
  private upLast = 0;
  private downLast = 0;
  private session: Session | undefined;
  /** What arrived while the room was loading: a real socket is paused until then. */
  private early: Uint8Array[] = [];

  constructor(client: SimClient, clock: SimClock, random: Random) {
    this.client = client;
    this.clock = clock;
    this.random = random;
  }

  /** Delays differ, the order on one wire does not. */
  private later(last: number, run: () => void): number {
    const at = Math.max(last, this.clock.now() + Math.floor(this.random() * 20));
    this.clock.after(at - this.clock.now(), run);
    return at + 0.001;
  }

  send(frame: Frame, more?: Frame): void {
    const messages = [...messagesOf(frame), ...(more === undefined ? [] : messagesOf(more))];
    this.downLast = this.later(this.downLast, () => {
      if (!this.open) return;
      if (this.stalled) {
        this.queue.push(...messages);
        this.waiting += messages.reduce((sum, m) => sum + m.length, 0);
      } else for (const message of messages) this.client.receive(this, message);
    });
  }

  release(): void {
    this.stalled = false;
    for (const message of this.queue.splice(0)) if (this.open) this.client.receive(this, message);
    this.waiting = 0;
    this.onDrain?.();
  }

  up(message: Uint8Array): void {
    this.upLast = this.later(this.upLast, () => {
      if (!this.open) return;
      if (this.session === undefined) this.early.push(message);
      else this.session.receive(message);
    });
  }

  attach(session: Session): void {
    this.session = session;
    for (const message of this.early.splice(0)) session.receive(message);
  }

  probe(alive: () => void): void {
    this.clock.after(10, () => this.open && !this.stalled && alive());
  }

  close(): void {
    this.cut();
  }

  terminate(): void {
    this.cut();
  }

  cut(): void {
    if (!this.open) return;
    this.open = false;
    this.client.lost(this);
    this.session?.closed();
  }
}

/** A person with a document of their own, an honest provider, and a memory of what was promised. */
export class SimClient {
  readonly doc = new Y.Doc();
  readonly name: string;
  private readonly user: UserId;
  wire: SimWire | undefined;
  private writes = 0;
  private unsaved: { marker: string; n: number }[] = [];
  private readonly own = new Set<string>();
  readonly saved = new Set<string>();
  /** Written by others, and seen here. */
  readonly shown = new Set<string>();

  constructor(name: string, clientId: number) {
    this.name = name;
    this.user = name as UserId;
    this.doc.clientID = clientId;
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.write(encodeSync(2, update), false);
    });
  }

  get text(): Y.Text {
    return this.doc.getText("t");
  }

  /** As the app's provider does: nothing before the step 2, which carries what was made offline. */
  private write(message: Uint8Array, isStep2: boolean): void {
    if (this.wire === undefined || (!isStep2 && this.writes === 0)) return;
    this.writes++;
    for (const one of this.unsaved) if (one.n === Number.POSITIVE_INFINITY) one.n = this.writes;
    this.wire.up(message);
  }

  mark(marker: string, at: number): void {
    this.own.add(marker);
    this.unsaved.push({ marker, n: Number.POSITIVE_INFINITY });
    this.text.insert(Math.min(at, this.text.length), marker);
  }

  async connect(server: SimServer, random: Random): Promise<void> {
    if (this.wire !== undefined || !server.alive) return;
    const wire = new SimWire(this, server.clock, random);
    this.wire = wire;
    this.writes = 0;
    for (const one of this.unsaved) one.n = Number.POSITIVE_INFINITY;
    const room = await server.rooms.open(ROOM);
    if (!wire.open || !server.alive || this.wire !== wire) return wire.cut();
    const pass = { user: this.user, access: "write", extended: true } as const;
    const session = new Session(room, wire, pass, { clock: server.clock, limits: server.limits });
    room.join(session);
    wire.attach(session);
    wire.up(encodeSync(0, Y.encodeStateVector(this.doc)));
  }

  receive(wire: SimWire, message: Uint8Array): void {
    if (wire !== this.wire) return;
    const decoder = decoding.createDecoder(message);
    const kind = decoding.readVarUint(decoder);
    if (kind === MESSAGE_SAVED) {
      const n = decoding.readVarUint(decoder);
      for (const one of this.unsaved) if (one.n <= n) this.saved.add(one.marker);
      this.unsaved = this.unsaved.filter((one) => one.n > n);
      return;
    }
    if (kind !== 0) return;
    const step = decoding.readVarUint(decoder);
    const payload = decoding.readVarUint8Array(decoder);
    if (step === 0) return this.write(encodeSync(1, Y.encodeStateAsUpdate(this.doc, payload)), true);
    Y.applyUpdate(this.doc, payload, this);
    for (const marker of markersIn(this.text.toString())) if (!this.own.has(marker)) this.shown.add(marker);
  }

  lost(wire: SimWire): void {
    if (wire !== this.wire) return;
    this.wire = undefined;
    for (const one of this.unsaved) one.n = Number.POSITIVE_INFINITY;
  }
}

export const markersIn = (text: string): string[] => text.match(/<\d+>/g) ?? [];
