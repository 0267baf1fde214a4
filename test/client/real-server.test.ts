// Open documents against the real sync server over real sockets, through cuts and restarts. The measure:
// every word exactly once, and nothing that was called saved is missing from the store.

import { EventEmitter, once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { Body } from "../../app/_client/body.ts";
import { systemClock } from "../../app/_client/clock.ts";
import { openBody } from "../../app/_client/open-body.ts";
import type { RawSocketClass } from "../../app/_client/paced-socket.ts";
import { createMemoryStore } from "../../sync-server/store/memory.ts";
import { faulty } from "../support/faulty-store.ts";
import { join, type Running, startServer, until } from "../support/server.ts";
import { Disk, HandSignals, read, write } from "./support.ts";

const sockets = new Set<WebSocket>();
class Tracked extends WebSocket {
  constructor(url: string, protocols?: string | string[]) {
    super(url, protocols);
    sockets.add(this);
    this.on("close", () => sockets.delete(this));
    for (const event of ["open", "message", "close"]) this.on(event, () => wire.emit("moved"));
  }
}
/** Something came over a wire, or a wire has come or gone. */
const wire = new EventEmitter();
/** Pulls every plug, without goodbye. */
const cutAll = () => {
  for (const socket of sockets) socket.terminate();
};

const open: { destroy(): void }[] = [];
const servers: Running[] = [];
afterEach(async () => {
  for (const body of open.splice(0)) body.destroy();
  for (const { server } of servers.splice(0)) await server.close();
});

async function serve(options: Parameters<typeof startServer>[0] = {}): Promise<Running> {
  const running = await startServer(options);
  servers.push(running);
  return running;
}

function person(url: string, room = "room", disk = new Disk()): Body {
  const body = openBody({
    room,
    url,
    WebSocket: Tracked as unknown as RawSocketClass,
    storage: disk.storage(),
    clock: systemClock,
    random: Math.random,
    signals: new HandSignals(),
  });
  open.push(body);
  return body;
}
const saved = (body: Body) => () => body.view().save.state === "saved";

describe("with the real server", () => {
  it("two people converge, and a third with a stock provider sees the same", async () => {
    const { url } = await serve();
    const ann = person(url);
    const ben = person(url);
    await until("both are in sync", () => saved(ann)() && saved(ben)());
    for (let n = 0; n < 20; n++) {
      write(ann, `a${n} `);
      write(ben, `b${n} `);
    }
    await until("both are saved", () => saved(ann)() && saved(ben)());
    await until("they see the same", () => read(ann) === read(ben) && read(ann).includes("b19"));
    const stock = await join(url, "room");
    expect(stock.doc.getText("title").toString()).toBe(read(ann));
    stock.leave();
  });

  it("is saved only when the store has it", async () => {
    const store = faulty(createMemoryStore());
    const { url } = await serve({ store });
    const ann = person(url);
    await until("it is in sync", saved(ann));
    store.fault.hold();
    write(ann, "a");
    const states = new Set<string>();
    ann.subscribe(() => states.add(ann.view().save.state));
    await until("the store was asked", () => store.fault.tries > 0);
    expect(ann.view().save.state).toBe("saving");
    expect(states).not.toContain("saved");
    store.fault.release();
    await until("it is saved", saved(ann));
  });

  it("says so while the store fails, and is saved when it is mended", async () => {
    const store = faulty(createMemoryStore());
    const { url } = await serve({ store });
    const ann = person(url);
    await until("it is in sync", saved(ann));
    store.fault.breakIt();
    write(ann, "a");
    await until("it says so", () => {
      const { save } = ann.view();
      return save.state === "cannot-save" && save.why === "server-failing" && save.changes === 1;
    });
    store.fault.mend();
    await until("it is saved", saved(ann));
  });

  it("through cuts in full flow keeps every word of everybody exactly once, in order", async () => {
    const { url } = await serve();
    const people = ["a", "b", "c"].map((name) => ({ name, body: person(url), words: 0 }));
    await until("all are in sync", () => people.every(({ body }) => saved(body)()));
    for (let round = 0; round < 60; round++) {
      for (const one of people) write(one.body, `${one.name}${one.words++};`);
      if (round % 12 === 7) cutAll();
      if (round % 12 === 9) for (const { body } of people) body.tryNow();
      // Written into what is on its way: on with the next thing that is heard, where there is anybody to hear.
      if (sockets.size > 0) await once(wire, "moved");
    }
    for (const { body } of people) body.tryNow();
    await until("all are saved", () => people.every(({ body }) => saved(body)()));
    const [first] = people;
    await until("all see the same", () =>
      people.every(({ body }) => read(body) === read(first?.body ?? body)),
    );
    const late = await join(url, "room");
    const words = late.doc.getText("title").toString().split(";").slice(0, -1);
    for (const { name } of people) {
      expect(words.filter((word) => word.startsWith(name))).toEqual(
        Array.from({ length: 60 }, (_, n) => `${name}${n}`),
      );
    }
    late.leave();
  });

  it("what was typed while the server was away is there after it came back, and after a reload", async () => {
    const store = createMemoryStore();
    // The store outlives the first server, as a disk does.
    const first = await startServer({ store: { ...store, close: async () => undefined } });
    const disk = new Disk();
    const ann = person(first.url, "room", disk);
    await until("it is in sync", saved(ann));
    write(ann, "before ");
    await until("it is saved", saved(ann));
    await first.server.close();
    await until("it is offline", () => ann.view().save.state === "offline");
    write(ann, "away ");
    await until("the copy has it", () => disk.textOf("room").includes("away"));
    ann.destroy();

    const second = await serve({ store });
    const again = person(second.url, "room", disk);
    await until("it is saved", () => saved(again)() && again.view().content === "synced");
    const stranger = await join(second.url, "room");
    expect(stranger.doc.getText("title").toString()).toBe("before away ");
    stranger.leave();
  });

  it("stops where there is no document", async () => {
    const { url } = await serve({ access: "links" });
    const ann = person(url, "0123456789abcdefghijk");
    await until("it says so", () => ann.view().save.state === "cannot-save");
    // Whether "gone" or "forbidden" is the door's to tell: to a stranger both may look alike.
    const { save } = ann.view();
    expect(["gone", "forbidden"]).toContain(save.state === "cannot-save" ? save.why : save.state);
    expect(ann.view().nextTry).toBeUndefined();
  });

  it("shows each other's presence, and its end at once", async () => {
    const { url } = await serve();
    const ann = person(url);
    const ben = person(url);
    ann.awareness.setLocalState({ user: { name: "Ann", hue: 1 } });
    const annId = ann.awareness.clientID;
    await until("ben sees ann", () => ben.awareness.getStates().get(annId)?.user?.name === "Ann");
    cutAll();
    await until("ann has gone and come back", () => ann.view().connected && ben.view().connected);
    await until("ben sees ann again", () => ben.awareness.getStates().get(annId)?.user?.name === "Ann");
    ann.destroy();
    await until("ann is gone", () => !ben.awareness.getStates().has(annId));
  });

  it("P8: whoever goes without a goodbye is gone for the others at once, by the server's word", async () => {
    const { url } = await serve();
    const ben = person(url);
    await until("ben is here", () => ben.view().connected);
    const cleo = person(url);
    cleo.awareness.setLocalState({ user: { name: "Cleo", hue: 2 } });
    const { clientID } = cleo.awareness;
    await until("ben sees cleo", () => ben.awareness.getStates().has(clientID));
    let gone = false;
    ben.awareness.on("change", ({ removed }: { removed: number[] }) => {
      gone ||= removed.includes(clientID);
    });
    // Hers is the newest; ben hears on.
    [...sockets].at(-1)?.terminate();
    await until("cleo is gone", () => gone);
    expect(ben.view().connected).toBe(true);
  });
});
