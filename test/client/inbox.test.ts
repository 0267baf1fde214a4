// What others say, and when it is handed on: a real PacedSocket around a fake socket, under a clock turned by hand.

import { beforeEach, describe, expect, it } from "vitest";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { payloadOf } from "../../app/_client/frames.ts";
import { MAX_WAITING_BYTES, OWN_NEXT_MS, TURN_MS } from "../../app/_client/inbox.ts";
import type { PacedSocket } from "../../app/_client/paced-socket.ts";
import { OWN_FRAME_MS } from "../../app/_client/pacers.ts";
import {
  encodeSaved,
  encodeSync,
  MESSAGE_AWARENESS,
  SYNC_STEP_1,
  SYNC_STEP_2,
  SYNC_UPDATE,
} from "../../lib/protocol.ts";
import { breath, type FakeSocket, HandClock, HandSignals, pacedSocket } from "./support.ts";

const EMPTY = new Uint8Array([0, 0]);
const CARET = new Uint8Array([MESSAGE_AWARENESS, 0]);
let clock: HandClock;
let raw: FakeSocket;
/** What was handed on: the text as it is after each update, and the other kinds by name. */
let heard: string[];
let ben: Y.Doc;
let here: Y.Doc;
let socket: PacedSocket;

beforeEach(async () => {
  clock = new HandClock();
  heard = [];
  ben = new Y.Doc();
  here = new Y.Doc();
  ({ socket, raw } = pacedSocket({
    clock,
    signals: new HandSignals(),
    clientId: new Awareness(here).clientID,
    events: { saved: (n) => heard.push(`saved ${n}`) },
  }));
  socket.onmessage = ({ data }) => {
    const message = new Uint8Array(data as ArrayBuffer);
    if (message[0] === MESSAGE_AWARENESS) heard.push("caret");
    else if (message[1] === SYNC_STEP_1) heard.push("question");
    else {
      Y.applyUpdate(here, payloadOf(message));
      heard.push(here.getText("t").toString());
    }
  };
  raw.open();
  await breath();
  socket.send(encodeSync(SYNC_STEP_2, EMPTY));
});

/** What Ben types, as the server sends it on. */
function types(text: string): void {
  const before = Y.encodeStateVector(ben);
  ben.getText("t").insert(ben.getText("t").length, text);
  raw.hear(encodeSync(SYNC_UPDATE, Y.encodeStateAsUpdate(ben, before)));
}

/** A letter that is written here. */
function write(letter: string): void {
  const before = Y.encodeStateVector(here);
  here.getText("own").insert(0, letter);
  socket.send(encodeSync(SYNC_UPDATE, Y.encodeStateAsUpdate(here, before)));
}

describe("what others say", () => {
  it("is heard at once after a pause, and in a flow together, once per turn", () => {
    types("a");
    expect(heard).toEqual(["a"]);
    for (const letter of "bcd") {
      clock.turn(TURN_MS / 5);
      types(letter);
    }
    expect(heard).toEqual(["a"]);
    clock.turn(TURN_MS);
    expect(heard).toEqual(["a", "abcd"]);
    clock.turn(TURN_MS);
    types("e");
    expect(heard).toEqual(["a", "abcd", "abcde"]);
    expect(clock.waiting).toBe(0);
  });

  it("has the caret behind the letter that it stands at, and at once where no letter waits", () => {
    types("a");
    raw.hear(CARET);
    expect(heard).toEqual(["a", "caret"]);
    types("b");
    raw.hear(CARET);
    expect(heard).toEqual(["a", "caret"]);
    clock.turn(TURN_MS);
    expect(heard).toEqual(["a", "caret", "ab", "caret"]);
  });

  it("does not hold up the word that one's own is saved, and comes before the server asks anything", () => {
    types("a");
    types("b");
    raw.hear(encodeSaved(1));
    expect(heard).toEqual(["a", "saved 1"]);
    raw.hear(encodeSync(SYNC_STEP_1, EMPTY));
    expect(heard).toEqual(["a", "saved 1", "ab", "question"]);
  });

  it("comes on where timers do not run, is never much, and is not lost with the connection", () => {
    types("a");
    types("b");
    clock.time += TURN_MS;
    types("c");
    expect(heard).toEqual(["a", "abc"]);
    types("x".repeat(MAX_WAITING_BYTES));
    expect(heard).toHaveLength(3);
    types("d");
    raw.end({ code: 1006, reason: "" });
    expect(heard.at(-1)).toMatch(/xd$/);
  });

  it("is shown right behind a letter that is written here, and not before it, carets as well", () => {
    write("o");
    types("a");
    raw.hear(CARET);
    clock.turn(OWN_FRAME_MS - 1);
    expect(heard).toEqual([]);
    clock.turn(1);
    expect(heard).toEqual(["a", "caret"]);
    // The next key may come any time now: what is said meanwhile waits for its frame as well.
    types("b");
    clock.turn(TURN_MS * 1.5);
    write("o");
    clock.turn(OWN_FRAME_MS - 1);
    expect(heard).toEqual(["a", "caret"]);
    clock.turn(1);
    expect(heard).toEqual(["a", "caret", "ab"]);
  });

  it("waits no longer than a moment for the next key, nor for somebody who writes without end", () => {
    write("o");
    clock.turn(OWN_FRAME_MS);
    types("a");
    raw.hear(CARET);
    clock.turn(OWN_NEXT_MS - OWN_FRAME_MS - 1);
    expect(heard).toEqual([]);
    clock.turn(1);
    expect(heard).toEqual(["a", "caret"]);
    clock.turn(TURN_MS);
    types("b");
    expect(heard).toEqual(["a", "caret", "ab"]);
    write("o");
    types("c");
    for (let ms = 0; ms < OWN_NEXT_MS; ms += OWN_FRAME_MS / 2) {
      clock.turn(OWN_FRAME_MS / 2);
      write("o");
    }
    expect(heard.at(-1)).toBe("abc");
  });
});
