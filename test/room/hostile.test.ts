// Bad input ends one connection: never the room, never the process. A canary writes all the while.

import { connect as tcp } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { ANONYMOUS } from "../../lib/names.ts";
import { SUBPROTOCOL } from "../../lib/protocol.ts";
import { LIMITS } from "../../sync-server/ops/limits.ts";
import type { Frame } from "../../sync-server/room/frame.ts";
import { Session } from "../../sync-server/room/session.ts";
import { messagesOf } from "../support/frames.ts";
import { randomOf } from "../support/random-doc.ts";
import { connect, type Raw, updatesOf } from "../support/raw.ts";
import { join, type Running, startServer, until, type Writer } from "../support/server.ts";

let running: Running;
let canary: Writer;
const raws: Raw[] = [];

beforeEach(async () => {
  running = await startServer({
    limits: { ...LIMITS, messagesPerSecond: 1000, messageBurst: 3000 },
  });
  canary = await join(running.url, "canary");
});

afterEach(async () => {
  const drops = canary.provider.wsUnsuccessfulReconnects;
  canary.text.insert(0, "still here");
  const reader = await join(running.url, "canary");
  await until("the canary is heard", () => reader.text.toString().includes("still here"));
  expect(drops).toBe(0);
  reader.leave();
  canary.leave();
  for (const raw of raws.splice(0)) raw.socket.terminate();
  await running.server.close();
});

const enter = async (room = "r", protocols: string[] = []) => {
  const raw = await connect(running.url, room, protocols);
  raws.push(raw);
  return raw;
};

describe("bad input ends that connection and nothing else", () => {
  it.each([
    ["[R9] an update of nonsense", [0, 2, 3, 9, 9, 9], 1007],
    ["[R9] a step 2 of nonsense", [0, 1, 1, 9], 1007],
    ["[R9] bytes after the end", [0, 2, 2, 0, 0, 7], 1007],
    ["[R9] a second message behind the first", [0, 2, 2, 0, 0, 0, 2, 2, 0, 0], 1007],
    ["[R9] an over-long number", [0x80, 0, 2, 2, 0, 0], 1007],
    ["[R9] a length beyond the message", [0, 2, 0xff, 0xff, 0xff, 0x7f], 1007],
    ["[R9] a state vector of nonsense", [0, 0, 2, 5, 1], 1007],
    ["[R9] an empty message", [], 1007],
    ["[R9] an unknown sync step", [0, 9, 0], 1002],
    ["[R9] an unknown message", [50, 1], 1002],
    ["[R9] presence that is short", [1, 3, 1, 1, 1], 1007],
  ])("%s", async (_title, bytes, code) => {
    const raw = await enter();
    raw.send(Uint8Array.from(bytes));
    expect(await raw.closed).toBe(code);
  });

  it("[T1] a text frame is answered with 1003, a message above the limit with 1009", async () => {
    const one = await enter();
    one.socket.send("hello");
    expect(await one.closed).toBe(1003);
    const two = await enter();
    two.socket.send(new Uint8Array(LIMITS.maxMessageBytes + 1));
    expect(await two.closed).toBe(1009);
  });

  it("[T1] a paste of three million letters passes", async () => {
    const raw = await enter("r", [SUBPROTOCOL]);
    raw.update(updatesOf(1, ["x".repeat(3_000_000)])[0] as Uint8Array);
    await until("it is saved", () => raw.saved() === 1);
  });

  it("[T1] a flood ends with 1008", async () => {
    const raw = await enter();
    for (let i = 0; i < 6000; i++) raw.send(new Uint8Array([3]));
    expect(await raw.closed).toBe(1008);
  });

  it("[C2] a number from 100 that is not known is ignored", async () => {
    const raw = await enter("r", [SUBPROTOCOL]);
    raw.send(new Uint8Array([120, 1, 2]));
    raw.update(updatesOf(1, ["a"])[0] as Uint8Array);
    await until("it is saved", () => raw.saved() === 1);
  });

  it("[T2] broken WebSocket frames and broken HTTP end their own socket", async () => {
    const upgrade = (path: string, headers = "") =>
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${running.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${headers}\r\n`;
    const attacks: (readonly [string, number[]])[] = [
      [upgrade("/sync/r"), [0x82, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
      [upgrade("/sync/r"), [0xf2, 0x80, 0, 0, 0, 0]],
      [upgrade("/sync/r"), [0x82, 0x05, 1, 2, 3, 4, 5]],
      [upgrade("/sync/r"), [0x83, 0x80, 0, 0, 0, 0]],
      [upgrade("/sync/r"), [0x89, 0xfe, 0x01, 0x00, 0, 0, 0, 0]],
      [upgrade("/sync/r"), [0x88, 0x81, 0, 0, 0, 0, 1]],
      [upgrade("/sync/r", "Sec-WebSocket-Protocol: ,,\r\n"), []],
      ["GARBAGE\r\n\r\n", []],
      ["GET / HTTP/9.9\r\n\r\n", []],
      ["POST /api/docs HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n", []],
    ];
    for (const [head, bytes] of attacks) {
      await new Promise<void>((resolve) => {
        const socket = tcp(running.port, "127.0.0.1", () => {
          socket.write(head);
          if (bytes.length > 0) socket.write(Uint8Array.from(bytes));
        });
        socket.on("data", () => {});
        socket.on("error", () => {});
        socket.on("close", () => resolve());
      });
    }
    expect((await fetch(`${running.http}/healthz`)).status).toBe(200);
  });

  it("[R9] 2,000 mutated frames leave a document that loads", async () => {
    const random = randomOf(2026);
    const good = updatesOf(
      5,
      Array.from({ length: 40 }, (_, i) => `word ${i} 😀`),
    );
    let raw = await enter();
    for (let i = 0; i < 2000; i++) {
      const update = Uint8Array.from(good[i % good.length] as Uint8Array);
      if (random() < 0.7) update[Math.floor(random() * update.length)] = random() * 256;
      if (raw.socket.readyState !== raw.socket.OPEN) raw = await enter();
      raw.update(update);
    }
    raw.socket.close();
    await raw.closed;
    const reader = await join(running.url, "r");
    expect(() => Y.encodeStateAsUpdate(reader.doc)).not.toThrow();
    const room = running.server.rooms.peek("r" as never);
    await running.server.rooms.fold(room as never);
    reader.leave();
    const again = await join(running.url, "r");
    expect(again.provider.synced).toBe(true);
    again.leave();
  });
});

describe("who may not write", () => {
  it("[R10] changes nothing in any form, stays connected and is present", async () => {
    await enter("r");
    const room = await running.server.rooms.open("r" as never);
    const sent: Uint8Array[] = [];
    const link = {
      send: (frame: Frame) => sent.push(...messagesOf(frame)),
      waiting: 0,
      onDrain: undefined,
      probe: () => {},
      close: (code: number) => sent.push(new Uint8Array([255, code & 255])),
      terminate: () => {},
    };
    const { systemClock } = await import("../../sync-server/ops/clock.ts");
    const viewer = new Session(
      room,
      link as never,
      { user: ANONYMOUS, access: "read", extended: true },
      {
        clock: systemClock,
        limits: LIMITS,
      },
    );
    room.join(viewer);
    const [update] = updatesOf(3, ["never"]) as [Uint8Array];
    const payload = [update.length, ...update];
    viewer.receive(Uint8Array.from([0, 2, ...payload]));
    viewer.receive(Uint8Array.from([0, 1, ...payload]));
    viewer.receive(Uint8Array.from([1, 6, 1, 3, 1, 2, ...Buffer.from("{}")]));
    expect(room.isBusy).toBe(false);
    expect(room.content.tail).toHaveLength(0);
    expect(room.presence.size).toBe(1);
    expect(sent.some((m) => m[0] === 255)).toBe(false);
    viewer.receive(Uint8Array.from([0x80, 0, 2, ...payload]));
    expect(room.isBusy).toBe(false);
    expect(sent.some((m) => m[0] === 255)).toBe(true);
  });
});

describe("the door", () => {
  const status = async (path: string, headers: Record<string, string> = {}) => {
    try {
      const raw = await connect(`ws://127.0.0.1:${running.port}`, path, [], { headers });
      raws.push(raw);
      return 101;
    } catch (error) {
      return Number(/HTTP (\d+)/.exec(String(error))?.[1] ?? 0);
    }
  };

  it("[A2] lets in pages of this server and programs, and no page of anybody else", async () => {
    const host = `127.0.0.1:${running.port}`;
    expect(await status("sync/r")).toBe(101);
    expect(await status("sync/r", { origin: `http://${host}` })).toBe(101);
    for (const origin of [
      "http://evil.example",
      `https://${host}`,
      "http://127.0.0.1:1",
      `http://${host}.evil.example`,
      "null",
      `http://localhost:${running.port}`,
    ]) {
      expect(await status("sync/r", { origin }), origin).toBe(403);
    }
  });

  it("[A1] refuses a Host that a name server could have rebound", async () => {
    expect(await status("sync/r", { host: "evil.example" })).toBe(403);
    expect(await status("sync/r", { host: "evil.example", origin: "http://evil.example" })).toBe(403);
    expect(await status("sync/r", { host: "localhost:1" })).toBe(101);
  });

  it("[A3] refuses room names outside the allow-list", async () => {
    for (const name of [
      "",
      "a/b",
      "a.margin",
      "..%2f..",
      "%00",
      "a b",
      "ä",
      "x".repeat(201),
      "../r",
      "r?/..",
      "r%20",
    ]) {
      const code = await status(`sync/${name}`);
      if (name === "r?/..") expect(code).toBe(101);
      else expect(code, name).not.toBe(101);
    }
  });
});
