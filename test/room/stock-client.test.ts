// The server as a drop-in for y-websocket: stock providers of 3.x and 2.x against it.

import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { WebsocketProvider as Provider2 } from "y-websocket-2";
import * as Y from "yjs";
import { join, type Running, startServer, synced, until, type Writer } from "../support/server.ts";

let running: Running | undefined;
const people: { leave(): void }[] = [];

afterEach(async () => {
  for (const person of people.splice(0)) person.leave();
  await running?.server.close();
  running = undefined;
});

const enter = async (room: string): Promise<Writer> => {
  const writer = await join((running as Running).url, room);
  people.push(writer);
  return writer;
};

describe("[C1] a stock y-websocket client works", () => {
  it("two of version 3 write together and a third finds everything at its first sync", async () => {
    running = await startServer();
    const ada = await enter("room");
    const bob = await enter("room");
    ada.text.insert(0, "Hello ");
    bob.text.insert(0, "World ");
    await until("both have both", () => ada.text.length === 12 && bob.text.length === 12);
    expect(ada.text.toString()).toBe(bob.text.toString());
    const cyd = await enter("room");
    expect(cyd.text.toString()).toBe(ada.text.toString());
  });

  it("a client of version 2 shares the room with one of version 3", async () => {
    running = await startServer();
    const ada = await enter("room");
    const doc = new Y.Doc();
    const old = new Provider2(running.url, "room", doc, {
      disableBc: true,
      WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    });
    people.push({ leave: () => old.destroy() });
    await synced(old as never);
    doc.getText("t").insert(0, "from two");
    await until("version 3 sees it", () => ada.text.toString() === "from two");
    old.awareness.setLocalStateField("user", { name: "Old" });
    const sees = () => ada.provider.awareness.getStates().get(doc.clientID)?.user?.name === "Old";
    await until("version 3 sees who it is", sees);
  });

  it("people see each other come, move and go; a query is answered", async () => {
    running = await startServer();
    const ada = await enter("room");
    ada.provider.awareness.setLocalStateField("user", { name: "Ada" });
    const bob = await enter("room");
    const nameOf = (who: Writer, of: Writer) =>
      who.provider.awareness.getStates().get(of.doc.clientID)?.user?.name;
    await until("Bob sees Ada", () => nameOf(bob, ada) === "Ada");
    bob.provider.awareness.setLocalStateField("user", { name: "Bob" });
    await until("Ada sees Bob", () => nameOf(ada, bob) === "Bob");
    bob.leave();
    await until("Bob is gone", () => nameOf(ada, bob) === undefined);

    const raw = new WebSocket(`${running.url}/room`);
    raw.binaryType = "nodebuffer";
    people.push({ leave: () => raw.close() });
    const heard: Buffer[] = [];
    raw.on("message", (data: Buffer) => heard.push(data));
    await new Promise((resolve) => raw.once("open", resolve));
    await until("the greeting is there", () => heard.some((m) => m[0] === 1));
    heard.length = 0;
    raw.send(new Uint8Array([3]));
    await until("the query is answered", () => heard.some((m) => m[0] === 1 && m.includes("Ada")));
  });

  it("who reconnects at once is visible at once, and brings what it wrote meanwhile", async () => {
    running = await startServer();
    const ada = await enter("room");
    const bob = await enter("room");
    bob.provider.awareness.setLocalStateField("user", { name: "Bob" });
    const seesBob = () => ada.provider.awareness.getStates().has(bob.doc.clientID);
    await until("Ada sees Bob", seesBob);
    for (let i = 0; i < 5; i++) {
      bob.provider.disconnect();
      await until("Bob is gone", () => !seesBob());
      bob.text.insert(0, `${i}`);
      bob.provider.connect();
      await until("Bob is back", seesBob);
      await until("his words too", () => ada.text.length === i + 1);
    }
  });

  it("leaves no more than one message per WebSocket frame, and offers no subprotocol that was not asked for", async () => {
    running = await startServer();
    const ada = await enter("room");
    expect(ada.provider.ws?.protocol).toBe("");
    const heard: Uint8Array[] = [];
    const raw = new WebSocket(`${running.url}/room`);
    people.push({ leave: () => raw.close() });
    raw.on("message", (data: Buffer) => heard.push(data));
    await new Promise((resolve) => raw.once("open", resolve));
    for (let i = 0; i < 20; i++) ada.text.insert(0, "x");
    ada.provider.awareness.setLocalStateField("cursor", 1);
    await until("something of each kind came", () => heard.some((m) => m[0] === 0 && m[1] === 2));
    for (const message of heard) expect(message[0]).toBeLessThan(100);
  });
});
