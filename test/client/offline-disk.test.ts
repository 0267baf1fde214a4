// The real database code on a real implementation of IndexedDB, and every way in which a browser can fail to
// keep a copy: each has its own name, and its own sentence.

import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { newDocId } from "../../app/_client/begun.ts";
import { DiskError, type DiskTrouble, RETRY_FIRST_MS, troubleOf } from "../../app/_client/disk-health.ts";
import { indexedStorage, removeRooms } from "../../app/_client/indexed-storage.ts";
import { begin, lookAtKept, noteCreated, recordOf } from "../../app/_client/kept.ts";
import { LINGER_MS } from "../../app/_client/linger.ts";
import { WRITE_DELAY_MS } from "../../app/_client/offline.ts";
import { DATABASE } from "../../app/_client/stores.ts";
import { offline } from "../../app/_words/offline.ts";
import { World, write } from "./support.ts";

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  vi.stubGlobal("IDBKeyRange", IDBKeyRange);
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const update = (text: string): Uint8Array => {
  const doc = new Y.Doc();
  doc.getText("title").insert(0, text);
  return Y.encodeStateAsUpdate(doc);
};
const record = { everSynced: true, schemaVersion: 1 };
const deleted = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(DATABASE);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });

describe("the database", () => {
  it("gives each room what was written for it, and forgets one room alone", async () => {
    const storage = indexedStorage();
    await storage.write("a", { add: { key: "t.1", update: update("a") }, record });
    await storage.write("ab", { add: { key: "t.1", update: update("ab") }, record });
    await storage.write("a", { pending: { tab: "t", changes: 2, oldest: 7 } });
    expect(await storage.load("a")).toMatchObject({
      updates: [{ key: "t.1" }],
      record,
      pending: [{ changes: 2 }],
    });
    await storage.forget("a");
    expect(await storage.load("a")).toEqual({ updates: [], record: undefined, pending: [] });
    expect((await storage.load("ab")).updates).toHaveLength(1);
    storage.close();
  });

  it("drops pieces in the same breath in which it adds the whole", async () => {
    const storage = indexedStorage();
    for (const n of [1, 2, 3]) await storage.write("a", { add: { key: `t.${n}`, update: update(`${n}`) } });
    await storage.write("a", { add: { key: "t.4", update: update("whole") }, drop: ["t.1", "t.2", "t.3"] });
    expect((await storage.load("a")).updates.map(({ key }) => key)).toEqual(["t.4"]);
    storage.close();
  });

  it("that is deleted underneath fails once by its name, and is then there again, empty", async () => {
    const storage = indexedStorage();
    await storage.write("a", { add: { key: "t.1", update: update("a") }, record });
    await deleted();
    await expect(storage.write("a", { record })).rejects.toMatchObject({ why: "removed" });
    await storage.write("a", { record });
    expect(await storage.load("a")).toMatchObject({ updates: [], record });
    storage.close();
  });

  it("makes way for a newer page, and says from then on that it is the older one", async () => {
    const storage = indexedStorage();
    await storage.load("a");
    const newer = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(DATABASE, 99);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
      request.onblocked = () => reject(new Error("It did not make way."));
    });
    await expect(storage.load("a")).rejects.toMatchObject({ why: "newer" });
    const again: unknown = await storage.load("a").catch((error: unknown) => error);
    expect(troubleOf(again)).toBe("newer");
    newer.close();
  });

  it("does not wait for an older page that holds out", async () => {
    const holder = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open(DATABASE, 1);
      request.onsuccess = () => resolve(request.result);
    });
    const removing = deleted().catch(() => undefined);
    const asked = indexedDB.open.bind(indexedDB);
    // The next version of this app, beside a page of this one that does not listen.
    vi.spyOn(indexedDB, "open").mockImplementation((name) => asked(name, 2));
    const storage = indexedStorage();
    const answer = storage.load("a").then(
      () => "answered",
      (error: unknown) => troubleOf(error),
    );
    holder.close();
    await removing;
    expect(["answered", "blocked", "broken"]).toContain(await answer);
    storage.close();
  });
});

describe("what is kept, seen from outside a document", () => {
  it("knows documents begun here until the server has them", async () => {
    const id = newDocId();
    await begin(id);
    expect((await lookAtKept()).begun).toEqual(new Set([id]));
    expect((await lookAtKept()).whole).toEqual(new Set([id]));
    await noteCreated(id);
    expect((await lookAtKept()).begun.size).toBe(0);
    expect(await recordOf(id)).toMatchObject({ everSynced: true });
    // Never begun twice over something that is there.
    await expect(begin(id)).rejects.toBeDefined();
  });

  it("knows which documents have unsent words, in which tabs, and how old", async () => {
    const [a, b] = [newDocId(), newDocId()];
    const storage = indexedStorage();
    await storage.write(a, { pending: { tab: "one", changes: 1, oldest: 9 }, record });
    await storage.write(a, { pending: { tab: "two", changes: 3, oldest: 4 } });
    await storage.write(b, { record });
    expect((await lookAtKept()).unsent).toEqual(new Map([[a, { tabs: ["one", "two"], oldest: 4 }]]));
    await removeRooms([a]);
    expect((await lookAtKept()).whole).toEqual(new Set([b]));
    await removeRooms(undefined);
    expect((await lookAtKept()).whole.size).toBe(0);
    expect((await storage.load(a)).updates).toEqual([]);
    storage.close();
  });

  it("tells open documents of what was removed", async () => {
    const id = newDocId();
    const storage = indexedStorage();
    await storage.write(id, { record });
    const heard = new Promise((resolve) => storage.onForget?.(resolve));
    await removeRooms(undefined);
    expect(await heard).toBeUndefined();
    storage.close();
  });
});

describe("a disk that keeps nothing", () => {
  const named = (name: string) => Object.assign(new Error(name), { name });
  it.each<[DiskTrouble, unknown]>([
    ["full", named("QuotaExceededError")],
    ["denied", named("SecurityError")],
    ["denied", named("InvalidStateError")],
    ["denied", new ReferenceError("indexedDB is not defined")],
    ["newer", named("VersionError")],
    ["removed", new DiskError("removed", "deleted")],
    ["blocked", new DiskError("blocked", "held")],
    ["broken", named("UnknownError")],
    ["broken", undefined],
  ])("is called %s", (why, error) => {
    expect(troubleOf(error)).toBe(why);
    expect(offline.disk[why]).toMatch(/\.$/);
  });

  it("is told in the page's view until it takes everything again", async () => {
    const world = new World();
    const body = world.open();
    await world.turn(WRITE_DELAY_MS);
    world.server.door = "shut";
    world.server.cut();
    await world.turn(LINGER_MS);
    const broken = named("QuotaExceededError");
    vi.spyOn(world.disk.records, "set").mockImplementation(() => {
      throw broken;
    });
    world.disk.health = "fails";
    write(body, "a");
    await world.turn(WRITE_DELAY_MS);
    expect(body.view()).toMatchObject({ kept: false, disk: "broken", save: { state: "cannot-save" } });
    vi.restoreAllMocks();
    world.disk.health = "well";
    await world.turn(RETRY_FIRST_MS * 2);
    expect(body.view()).toMatchObject({
      kept: true,
      disk: undefined,
      save: { state: "offline", changes: 1 },
    });
    world.close();
  });
});
