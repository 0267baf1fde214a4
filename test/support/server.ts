// A real sync server in this process, on a free port, with the memory store unless told otherwise; and
// people who speak to it with stock y-websocket providers. Used by integration tests.

import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { createMemoryFiles } from "../../sync-server/files/memory.ts";
import { inlineFolder } from "../../sync-server/room/fold.ts";
import { createServer, type Server, type ServerOptions } from "../../sync-server/server.ts";
import { createMemoryStore } from "../../sync-server/store/memory.ts";

export interface Running {
  readonly server: Server;
  readonly port: number;
  /** `ws://127.0.0.1:<port>/sync` */
  readonly url: string;
  readonly http: string;
}

export async function startServer(options: Partial<ServerOptions> = {}): Promise<Running> {
  const server = createServer({
    store: createMemoryStore(),
    files: createMemoryFiles(),
    access: "open",
    folder: inlineFolder,
    ...options,
  });
  const port = await server.listen(0, "127.0.0.1");
  return { server, port, url: `ws://127.0.0.1:${port}/sync`, http: `http://127.0.0.1:${port}` };
}

export interface Writer {
  readonly doc: Y.Doc;
  readonly provider: WebsocketProvider;
  readonly text: Y.Text;
  leave(): void;
}

/** A person with a stock provider, in sync when this resolves. */
export async function join(url: string, room: string): Promise<Writer> {
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(url, room, doc, {
    disableBc: true,
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
  });
  await synced(provider);
  return {
    doc,
    provider,
    text: doc.getText("t"),
    leave() {
      provider.destroy();
      doc.destroy();
    },
  };
}

export const synced = (provider: WebsocketProvider): Promise<void> =>
  provider.synced
    ? Promise.resolve()
    : new Promise((resolve) => {
        const listen = (is: boolean) => {
          if (!is) return;
          provider.off("sync", listen);
          resolve();
        };
        provider.on("sync", listen);
      });

/** Resolves when `holds` is true; asked again whenever something may have changed. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  ms = 8_000,
): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`It never came true that ${what}.`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
