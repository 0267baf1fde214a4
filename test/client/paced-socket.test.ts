// What goes over the wire and when: a real PacedSocket around a fake socket, under a clock turned by hand.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { OWN_NEXT_MS } from "../../app/_client/inbox.ts";
import type { PacedSocket } from "../../app/_client/paced-socket.ts";
import { FRAME_MS, MAX_WAITING_BYTES, OWN_FRAME_MS, PRESENCE_MS } from "../../app/_client/pacers.ts";
import {
  encodeSaved,
  encodeStanding,
  encodeSync,
  MAX_MESSAGE_BYTES,
  MESSAGE_AWARENESS,
  SYNC_STEP_1,
  SYNC_STEP_2,
  SYNC_UPDATE,
} from "../../lib/protocol.ts";
import {
  awarenessOf,
  breath,
  entriesOf,
  type FakeSocket,
  HandClock,
  HandSignals,
  pacedSocket,
} from "./support.ts";

const EMPTY = new Uint8Array([0, 0]);
let clock: HandClock;
let signals: HandSignals;
let raw: FakeSocket;
let log: string[];
let doc: Y.Doc;
let awareness: Awareness;
let updates: Uint8Array[];

beforeEach(() => {
  clock = new HandClock();
  signals = new HandSignals();
  log = [];
  doc = new Y.Doc();
  awareness = new Awareness(doc);
  updates = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
});
afterEach(() => doc.destroy());

function make(ready: Promise<void> = Promise.resolve()): PacedSocket {
  const made = pacedSocket({
    ...{ clock, signals, clientId: awareness.clientID, ready, protocols: ["concord.1"] },
    events: {
      opening: () => log.push("opening"),
      beforeRemote: () => log.push("before"),
      wrote: (n, uploads) => log.push(`wrote ${n}${uploads ? " up" : ""}`),
      saved: (n) => log.push(`saved ${n}`),
      standing: ({ access }) => log.push(`standing ${access}`),
      refused: () => log.push("refused"),
    },
  });
  raw = made.raw;
  const { socket } = made;
  socket.onopen = () => log.push("open");
  socket.onmessage = (event) => log.push(`message ${new Uint8Array(event.data as ArrayBuffer)[0]}`);
  socket.onclose = ({ code }) => log.push(`close ${code}`);
  return socket;
}

/** Open, and past the server's question. */
async function live(): Promise<PacedSocket> {
  const socket = make();
  raw.open();
  await breath();
  socket.send(encodeSync(SYNC_STEP_2, EMPTY));
  raw.sent = [];
  log = [];
  return socket;
}

function type(socket: PacedSocket, text: string): void {
  const before = updates.length;
  doc.getText("t").insert(doc.getText("t").length, text);
  for (const update of updates.slice(before)) socket.send(encodeSync(SYNC_UPDATE, update));
}

/** What a server has that applied all frames. */
function received(): string {
  const server = new Y.Doc();
  for (const message of raw.sent)
    if (message[1] === SYNC_UPDATE) Y.applyUpdate(server, message.slice(payloadAt(message)));
  return server.getText("t").toString();
}
const payloadAt = (message: Uint8Array): number => {
  let at = 2;
  while (((message[at] ?? 0) & 0x80) !== 0) at++;
  return at + 1;
};

describe("updates", () => {
  it("sends the first key after a pause as soon as its frame is over, and not before", async () => {
    const socket = await live();
    type(socket, "a");
    clock.turn(OWN_FRAME_MS - 1);
    expect(raw.sent).toHaveLength(0);
    clock.turn(1);
    expect(raw.sent).toHaveLength(1);
    clock.turn(FRAME_MS);
    type(socket, "b");
    clock.turn(OWN_FRAME_MS);
    expect(raw.sent).toHaveLength(2);
    expect(log).toEqual(["wrote 2", "wrote 3"]);
  });

  it("merges what is typed within a frame into one message", async () => {
    const socket = await live();
    type(socket, "a");
    clock.turn(OWN_FRAME_MS);
    for (const letter of "bcdefgh") type(socket, letter);
    expect(raw.sent).toHaveLength(1);
    clock.turn(FRAME_MS);
    expect(raw.sent).toHaveLength(2);
    expect(received()).toBe("abcdefgh");
    clock.turn(FRAME_MS * 10);
    expect(raw.sent).toHaveLength(2);
  });

  it("sends at once above the byte bound", async () => {
    const socket = await live();
    type(socket, "a");
    type(socket, "x".repeat(MAX_WAITING_BYTES + 1));
    expect(raw.sent).toHaveLength(1);
    expect(received()).toHaveLength(MAX_WAITING_BYTES + 2);
  });

  it("sends what waits before any other sync message, at close, and when the page is hidden or left", async () => {
    const socket = await live();
    type(socket, "a");
    clock.turn(OWN_FRAME_MS);
    type(socket, "b");
    socket.send(encodeSync(SYNC_STEP_1, EMPTY));
    expect(raw.sent.map((message) => message[1])).toEqual([SYNC_UPDATE, SYNC_UPDATE, SYNC_STEP_1]);
    type(socket, "c");
    signals.send("hidden");
    expect(received()).toBe("abc");
    type(socket, "d");
    signals.send("leaving");
    expect(received()).toBe("abcd");
    type(socket, "e");
    socket.close();
    expect(received()).toBe("abcde");
    expect(raw.closedByUs).toBe(true);
  });

  it("sends no update before the whole answer, which carries it", async () => {
    const socket = make();
    raw.open();
    await breath();
    type(socket, "a");
    clock.turn(FRAME_MS * 4);
    expect(raw.sent).toHaveLength(0);
    socket.send(encodeSync(SYNC_STEP_2, Y.encodeStateAsUpdate(doc)));
    expect(log).toEqual(["opening", "open", "wrote 1 up"]);
    type(socket, "b");
    clock.turn(OWN_FRAME_MS);
    expect(log.at(-1)).toBe("wrote 2");
  });

  it("keeps a message that no server takes, and all that rests on it, and goes on reading", async () => {
    const socket = await live();
    type(socket, "x".repeat(MAX_MESSAGE_BYTES));
    type(socket, "y");
    clock.turn(FRAME_MS * 2);
    expect(raw.sent).toHaveLength(0);
    expect(log).toEqual(["refused"]);
    clock.turn(OWN_NEXT_MS);
    raw.hear(encodeSync(SYNC_UPDATE, EMPTY));
    expect(log).toEqual(["refused", "before", "message 0"]);
  });
});

describe("presence", () => {
  const presence = () =>
    raw.sent
      .filter((message) => message[0] === MESSAGE_AWARENESS)
      .map((message) => entriesOf(message.slice(payloadAt(message) - 1)));

  it("tells only our own, whoever's y-websocket would pass on", async () => {
    const socket = await live();
    const other = new Y.Doc();
    const theirs = new Awareness(other);
    socket.send(awarenessOf(theirs, [other.clientID]));
    expect(presence()).toEqual([]);
    awareness.states.set(other.clientID, { user: "forged" });
    awareness.meta.set(other.clientID, { clock: 9, lastUpdated: 0 });
    awareness.setLocalState({ at: "body" });
    socket.send(awarenessOf(awareness, [other.clientID, doc.clientID]));
    expect(presence()).toEqual([[{ client: doc.clientID, state: { at: "body" } }]]);
    other.destroy();
  });

  it("sends the first at once, then the latest of each interval", async () => {
    const socket = await live();
    const move = (at: number) => {
      awareness.setLocalState({ at });
      socket.send(awarenessOf(awareness, [doc.clientID]));
    };
    for (let at = 0; at < 10; at++) move(at);
    clock.turn(PRESENCE_MS);
    for (let at = 10; at < 20; at++) move(at);
    clock.turn(PRESENCE_MS * 5);
    expect(presence().map(([entry]) => entry?.state)).toEqual([{ at: 0 }, { at: 9 }, { at: 19 }]);
  });

  it("says goodbye at once, and nothing that still waited after it", async () => {
    const socket = await live();
    awareness.setLocalState({ at: 1 });
    socket.send(awarenessOf(awareness, [doc.clientID]));
    awareness.setLocalState({ at: 2 });
    socket.send(awarenessOf(awareness, [doc.clientID]));
    awareness.setLocalState(null);
    socket.send(awarenessOf(awareness, [doc.clientID]));
    expect(presence().map(([entry]) => entry?.state)).toEqual([{ at: 1 }, null]);
    clock.turn(PRESENCE_MS * 5);
    expect(presence()).toHaveLength(2);
  });
});

describe("what is heard", () => {
  it("takes out our own messages and flushes the editor before every document message", async () => {
    await live();
    raw.hear(encodeStanding({ access: "write", store: "ok" }));
    raw.hear(encodeSync(SYNC_STEP_1, EMPTY));
    raw.hear(encodeSync(SYNC_UPDATE, EMPTY));
    raw.hear(encodeSaved(300));
    expect(log).toEqual(["standing write", "message 0", "before", "message 0", "saved 300"]);
  });

  it("begins when this browser's copy is there; what came earlier waits in order", async () => {
    let copyRead: () => void = () => undefined;
    const socket = make(new Promise((resolve) => (copyRead = resolve)));
    raw.open();
    raw.hear(encodeStanding({ access: "write", store: "ok" }));
    raw.hear(encodeSync(SYNC_STEP_1, EMPTY));
    await breath();
    expect(log).toEqual([]);
    expect(socket.readyState).toBe(0);
    copyRead();
    await breath();
    expect(log).toEqual(["opening", "open", "standing write", "message 0"]);
  });

  it("ends the connection at a document message that cannot be read, and not at somebody's presence", async () => {
    const quiet = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const socket = await live();
    socket.onmessage = () => {
      throw new Error("unreadable");
    };
    raw.hear(new Uint8Array([MESSAGE_AWARENESS, 200]));
    expect(log).toEqual([]);
    raw.hear(encodeSync(SYNC_UPDATE, EMPTY));
    expect(log).toEqual(["before", "close 1002"]);
    expect(quiet).toHaveBeenCalledTimes(2);
    quiet.mockRestore();
  });

  it("says nothing and counts nothing after its end, however late the other end is", async () => {
    const socket = await live();
    type(socket, "a");
    type(socket, "b");
    socket.close();
    log = [];
    raw.hear(encodeSaved(9));
    raw.end({ code: 4403, reason: "" });
    type(socket, "c");
    clock.turn(1_000);
    expect(log).toEqual([]);
    expect(clock.waiting).toBe(0);
    expect(signals.subscribers).toBe(0);
  });
});
