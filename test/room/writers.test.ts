// Who writes under which client id, and how many write at once.

import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { scanUpdate } from "../../lib/update.ts";
import { silentLog } from "../../sync-server/ops/log.ts";
import { type Writer, Writers } from "../../sync-server/room/writers.ts";
import { connect } from "../support/raw.ts";
import { startServer, until } from "../support/server.ts";

const CLIENT = 7;

/** An update with one letter of `client`, after `before` others. */
function letter(client: number, before = 0) {
  const doc = new Y.Doc();
  doc.clientID = client;
  for (let i = 0; i < before; i++) doc.getText("t").insert(i, ".");
  const had = Y.encodeStateVector(doc);
  doc.getText("t").insert(before, "x");
  return Y.encodeStateAsUpdate(doc, had);
}

describe("two who write under one client id", () => {
  it("[R14] are logged with the room and the id", async () => {
    const warned: { fields: object; event: string }[] = [];
    const warn = (fields: object, event: string) => void warned.push({ fields, event });
    const running = await startServer({ log: { ...silentLog, warn } });
    const [ada, copy] = await Promise.all([connect(running.url, "r"), connect(running.url, "r")]);
    ada.update(letter(CLIENT));
    await until("the first letter is shown", () => copy.content().getText("t").length === 1);
    copy.update(letter(CLIENT, 1));
    await until("the second letter is shown", () =>
      ada.heard.some(([kind, step]) => kind === 0 && step === 2),
    );
    ada.update(letter(CLIENT, 2));
    await until("it is logged", () => warned.length > 0);
    expect(warned[0]).toEqual({ fields: { room: "r", client: CLIENT }, event: "room.client-id-twice" });
    for (const raw of [ada, copy]) raw.socket.terminate();
    await running.server.close();
  });

  it("[R14] are not two where one came back before its cut line was given up", () => {
    const writers = new Writers();
    const before: Writer = { since: 0, lastWrite: 10 };
    const after: Writer = { since: 20, lastWrite: 30 };
    expect(writers.collision(before, scanUpdate(letter(CLIENT)))).toBeUndefined();
    expect(writers.collision(after, scanUpdate(letter(CLIENT, 1)))).toBeUndefined();
  });

  it("[R14] are forgotten when they leave", () => {
    const writers = new Writers();
    const gone: Writer = { since: 0, lastWrite: 50 };
    writers.collision(gone, scanUpdate(letter(CLIENT)));
    writers.left(gone);
    expect(writers.collision({ since: 20, lastWrite: 60 }, scanUpdate(letter(CLIENT, 1)))).toBeUndefined();
  });
});

describe("how many write", () => {
  it("[R6] counts those who wrote within a second, and counts again when it has passed", () => {
    const writers = new Writers();
    const people = [5_000, 4_500, 3_000].map((lastWrite) => ({ since: 0, lastWrite }));
    expect(writers.count(people, 5_100)).toBe(2);
    expect(writers.count([], 5_200)).toBe(2);
    expect(writers.count([], 6_200)).toBe(0);
  });
});
