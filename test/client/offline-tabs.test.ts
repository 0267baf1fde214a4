// What was never sent belongs to one tab at a time: counted once however many tabs are open, and brought to
// the server by whoever is left. And copies that must go: taken access, a sign-out in another tab.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CREATE_AGAIN_MS } from "../../app/_client/creation.ts";
import { LINGER_MS } from "../../app/_client/linger.ts";
import { WRITE_DELAY_MS } from "../../app/_client/offline.ts";
import { CLOSE } from "../../lib/close-codes.ts";
import { read, World, write } from "./support.ts";

let world: World;
beforeEach(() => {
  world = new World();
});
afterEach(() => {
  world.close();
  vi.restoreAllMocks();
});

const open = () => world.open({ tabs: world.tabs });
const pending = () => [...(world.disk.pending.get("room")?.values() ?? [])];
const total = () => pending().reduce((sum, { changes }) => sum + changes, 0);

async function away(): Promise<void> {
  world.server.door = "shut";
  world.server.cut();
  await world.turn(LINGER_MS);
}

describe("several tabs of one document", () => {
  it("count what is unsent once, whoever opens and writes after whom", async () => {
    const ann = open();
    await world.turn(WRITE_DELAY_MS);
    await away();
    write(ann, "one ");
    await world.turn(3_000);
    write(ann, "two ");
    await world.turn(WRITE_DELAY_MS);
    const ben = open();
    await world.turn(500);
    expect(read(ben)).toBe("one two ");
    expect(ben.view().save).toMatchObject({ state: "offline", changes: 0 });
    await world.turn(3_000);
    write(ann, "three ");
    write(ben, "four ");
    await world.turn(WRITE_DELAY_MS);
    expect(ann.view().save).toMatchObject({ changes: 3 });
    expect(ben.view().save).toMatchObject({ changes: 1 });
    expect(total()).toBe(4);
  });

  it("leave what they had not sent to the others, words and count", async () => {
    const ann = open();
    const ben = open();
    await world.turn(WRITE_DELAY_MS);
    await away();
    write(ben, "ben ");
    await world.turn(WRITE_DELAY_MS);
    // Ann opens anew, so that she knows of Ben; then Ben writes on, and his tab is closed.
    ann.destroy();
    const again = open();
    await world.turn(500);
    await world.turn(3_000);
    write(ben, "more ");
    ben.destroy();
    await world.turn(WRITE_DELAY_MS);
    expect(read(again)).toBe("ben more ");
    expect(again.view().save).toMatchObject({ state: "offline", changes: 2 });
    expect(pending()).toHaveLength(1);
    world.server.door = "open";
    again.tryNow();
    await world.turn(500);
    expect(world.server.text).toBe("ben more ");
    expect(again.view().save.state).toBe("saved");
    expect(pending()).toEqual([]);
  });

  it("a crashed one is no farewell either", async () => {
    const ann = open();
    await world.turn(WRITE_DELAY_MS);
    await away();
    write(ann, "left behind");
    await world.turn(WRITE_DELAY_MS);
    const ben = open();
    await world.turn(500);
    expect(ben.view().save).toMatchObject({ changes: 0 });
    world.tabs.crash();
    await world.turn(WRITE_DELAY_MS);
    expect(ben.view().save).toMatchObject({ state: "offline", changes: 1 });
  });

  it("what was inherited and the server has already is confirmed without a new edit", async () => {
    const ann = open();
    await world.turn(WRITE_DELAY_MS);
    world.server.confirms = false;
    write(ann, "sent, not confirmed");
    await world.turn(WRITE_DELAY_MS);
    const ben = open();
    await world.turn(500);
    world.server.save();
    await world.turn();
    world.server.confirms = true;
    // Ann never hears it.
    world.disk.pending.set("room", new Map([["ghost", { tab: "ghost", changes: 1, oldest: 5 }]]));
    const carl = open();
    await world.turn(500);
    expect(carl.view().save.state).toBe("saved");
    ben.destroy();
    await world.turn(WRITE_DELAY_MS);
    expect(pending().filter(({ tab }) => tab === "ghost")).toEqual([]);
  });
});

describe("a document that was begun here", () => {
  const begin = () =>
    world.disk.records.set("room", { everSynced: true, schemaVersion: undefined, begun: 5 });

  it("is shown and written in at once, and only then the server's", async () => {
    begin();
    world.server.door = "shut";
    const body = open();
    await world.turn(500);
    expect(body.view().content).toBe("local");
    write(body, "begun offline");
    await world.turn(WRITE_DELAY_MS);
    expect(body.view().save).toMatchObject({ state: "offline", changes: 1 });
    body.destroy();
    await world.turn();

    // The server is there, and knows nothing of it.
    world.server.door = "open";
    world.server.turnsAway = CLOSE.forbidden;
    const again = open();
    await world.turn(100);
    expect(world.offered).toEqual(["room"]);
    expect(again.view().save.state).not.toBe("cannot-save");
    expect(world.disk.records.get("room")?.begun).toBeDefined();
    world.creates = "created";
    world.server.turnsAway = undefined;
    await world.turn(CREATE_AGAIN_MS + 1_000);
    expect(world.offered).toHaveLength(2);
    expect(world.server.text).toBe("begun offline");
    expect(again.view().save.state).toBe("saved");
    expect(world.disk.records.get("room")).toMatchObject({ everSynced: true });
    expect(world.disk.records.get("room")?.begun).toBeUndefined();
  });

  it("that the server does not take says so, and keeps every word", async () => {
    begin();
    world.server.door = "shut";
    const body = open();
    await world.turn(500);
    write(body, "still here");
    world.creates = "refused";
    world.server.door = "open";
    world.server.turnsAway = CLOSE.forbidden;
    body.tryNow();
    await world.turn(WRITE_DELAY_MS);
    expect(body.view().save).toMatchObject({ why: "not-created", changes: 1 });
    expect(world.disk.textOf("room")).toBe("still here");
  });
});

describe("a copy that must go", () => {
  it.each([
    ["access ended", CLOSE.forbidden],
    ["the document is gone", CLOSE.gone],
  ])("goes at once when %s and everything was sent", async (_why, code) => {
    const body = open();
    await world.turn();
    write(body, "known to the server");
    await world.turn(WRITE_DELAY_MS * 2);
    expect(world.disk.textOf("room")).not.toBe("");
    world.server.cut(code);
    await world.turn(WRITE_DELAY_MS);
    expect(world.disk.updates).toEqual([]);
    expect(world.disk.records.size).toBe(0);
    // What is on the screen stays there, and is not stored again.
    expect(read(body)).toBe("known to the server");
    write(body, "more");
    await world.turn(WRITE_DELAY_MS * 5);
    expect(world.disk.updates).toEqual([]);
    // Let in again: kept again, wholly.
    body.tryNow();
    await world.turn(500);
    expect(world.disk.textOf("room")).toBe("known to the servermore");
    expect(body.view().kept).toBe(true);
  });

  it("stays while it holds words that were never sent", async () => {
    const body = open();
    await world.turn(WRITE_DELAY_MS);
    world.server.confirms = false;
    write(body, "nowhere else");
    await world.turn(WRITE_DELAY_MS);
    world.server.cut(CLOSE.forbidden);
    await world.turn(WRITE_DELAY_MS);
    expect(world.disk.textOf("room")).toBe("nowhere else");
    expect(pending()).toMatchObject([{ changes: 1 }]);
  });

  it("stays when nobody knows who this is: signing in again is all it takes", async () => {
    const body = open();
    await world.turn();
    write(body, "mine");
    await world.turn(WRITE_DELAY_MS * 2);
    world.server.cut(CLOSE.unauthenticated);
    await world.turn(WRITE_DELAY_MS);
    expect(world.disk.textOf("room")).toBe("mine");
  });

  it("is not written again by another tab when somebody forgets everything", async () => {
    const body = open();
    await world.turn();
    write(body, "before ");
    await world.turn(WRITE_DELAY_MS * 2);
    world.disk.updates = [];
    world.disk.records.clear();
    world.disk.forgotten(undefined);
    write(body, "after");
    world.signals.send("leaving");
    await world.turn(WRITE_DELAY_MS * 5);
    expect(world.disk.updates).toEqual([]);
    expect(body.view().kept).toBe(false);
  });
});
