// A whole open document against a server, a disk and a clock in the test's hands. What a person sees
// is `view()`; what must never happen is "saved" without the server's word.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  Awareness,
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from "y-protocols/awareness";
import * as Y from "yjs";
import type { BodyView } from "../../app/_client/body.ts";
import { GAP_WAIT_MS } from "../../app/_client/gap.ts";
import { OWN_NEXT_MS, TURN_MS } from "../../app/_client/inbox.ts";
import { LINGER_MS } from "../../app/_client/linger.ts";
import { CONFIRM_WAIT_MS, CONNECTING_MS } from "../../app/_client/open-body.ts";
import {
  FIRST_RETRY_MS,
  MAX_RETRY_MS,
  OPEN_TIMEOUT_MS,
  PROBE_MS,
  REFUSED_RETRY_MS,
  STABLE_MS,
} from "../../app/_client/provider.ts";
import { CLOSE } from "../../lib/close-codes.ts";
import { encodeStanding, encodeSync, MAX_MESSAGE_BYTES, SYNC_UPDATE } from "../../lib/protocol.ts";
import { read, World, write } from "./support.ts";

let world: World;
beforeEach(() => {
  world = new World();
});
afterEach(() => world.close());

const states = (views: BodyView[]) => views.map((view) => view.save.state);

describe("opening", () => {
  it("waits for the server, then is in sync and saved", async () => {
    world.server.doc.getText("title").insert(0, "hello");
    const body = world.open();
    expect(body.view()).toMatchObject({
      save: { state: "connecting" },
      content: "waiting",
      connected: false,
    });
    await world.turn();
    expect(body.view()).toMatchObject({ save: { state: "saved" }, content: "synced", connected: true });
    expect(read(body)).toBe("hello");
    expect(world.server.connections[0]?.socket.url).toBe("ws://test/sync/room");
    expect(world.server.connections[0]?.socket.protocols).toEqual(["concord.1"]);
  });

  it("says offline once nobody has answered for a while, and at once when the attempt fails", async () => {
    world.server.door = "swallow";
    const body = world.open();
    await world.turn(CONNECTING_MS - 1);
    expect(body.view().save.state).toBe("connecting");
    await world.turn(1);
    expect(body.view().save).toEqual({ state: "offline", changes: 0, since: undefined });
    world.server.door = "shut";
    const second = world.open({ room: "other" });
    await world.turn(1);
    expect(second.view().save.state).toBe("offline");
  });

  it("never opens a socket for a body that is closed in the same turn, and the next one works", async () => {
    world.open().destroy();
    const body = world.open();
    await world.turn(50);
    expect(world.server.attempts).toBe(1);
    expect(body.view().save.state).toBe("saved");
  });

  it("answers the same view until something changed", async () => {
    const body = world.open();
    await world.turn();
    const view = body.view();
    const heard = vi.fn();
    body.subscribe(heard);
    world.server.doc.getText("title").insert(0, "x");
    world.server.tell(encodeStanding({ access: "write", store: "ok" }));
    await world.turn();
    // The same once more: what it may do is the same, but its role may be another.
    expect(body.view()).toEqual({ ...view, roleNews: 1 });
    expect(body.view()).toBe(body.view());
    expect(body.view().save).toBe(view.save);
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it("leaves no timer, listener or connection behind", async () => {
    const body = world.open();
    await world.turn();
    write(body, "a");
    body.destroy();
    body.destroy();
    await world.turn();
    expect(world.clock.waiting).toBe(0);
    expect(world.signals.subscribers).toBe(0);
    expect(world.server.connections).toHaveLength(0);
    expect(world.server.text).toBe("a");
  });
});

describe("saving", () => {
  it("is saved only after the server has confirmed", async () => {
    world.server.confirms = false;
    const body = world.open();
    await world.turn();
    const since = world.clock.now();
    write(body, "a");
    await world.turn(60_000);
    expect(world.server.text).toBe("a");
    expect(body.view().save).toEqual({ state: "saving", since, changes: 1 });
    world.server.save();
    await world.turn();
    expect(body.view().save).toEqual({ state: "saved" });
  });

  it("sends a flow of keys as one frame per 16 ms and loses none", async () => {
    const body = world.open();
    await world.turn();
    const before = world.server.writes.length;
    for (let key = 0; key < 100; key++) {
      write(body, "x");
      await world.turn(4);
    }
    await world.turn(50);
    expect(world.server.text).toBe("x".repeat(100));
    expect(world.server.writes.length - before).toBeLessThanOrEqual(26);
    expect(body.view().save.state).toBe("saved");
  });

  it("two people converge, and neither confirms for the other", async () => {
    const ann = world.open();
    const ben = world.open();
    await world.turn();
    world.server.confirms = false;
    write(ann, "ann ");
    write(ben, "ben ");
    await world.turn(OWN_NEXT_MS);
    expect(read(ann)).toBe(read(ben));
    expect(read(ann)).toHaveLength(8);
    expect(ann.view().save.state).toBe("saving");
    const [first] = world.server.connections;
    first?.outbox.push(new Uint8Array([100, 2]));
    await world.turn();
    expect([ann.view().save.state, ben.view().save.state]).toEqual(["saved", "saving"]);
  });

  it("tells the editor before each change from elsewhere, until it is told not to", async () => {
    const body = world.open();
    await world.turn();
    const other = world.open();
    await world.turn();
    const seen: string[] = [];
    const stop = body.beforeRemote(() => seen.push(read(body)));
    write(other, "a");
    await world.turn(TURN_MS);
    write(other, "b");
    await world.turn(TURN_MS);
    expect(seen).toEqual(["", "a"]);
    stop();
    write(other, "c");
    await world.turn(TURN_MS);
    expect(seen).toHaveLength(2);
  });

  it("says that the server cannot store, and saved again once it could", async () => {
    const body = world.open();
    await world.turn();
    world.server.confirms = false;
    write(body, "a");
    world.server.tell(encodeStanding({ access: "write", store: "failing" }));
    await world.turn();
    expect(body.view().save).toEqual({ state: "cannot-save", why: "server-failing", changes: 1 });
    // What it said is not known of a server that is gone.
    world.server.cut();
    expect(body.view().save).toMatchObject({ state: "offline", changes: 1 });
    await world.turn(FIRST_RETRY_MS);
    world.server.tell(encodeStanding({ access: "write", store: "ok" }));
    world.server.save();
    await world.turn();
    expect(body.view().save.state).toBe("saved");
  });

  it("says read-only to a reader, and takes no confirmation for what a reader wrote", async () => {
    world.server.standing = { access: "read", store: "ok" };
    const body = world.open();
    await world.turn();
    expect(body.view().save.state).toBe("read-only");
    write(body, "a");
    await world.turn(50);
    world.server.save();
    await world.turn();
    expect(body.view().save).toEqual({ state: "cannot-save", why: "lowered", changes: 1 });
  });

  it("takes the confirmation of what was written before writing was stopped", async () => {
    const body = world.open();
    await world.turn();
    world.server.confirms = false;
    write(body, "a");
    await world.turn(50);
    world.server.tell(encodeStanding({ access: "read", store: "ok" }));
    await world.turn();
    expect(body.view().save).toEqual({ state: "cannot-save", why: "lowered", changes: 1 });
    world.server.save();
    await world.turn();
    expect(body.view().save.state).toBe("read-only");
  });

  it("is not saved while the server takes up something that nobody knew it lacked", async () => {
    const body = world.open();
    await world.turn();
    write(body, "kept here");
    await world.turn(50);
    // The server comes back from an older backup.
    world.server.cut();
    world.server.doc = new Y.Doc();
    world.server.confirms = false;
    await world.turn(2_000);
    expect(world.server.text).toBe("kept here");
    expect(body.view().save).toMatchObject({ state: "saving" });
    world.server.save();
    await world.turn();
    expect(body.view().save.state).toBe("saved");
  });
});

it("a reader whose copy is newer than the server's is not told that something of theirs is lost", async () => {
  const body = world.open();
  await world.turn();
  write(body, "kept here");
  await world.turn(200);
  world.server.cut();
  world.server.doc = new Y.Doc();
  world.server.standing = { access: "read", store: "ok" };
  await world.turn(FIRST_RETRY_MS);
  expect(body.view().save.state).toBe("read-only");
});

describe("losing the connection", () => {
  it("what was typed offline goes up on return exactly once, and only then is it saved", async () => {
    const body = world.open();
    await world.turn();
    world.server.door = "shut";
    world.server.cut();
    expect(body.view().save.state).toBe("saved");
    await world.turn(LINGER_MS);
    const since = world.clock.now();
    expect(body.view().save.state).toBe("offline");
    for (const word of ["one ", "two ", "three "]) {
      write(body, word);
      await world.turn(3_000);
    }
    expect(body.view().save).toEqual({ state: "offline", changes: 3, since });
    expect(body.view().nextTry).toBeGreaterThan(world.clock.now());
    world.server.door = "open";
    world.server.confirms = false;
    const before = world.server.writes.length;
    body.tryNow();
    await world.turn(1_000);
    expect(world.server.writes.length - before).toBe(1);
    expect(world.server.text).toBe("one two three ");
    expect(body.view().save).toMatchObject({ state: "saving", changes: 3 });
    world.server.save();
    await world.turn();
    expect(body.view().save.state).toBe("saved");
  });

  it("a reconnect amid unconfirmed edits confirms nothing by itself", async () => {
    const body = world.open();
    await world.turn();
    world.server.confirms = false;
    write(body, "a");
    await world.turn(20);
    const views: BodyView[] = [];
    body.subscribe(() => views.push(body.view()));
    world.server.cut(CLOSE.restarting);
    await world.turn(50);
    write(body, "b");
    await world.turn(FIRST_RETRY_MS);
    write(body, "c");
    await world.turn(100);
    expect(body.view()).toMatchObject({ connected: true, save: { state: "saving", changes: 1 } });
    expect(states(views)).not.toContain("saved");
    world.server.save();
    await world.turn();
    expect(body.view().save.state).toBe("saved");
    expect(world.server.text).toBe("abc");
  });

  it("waits longer after each failure, within its bounds and never in step", async () => {
    world.server.door = "shut";
    const body = world.open();
    const pauses: number[] = [];
    await world.turn();
    for (let attempt = 0; attempt < 9; attempt++) {
      const pause = (body.view().nextTry ?? 0) - world.clock.now();
      pauses.push(pause);
      const ceiling = Math.min(FIRST_RETRY_MS * 2 ** attempt, MAX_RETRY_MS);
      expect(pause).toBeGreaterThanOrEqual(ceiling / 2);
      expect(pause).toBeLessThanOrEqual(ceiling);
      await world.turn(pause);
    }
    expect(new Set(pauses).size).toBe(9);
    expect(world.server.attempts).toBe(10);
  });

  it("a server that accepts and at once hangs up is asked ever more rarely", async () => {
    world.open();
    for (let ms = 0; ms < 60_000; ms += 100) {
      await world.turn(100);
      world.server.cut();
    }
    expect(world.server.attempts).toBeLessThan(13);
  });

  it("is not tried behind our back by y-websocket's own timers", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    world.open();
    await world.turn();
    world.server.cut();
    vi.advanceTimersByTime(60_000);
    expect(world.server.attempts).toBe(1);
    vi.useRealTimers();
  });

  it("after a good while the pauses start small again", async () => {
    world.server.door = "shut";
    const body = world.open();
    await world.turn(60_000);
    world.server.door = "open";
    await world.turn(MAX_RETRY_MS + STABLE_MS);
    world.server.cut();
    expect((body.view().nextTry ?? 0) - world.clock.now()).toBeLessThanOrEqual(FIRST_RETRY_MS);
  });

  it("gives up an attempt that neither opens nor fails", async () => {
    world.server.door = "swallow";
    const body = world.open();
    await world.turn(OPEN_TIMEOUT_MS);
    expect(body.view().nextTry).toBeDefined();
    world.server.door = "open";
    await world.turn(FIRST_RETRY_MS);
    expect(body.view().save.state).toBe("saved");
  });

  it("tries at once when the network or the person returns", async () => {
    for (const signal of ["online", "visible"] as const) {
      world.server.door = "shut";
      const body = world.open({ room: signal });
      await world.turn(40_000);
      expect(body.view().save.state).toBe("offline");
      world.server.door = "open";
      world.signals.send(signal);
      await world.turn();
      expect(body.view().save.state).toBe("saved");
      body.destroy();
    }
  });

  it("says offline soon after the network has gone, and stays when only the system thought so", async () => {
    const body = world.open();
    await world.turn();
    world.signals.send("offline");
    await world.turn(PROBE_MS * 2);
    expect(body.view().save.state).toBe("saved");
    world.server.mute = true;
    world.signals.send("offline");
    await world.turn(PROBE_MS);
    expect(body.view().save.state).toBe("offline");
  });

  it("finds a network that swallows packets by the confirmation that does not come", async () => {
    const body = world.open();
    await world.turn();
    world.server.mute = true;
    write(body, "a");
    await world.turn(CONFIRM_WAIT_MS + PROBE_MS);
    expect(body.view().save.state).toBe("offline");
    world.server.mute = false;
    await world.turn(MAX_RETRY_MS);
    expect(body.view().save.state).toBe("saved");
  });

  it("shows its presence anew after a reconnect", async () => {
    const body = world.open();
    body.awareness.setLocalState({ user: { name: "Ann", hue: 1 } });
    await world.turn();
    const clockBefore = body.awareness.meta.get(body.awareness.clientID)?.clock ?? 0;
    world.server.cut();
    await world.turn(FIRST_RETRY_MS);
    expect(body.awareness.meta.get(body.awareness.clientID)?.clock).toBeGreaterThan(clockBefore);
    expect(world.server.presence.at(-1)?.state).toEqual({ user: { name: "Ann", hue: 1 } });
  });

  it("sees at once who stayed there without a word meanwhile", async () => {
    const body = world.open();
    await world.turn();
    const ben = new Awareness(new Y.Doc());
    ben.setLocalState({ user: { name: "Ben", hue: 2 } });
    const told = encodeAwarenessUpdate(ben, [ben.clientID]);
    applyAwarenessUpdate(body.awareness, told, "server");
    // As the line does when it goes.
    removeAwarenessStates(body.awareness, [ben.clientID], "line");
    world.server.cut();
    await world.turn(FIRST_RETRY_MS);
    // The server repeats what it knows: the same words under the same clock.
    applyAwarenessUpdate(body.awareness, told, "server");
    expect(body.awareness.getStates().get(ben.clientID)).toEqual({ user: { name: "Ben", hue: 2 } });
    ben.destroy();
  });
});

describe("a connection that is lost for a moment", () => {
  const statesDuring = (body: ReturnType<World["open"]>) => {
    const seen: string[] = [body.view().save.state];
    body.subscribe(() => {
      const { state } = body.view().save;
      if (seen.at(-1) !== state) seen.push(state);
    });
    return seen;
  };

  it("is no news when the server is back within it, written in or not", async () => {
    const body = world.open();
    await world.turn();
    const seen = statesDuring(body);
    world.server.cut(1012);
    await world.turn(100);
    write(body, "meanwhile");
    await world.turn(LINGER_MS);
    expect(seen).toEqual(["saved", "saving", "saved"]);
    expect(world.server.text).toBe("meanwhile");
  });

  it("is told after two seconds, or at once when the system knows that there is no network", async () => {
    const [ann, ben] = [world.open(), world.open({ disk: false })];
    await world.turn();
    world.server.door = "shut";
    world.server.cut();
    await world.turn(LINGER_MS - 100);
    expect(ann.view().save.state).toBe("saved");
    await world.turn(200);
    expect(ann.view().save.state).toBe("offline");
    world.server.door = "open";
    await world.turn(20_000);
    expect(ben.view().save.state).toBe("saved");
    world.server.door = "shut";
    world.server.cut();
    world.signals.send("offline");
    expect([ann.view().save.state, ben.view().save.state]).toEqual(["offline", "offline"]);
  });

  it("is told at once where nothing but this page has the words", async () => {
    const body = world.open({ disk: false });
    await world.turn();
    world.server.door = "shut";
    world.server.cut();
    write(body, "here only");
    expect(body.view().save).toMatchObject({ state: "cannot-save", why: "browser-full", changes: 1 });
  });

  it("keeps saying read-only to a reader", async () => {
    world.server.standing = { access: "read", store: "ok" };
    const body = world.open();
    await world.turn();
    const seen = statesDuring(body);
    world.server.cut();
    await world.turn(LINGER_MS + 1_000);
    expect(seen).toEqual(["read-only"]);
    expect(body.view().connected).toBe(true);
  });
});

describe("being refused", () => {
  it.each([
    [CLOSE.unauthenticated, "signed-out"],
    [CLOSE.forbidden, "forbidden"],
    [CLOSE.gone, "gone"],
    [CLOSE.outdated, "outdated"],
  ])("stops at %i: %s", async (code, why) => {
    const body = world.open();
    await world.turn();
    write(body, "a");
    world.server.cut(code);
    world.signals.send("online");
    world.signals.send("visible");
    await world.turn(600_000);
    expect(world.server.attempts).toBe(1);
    expect(body.view().save).toEqual({ state: "cannot-save", why, changes: 1 });
    expect(body.view().nextTry).toBeUndefined();
    // Only a person may ask again.
    body.tryNow();
    await world.turn(50);
    expect(body.view().save.state).toBe("saved");
  });

  it("does not storm a server that refuses a message, and recovers when the change is taken back", async () => {
    const body = world.open();
    await world.turn();
    world.server.maxWrite = 10_000;
    write(body, "x".repeat(20_000));
    await world.turn(TURN_MS);
    expect(body.view().save).toEqual({ state: "cannot-save", why: "refused", changes: 1 });
    world.signals.send("visible");
    await world.turn(600_000);
    expect(world.server.attempts).toBeLessThanOrEqual(1 + (600_000 / REFUSED_RETRY_MS) * 2);
    expect(body.view().save).toMatchObject({ state: "cannot-save", why: "refused" });
    body.doc.getText("title").delete(0, 20_000);
    write(body, "small");
    body.tryNow();
    await world.turn(50);
    expect(body.view().save.state).toBe("saved");
    expect(world.server.text).toBe("small");
  });

  it("does not even send what no server takes, goes on reading, and recovers by itself", async () => {
    const body = world.open();
    await world.turn();
    write(body, "x".repeat(MAX_MESSAGE_BYTES));
    await world.turn(50);
    expect(body.view()).toMatchObject({ connected: true, save: { state: "cannot-save", why: "refused" } });
    expect(world.server.attempts).toBe(1);
    const other = world.open();
    await world.turn();
    write(other, "from elsewhere");
    await world.turn(OWN_NEXT_MS);
    expect(read(body).endsWith("from elsewhere") || read(body).startsWith("from elsewhere")).toBe(true);
    body.doc.getText("title").delete(0, read(body).length);
    await world.turn(REFUSED_RETRY_MS);
    expect(body.view().save.state).toBe("saved");
    expect(world.server.text).toBe("");
  });

  it("brings what is too much for one message in several, and calls it saved when all of it is", async () => {
    const body = world.open();
    await world.turn();
    world.server.cut(CLOSE.restarting);
    const third = Math.ceil(MAX_MESSAGE_BYTES / 3);
    for (const letter of ["a", "b", "c", "d"]) {
      // At the beginning each time: four structs, not one long one.
      body.doc.getText("title").insert(0, letter.repeat(third));
    }
    await world.turn(FIRST_RETRY_MS + 50);
    expect(body.view().save.state).toBe("saved");
    expect(world.server.text).toBe(read(body));
    expect(world.server.text).toHaveLength(4 * third);
  });

  it("says that the server cannot open the document, while it goes on trying", async () => {
    const body = world.open();
    await world.turn();
    world.server.cut(CLOSE.failed);
    expect(body.view().save).toEqual({ state: "cannot-save", why: "server-failing", changes: 0 });
    await world.turn(FIRST_RETRY_MS);
    expect(body.view().save.state).toBe("saved");
  });

  it("asks again for what it never got, instead of staying silently behind", async () => {
    const body = world.open();
    await world.turn();
    const updates: Uint8Array[] = [];
    world.server.doc.on("update", (update: Uint8Array) => updates.push(update));
    world.server.doc.getText("title").insert(0, "lost ");
    world.server.doc.getText("title").insert(5, "heard");
    world.server.tell(encodeSync(SYNC_UPDATE, updates[1] ?? new Uint8Array()));
    await world.turn();
    expect(read(body)).toBe("");
    world.server.tell(encodeStanding({ access: "write", store: "ok" }));
    await world.turn(GAP_WAIT_MS);
    expect(read(body)).toBe("lost heard");
    expect(world.server.attempts).toBe(1);
  });

  it("survives a document message that is not one", async () => {
    const quiet = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const body = world.open();
    await world.turn();
    world.server.tell(encodeSync(SYNC_UPDATE, new Uint8Array([9, 9, 9])).slice(0, 4));
    await world.turn();
    expect(body.view().connected).toBe(false);
    await world.turn(FIRST_RETRY_MS);
    expect(body.view()).toMatchObject({ connected: true, save: { state: "saved" } });
    quiet.mockRestore();
  });
});
