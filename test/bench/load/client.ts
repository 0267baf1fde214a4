// One client of one room: joins as a stock client would, then hands on what it hears. Called by the
// workloads. `synced` is the moment of the server's answer to its first question (a relay: of the open).

import type { Target } from "../types.ts";
import { openSocket, type WireSocket } from "./socket.ts";
import { type Listener, type Wire, wireOf } from "./wire.ts";

export interface Client {
  readonly wire: Wire;
  readonly closed: Promise<number>;
  /** `false`: the socket is full; await `drained` before more. */
  send(frame: Buffer): boolean;
  drained(): Promise<void>;
  /** Says goodbye and resolves when the connection is gone. */
  leave(): Promise<void>;
}

const SYNC_MS = 60_000;
const LEAVE_MS = 2_000;

export async function join(target: Target, room: string, listener: Listener = {}): Promise<Client> {
  const wire = wireOf(target.dialect, room);
  let socket: WireSocket | undefined;
  let done: () => void = () => {};
  const synced = new Promise<void>((resolve) => {
    done = resolve;
  });
  const own: Listener = {
    ...listener,
    asked: () => {
      if (wire.answersQuestions) socket?.socket.write(wire.nothing);
    },
    content: (update, answer, now) => {
      listener.content?.(update, answer, now);
      if (answer) done();
    },
  };
  // Hocuspocus has one address for all rooms and takes any path.
  const path = target.path + encodeURIComponent(room);
  const hear = (message: Buffer, now: number) => wire.read(message, own, now);
  socket = await openSocket(target.port, path, wire.opening, hear, target.cookie);
  const opened = socket;
  if (wire.answersQuestions) {
    await within(SYNC_MS, "The server did not answer a join.", synced, opened.closed.then(closedEarly));
  }
  return {
    wire,
    closed: opened.closed,
    send: (frame) => opened.socket.write(frame),
    drained: () =>
      Promise.race([
        new Promise<void>((resolve) => opened.socket.once("drain", resolve)),
        opened.closed.then(closedEarly),
      ]),
    leave: async () => {
      opened.end();
      const timer = setTimeout(() => opened.socket.destroy(), LEAVE_MS);
      await opened.closed;
      clearTimeout(timer);
    },
  };
}

function closedEarly(code: number): never {
  throw new Error(`The server closed a connection with code ${code}.`);
}

export async function joinAll(
  target: Target,
  room: string,
  count: number,
  listener: (index: number) => Listener,
): Promise<Client[]> {
  const clients: Client[] = [];
  // Ten at a time: nobody is refused for knocking too fast.
  for (let i = 0; i < count; i += 10) {
    const group = Array.from({ length: Math.min(10, count - i) }, (_, k) =>
      join(target, room, listener(i + k)),
    );
    clients.push(...(await Promise.all(group)));
  }
  return clients;
}

/** Resolves with the first of `promises`, or rejects with `message` after `ms`. */
export async function within<T>(ms: number, message: string, ...promises: Promise<T>[]): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), ms);
  });
  try {
    return await Promise.race([...promises, late]);
  } finally {
    clearTimeout(timer);
  }
}
