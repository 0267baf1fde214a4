// The copy of this browser: what survives a reload, a full disk, a slow disk and a second tab.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import type { Body } from "../../app/_client/body.ts";
import {
  COMPACT_ABOVE_UPDATES,
  DISK_TIMEOUT_MS,
  RETRY_FIRST_MS,
  RETRY_LONGEST_MS,
  WRITE_DELAY_MS,
} from "../../app/_client/offline.ts";
import { COPY_WAIT_MS } from "../../app/_client/open-body.ts";
import { read, World, write } from "./support.ts";

let world: World;
beforeEach(() => {
  world = new World();
});
afterEach(() => {
  world.close();
  vi.restoreAllMocks();
});

/** In sync, then the server goes away. */
async function cutOff(): Promise<Body> {
  const body = world.open();
  await world.turn(WRITE_DELAY_MS);
  world.server.door = "shut";
  world.server.cut();
  return body;
}

describe("the copy", () => {
  it("is shown without a server, with what was never confirmed, and confirmed like everything else", async () => {
    const body = await cutOff();
    const since = world.clock.now();
    write(body, "first ");
    await world.turn(3_000);
    write(body, "second ");
    await world.turn(WRITE_DELAY_MS);
    body.destroy();

    const again = world.open();
    await world.turn(500);
    expect(again.view()).toMatchObject({ content: "local", connected: false });
    expect(again.view().save).toEqual({ state: "offline", changes: 2, since });
    expect(read(again)).toBe("first second ");

    world.server.door = "open";
    world.server.confirms = false;
    again.tryNow();
    await world.turn(50);
    expect(world.server.text).toBe("first second ");
    expect(again.view()).toMatchObject({ content: "synced", save: { state: "saving", changes: 2 } });
    world.server.save();
    await world.turn(WRITE_DELAY_MS);
    expect(again.view().save.state).toBe("saved");

    again.destroy();
    world.server.door = "shut";
    const third = world.open();
    await world.turn(500);
    expect(third.view().save).toEqual({ state: "offline", changes: 0, since: undefined });
    expect(read(third)).toBe("first second ");
  });

  it("is not shown when it was never in sync: half a document looks like loss", async () => {
    world.server.door = "shut";
    const body = world.open();
    await world.turn(500);
    write(body, "unseen");
    await world.turn(WRITE_DELAY_MS);
    body.destroy();
    const again = world.open();
    await world.turn(500);
    expect(again.view()).toMatchObject({ content: "waiting", save: { state: "offline", changes: 1 } });
    world.server.door = "open";
    again.tryNow();
    await world.turn(50);
    expect(again.view()).toMatchObject({ content: "synced", save: { state: "saved" } });
    expect(world.server.text).toBe("unseen");
  });

  it("gets a burst of keys as few writes, at most 100 ms late", async () => {
    const body = await cutOff();
    const before = world.disk.transactions;
    for (let key = 0; key < 100; key++) {
      write(body, "x");
      await world.turn(5);
      if (key === 21) expect(world.disk.textOf("room").length).toBeGreaterThan(0);
    }
    await world.turn(WRITE_DELAY_MS);
    expect(world.disk.textOf("room")).toBe("x".repeat(100));
    expect(world.disk.transactions - before).toBeLessThan(8);
  });

  it.each(["hidden", "leaving"] as const)("is written at once when the page is %s", async (signal) => {
    const body = await cutOff();
    write(body, "last words");
    world.signals.send(signal);
    await world.turn();
    expect(world.disk.textOf("room")).toBe("last words");
  });

  it("is written when the document is closed", async () => {
    const body = await cutOff();
    write(body, "last words");
    body.destroy();
    await world.turn();
    expect(world.disk.textOf("room")).toBe("last words");
  });

  it("holds what others wrote as well", async () => {
    const ann = world.open();
    const ben = world.open({ disk: false });
    await world.turn();
    write(ben, "from ben");
    await world.turn(WRITE_DELAY_MS * 2);
    expect(read(ann)).toBe("from ben");
    expect(world.disk.textOf("room")).toBe("from ben");
  });

  it("is folded into one piece now and then, and never loses what another tab wrote meanwhile", async () => {
    const ann = await cutOff();
    const ben = world.open();
    await world.turn(500);
    for (let n = 0; n <= COMPACT_ABOVE_UPDATES + 5; n++) {
      write(ann, "a");
      if (n % 50 === 0) write(ben, "b");
      await world.turn(WRITE_DELAY_MS + 1);
    }
    expect(world.disk.updates.length).toBeLessThan(COMPACT_ABOVE_UPDATES / 2);
    const text = world.disk.textOf("room");
    expect([...text].filter((letter) => letter === "a")).toHaveLength(COMPACT_ABOVE_UPDATES + 6);
    expect([...text].filter((letter) => letter === "b")).toHaveLength(9);
  });

  it("of two tabs that are both offline loses neither's words", async () => {
    const ann = await cutOff();
    const ben = world.open();
    await world.turn(500);
    write(ann, "ann ");
    write(ben, "ben ");
    await world.turn(WRITE_DELAY_MS);
    ann.destroy();
    ben.destroy();
    const again = world.open();
    await world.turn(500);
    expect(again.view().save).toMatchObject({ state: "offline", changes: 2 });
    expect([...read(again)].sort().join("")).toBe([..."ann ben "].sort().join(""));
    // They are this tab's now: one record, not three.
    expect(world.disk.pending.get("room")?.size).toBe(1);
  });

  it("of a newer editor is not touched", async () => {
    const newer = world.open({ schemaVersion: 2 });
    await world.turn(WRITE_DELAY_MS);
    write(newer, "with a new kind of block");
    await world.turn(WRITE_DELAY_MS);
    newer.destroy();
    await world.turn();
    const before = world.disk.transactions;
    const attempts = world.server.attempts;
    const older = world.open({ schemaVersion: 1 });
    await world.turn(5_000);
    expect(older.view()).toMatchObject({
      content: "waiting",
      save: { state: "cannot-save", why: "outdated" },
    });
    expect(read(older)).toBe("");
    expect(world.disk.transactions - before).toBe(1);
    expect(world.server.attempts - attempts).toBeLessThanOrEqual(1);
    older.tryNow();
    await world.turn(5_000);
    expect(world.server.connections).toHaveLength(0);
  });

  it("with a damaged piece gives the rest, and keeps the piece", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const body = await cutOff();
    write(body, "good");
    await world.turn(WRITE_DELAY_MS);
    body.destroy();
    await world.turn();
    world.disk.updates.push({ room: "room", key: "x.1", update: new Uint8Array([1, 2, 3]) });
    const again = world.open();
    await world.turn(500);
    expect(again.view().content).toBe("local");
    expect(read(again)).toBe("good");
    expect(world.disk.updates.some(({ key }) => key === "x.1")).toBe(true);
  });
});

describe("a disk that does not work", () => {
  beforeEach(() => {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
  });

  it("takes nothing from writing and syncing: with the server's word it is saved", async () => {
    world.disk.health = "fails";
    const body = world.open();
    await world.turn();
    write(body, "a");
    await world.turn(WRITE_DELAY_MS);
    expect(body.view()).toMatchObject({ kept: false, content: "synced", save: { state: "saved" } });
    expect(world.server.text).toBe("a");
  });

  it("is the news when there is no server either", async () => {
    const body = await cutOff();
    world.disk.health = "fails";
    write(body, "only in this page");
    await world.turn(WRITE_DELAY_MS);
    expect(body.view().save).toEqual({ state: "cannot-save", why: "browser-full", changes: 1 });
    expect(console.warn).toHaveBeenCalledTimes(1);
  });

  it("gets everything, not only the rest, once it works again", async () => {
    const body = await cutOff();
    world.disk.health = "fails";
    for (const word of ["one ", "two ", "three "]) {
      write(body, word);
      await world.turn(WRITE_DELAY_MS);
    }
    world.disk.health = "well";
    write(body, "four");
    await world.turn(RETRY_LONGEST_MS);
    expect(world.disk.textOf("room")).toBe("one two three four");
    expect(body.view()).toMatchObject({ kept: true, save: { state: "offline", changes: 1 } });
    expect([...(world.disk.pending.get("room")?.values() ?? [])]).toMatchObject([{ changes: 1 }]);
  });

  it("that was cleared under the page gets everything anew, and loses nothing of another tab's", async () => {
    const ann = await cutOff();
    const ben = world.open();
    await world.turn(500);
    write(ann, "ann ");
    write(ben, "ben ");
    await world.turn(WRITE_DELAY_MS);
    world.disk.clear();
    write(ann, "more");
    await world.turn(WRITE_DELAY_MS);
    expect(ann.view().kept).toBe(false);
    world.disk.health = "well";
    // What ben writes now finds an empty disk; ann's whole copy must not remove it.
    write(ben, "still ");
    await world.turn(RETRY_FIRST_MS);
    expect(ann.view().kept).toBe(true);
    expect(world.disk.records.get("room")?.everSynced).toBe(true);
    const texts = world.disk.updates.length;
    expect(texts).toBe(2);
    expect(world.disk.updates.some(({ update }) => new TextDecoder().decode(update).includes("still"))).toBe(
      true,
    );
    const doc = new Y.Doc();
    for (const { update } of world.disk.updates) Y.applyUpdate(doc, update);
    expect(doc.getText("title").toString()).toContain("ann more");
  });

  it("does not hold up the server when it never answers, and is told so", async () => {
    world.disk.health = "hangs";
    const body = world.open();
    await world.turn(COPY_WAIT_MS);
    expect(body.view()).toMatchObject({ content: "synced", save: { state: "saved" } });
    await world.turn(DISK_TIMEOUT_MS);
    expect(body.view().kept).toBe(false);
  });

  it("that failed to read does not forget that the copy is whole", async () => {
    (await cutOff()).destroy();
    await world.turn();
    world.disk.health = "fails";
    const blind = world.open();
    await world.turn(500);
    world.disk.health = "well";
    await world.turn(RETRY_LONGEST_MS);
    blind.destroy();
    await world.turn();
    expect(world.disk.records.get("room")?.everSynced).toBe(true);
  });

  it("or none at all is said, and is no hindrance", async () => {
    const body = world.open({ disk: false });
    await world.turn();
    write(body, "a");
    await world.turn(50);
    expect(body.view()).toMatchObject({ kept: false, save: { state: "saved" } });
  });
});

describe("a copy that comes late", () => {
  it("is merged into the running document, sent, and confirmed", async () => {
    const first = await cutOff();
    write(first, "left behind");
    await world.turn(WRITE_DELAY_MS);
    first.destroy();
    await world.turn();
    world.server.door = "open";

    const storage = world.disk.storage();
    let answer: () => void = () => undefined;
    const slow = vi.spyOn(world.disk, "storage").mockReturnValue({
      ...storage,
      load: async (room) => {
        await new Promise<void>((resolve) => (answer = resolve));
        return storage.load(room);
      },
    });
    const body = world.open();
    await world.turn(COPY_WAIT_MS);
    expect(body.view()).toMatchObject({ content: "synced", save: { state: "saved" } });
    world.server.confirms = false;
    answer();
    await world.turn(50);
    expect(read(body)).toBe("left behind");
    expect(world.server.text).toBe("left behind");
    expect(body.view().save).toMatchObject({ state: "saving", changes: 1 });
    world.server.save();
    await world.turn();
    expect(body.view().save.state).toBe("saved");
    slow.mockRestore();
  });
});

it("the origin of a loaded copy is no edit", async () => {
  const body = await cutOff();
  write(body, "a");
  await world.turn(WRITE_DELAY_MS);
  body.destroy();
  await world.turn();
  const again = world.open();
  const origins: unknown[] = [];
  again.doc.on("update", (_: Uint8Array, origin: unknown) => origins.push(origin));
  await world.turn(500);
  expect(origins).toHaveLength(1);
  expect(origins[0]).not.toBeNull();
  expect(again.doc).toBeInstanceOf(Y.Doc);
});
