// A stock y-websocket client in Node that looks into a room from outside: what does the server hold,
// and who is there? It shares no code with our own provider, so it judges both ends.

import ws from "ws";
import type { Awareness } from "y-protocols/awareness";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

const SYNC_TIMEOUT_MS = 20_000;

export interface Probe {
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  close(): void;
}

/**
 * Opens a room; resolves when everything the server holds is here. `syncUrl` is that of the stack, `key` the
 * token of somebody who may read it.
 */
export async function openProbe(syncUrl: string, room: string, key?: string): Promise<Probe> {
  const doc = new Y.Doc();
  class WithKey extends ws {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } });
    }
  }
  const provider = new WebsocketProvider(syncUrl, room, doc, {
    // The classes differ in events that the provider does not use.
    WebSocketPolyfill: WithKey as unknown as typeof WebSocket,
    disableBc: true,
  });
  const close = () => {
    provider.destroy();
    doc.destroy();
  };
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`The probe was not in sync with ${room} within ${SYNC_TIMEOUT_MS} ms.`)),
        SYNC_TIMEOUT_MS,
      );
      const settle = (end: () => void) => {
        clearTimeout(timer);
        end();
      };
      provider.on("sync", (synced: boolean) => synced && settle(resolve));
      // y-websocket 3 tells of codes that are final.
      provider.on("connection-close", (event) => {
        const code = event?.code ?? 0;
        if (code >= 4400 && code < 4500) settle(() => reject(new Error(`The room was closed with ${code}.`)));
      });
    });
  } catch (error) {
    close();
    throw error;
  }
  return { doc, awareness: provider.awareness, close };
}

/** The whole document that the server holds now: opened, read, closed. */
export async function readRoom(syncUrl: string, room: string, key?: string): Promise<Y.Doc> {
  const probe = await openProbe(syncUrl, room, key);
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(probe.doc));
  probe.close();
  return copy;
}
