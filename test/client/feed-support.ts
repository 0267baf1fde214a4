// A browser in one hand for the tests of the feed: tabs on one channel, locks that the browser hands over,
// and an event server that says what it is told to. Nothing sleeps.

import type { Channel } from "../../app/_client/feed/feed.ts";
import type { Locks } from "../../app/_client/feed/leader.ts";
import { StreamRefused } from "../../app/_client/feed/stream.ts";
import { HandClock } from "./support.ts";

/** What waits in the queue of promises has run. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

/** Turns the clock in small steps, so that promises run in between, as they do in a browser. */
export async function turn(clock: HandClock, ms: number): Promise<void> {
  await settle();
  for (let at = 0; at < ms; at += 50) {
    clock.turn(Math.min(50, ms - at));
    await settle();
  }
}

export class HandChannel {
  private readonly ends = new Set<{ listener: (message: unknown) => void; deaf: boolean }>();
  /** Opens a tab's end. */
  open(): Channel & { deaf: boolean } {
    const end = { listener: (_: unknown) => {}, deaf: false };
    this.ends.add(end);
    return {
      post: (message) => {
        if (end.deaf || !this.ends.has(end)) return;
        const copy: unknown = structuredClone(message);
        for (const other of [...this.ends]) {
          if (other !== end) {
            queueMicrotask(() => {
              if (!other.deaf && this.ends.has(other)) other.listener(copy);
            });
          }
        }
      },
      listen(listener) {
        end.listener = listener;
      },
      close: () => void this.ends.delete(end),
      set deaf(value: boolean) {
        end.deaf = value;
      },
      get deaf() {
        return end.deaf;
      },
    };
  }
}

/** As the browser keeps them: one holder, a queue, theft. */
export class HandLocks implements Locks {
  private holder: { end: (error?: unknown) => void } | undefined;
  private readonly queue: { start: () => void }[] = [];

  request(
    _name: string,
    options: { signal?: AbortSignal; steal?: boolean },
    held: () => Promise<void>,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const start = () => {
        const holder = {
          end: (error?: unknown) => {
            if (error === undefined) resolve(undefined);
            else reject(error);
          },
        };
        this.holder = holder;
        queueMicrotask(() => {
          held().then(() => {
            if (this.holder !== holder) return;
            this.holder = undefined;
            holder.end();
            this.queue.shift()?.start();
          }, reject);
        });
      };
      if (options.steal === true) {
        const robbed = this.holder;
        start();
        robbed?.end(new DOMException("stolen", "AbortError"));
        return;
      }
      if (this.holder === undefined) return start();
      const waiting = { start };
      this.queue.push(waiting);
      options.signal?.addEventListener("abort", () => {
        const at = this.queue.indexOf(waiting);
        if (at < 0) return;
        this.queue.splice(at, 1);
        reject(options.signal?.reason);
      });
    });
  }
}

/** One stream as the server sees it. */
export class ServedStream {
  readonly lastId: string | undefined;
  readonly signal: AbortSignal;
  private pieces: string[] = [];
  private wake = () => {};
  private over = false;

  constructor(lastId: string | undefined, signal: AbortSignal) {
    this.lastId = lastId;
    this.signal = signal;
    signal.addEventListener("abort", () => this.end());
  }
  say(piece: string): void {
    this.pieces.push(piece);
    this.wake();
  }
  tell(id: number, event: unknown): void {
    this.say(`id: ${id}\ndata: ${JSON.stringify(event)}\n\n`);
  }
  end(): void {
    this.over = true;
    this.wake();
  }
  get ended(): boolean {
    return this.over;
  }
  async *read(): AsyncGenerator<string> {
    while (true) {
      const piece = this.pieces.shift();
      if (piece !== undefined) yield piece;
      else if (this.over) return;
      else
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
    }
  }
}

export class EventServer {
  readonly streams: ServedStream[] = [];
  down = false;
  refuses = false;
  asked = 0;
  readonly open = async (lastId: string | undefined, signal: AbortSignal): Promise<AsyncIterable<string>> => {
    this.asked += 1;
    if (this.refuses) throw new StreamRefused("401");
    if (this.down) throw new TypeError("Failed to fetch");
    const stream = new ServedStream(lastId, signal);
    this.streams.push(stream);
    return stream.read();
  };
  get living(): ServedStream[] {
    return this.streams.filter((stream) => !stream.ended);
  }
  get last(): ServedStream {
    const stream = this.streams.at(-1);
    if (stream === undefined) throw new Error("Nobody listens.");
    return stream;
  }
}

export const newClock = () => new HandClock();
