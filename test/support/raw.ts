// A client that says exactly what a test tells it to, and remembers everything it hears. For rules that
// stock providers would never break.

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { encodeAwareness, encodeSync, MESSAGE_SAVED, readSaved } from "../../lib/protocol.ts";
import { until } from "./server.ts";

export interface Raw {
  readonly socket: WebSocket;
  readonly heard: Uint8Array[];
  /** The last "saved n" that came. */
  saved(): number;
  /** A document of everything that came as sync messages. */
  content(): Y.Doc;
  /** Latest state by client id, as awareness messages told. */
  people(): Map<number, unknown>;
  send(message: Uint8Array): void;
  update(update: Uint8Array): void;
  presence(entries: readonly (readonly [id: number, clock: number, state: unknown])[]): void;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
}

export async function connect(
  url: string,
  room: string,
  protocols: string[] = [],
  options = {},
): Promise<Raw> {
  const socket = new WebSocket(`${url}/${room}`, protocols, options);
  const heard: Uint8Array[] = [];
  socket.on("message", (data: Buffer) => heard.push(new Uint8Array(data)));
  socket.on("error", () => {});
  const closed = new Promise<number>((resolve) => socket.once("close", resolve));
  await new Promise<void>((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("unexpected-response", (_request, response) =>
      reject(new Error(`HTTP ${response.statusCode}`)),
    );
    socket.once("close", () => reject(new Error("closed before it was open")));
  });
  const raw: Raw = {
    socket,
    heard,
    closed,
    saved() {
      const last = heard.filter((m) => m[0] === MESSAGE_SAVED).at(-1);
      if (last === undefined) return 0;
      const decoder = decoding.createDecoder(last);
      decoding.readVarUint(decoder);
      return readSaved(decoder);
    },
    content() {
      const doc = new Y.Doc();
      for (const message of heard) {
        if (message[0] !== 0 || message[1] === 0) continue;
        const decoder = decoding.createDecoder(message);
        decoding.readVarUint(decoder);
        decoding.readVarUint(decoder);
        Y.applyUpdate(doc, decoding.readVarUint8Array(decoder));
      }
      return doc;
    },
    people() {
      const states = new Map<number, unknown>();
      for (const message of heard) {
        if (message[0] !== 1) continue;
        const outer = decoding.createDecoder(message);
        decoding.readVarUint(outer);
        const decoder = decoding.createDecoder(decoding.readVarUint8Array(outer));
        for (let left = decoding.readVarUint(decoder); left > 0; left--) {
          const id = decoding.readVarUint(decoder);
          decoding.readVarUint(decoder);
          const state: unknown = JSON.parse(decoding.readVarString(decoder));
          if (state === null) states.delete(id);
          else states.set(id, state);
        }
      }
      return states;
    },
    send: (message) => socket.send(message),
    update: (update) => socket.send(encodeSync(2, update)),
    presence(entries) {
      const encoder = encoding.createEncoder();
      encoding.writeVarUint(encoder, entries.length);
      for (const [id, clock, state] of entries) {
        encoding.writeVarUint(encoder, id);
        encoding.writeVarUint(encoder, clock);
        encoding.writeVarString(encoder, JSON.stringify(state));
      }
      socket.send(encodeAwareness(encoding.toUint8Array(encoder)));
    },
  };
  await until(
    "the server's step 1 came",
    () => heard.some((m) => m[0] === 0 && m[1] === 0) || socket.readyState > 1,
  );
  return raw;
}

/** One person's edits as separate updates, without a network. */
export function updatesOf(client: number, texts: readonly string[]): Uint8Array[] {
  const doc = new Y.Doc();
  doc.clientID = client;
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  for (const text of texts) doc.getText("t").insert(doc.getText("t").length, text);
  return updates;
}
