// A wire between one browser and the server that can be cut: all of it, or only the sockets of /sync
// while pages still load. Works on bytes, so nothing in the browser knows that it is a test.

import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";

export interface Relay {
  /** Instead of the stack's own address. */
  readonly url: string;
  /** Closes every /sync socket without a word and lets no new one through. */
  cutSync(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function openRelay(targetUrl: string): Promise<Relay> {
  const target = new URL(targetUrl);
  const all = new Set<Socket>();
  const syncs = new Set<Socket>();
  let cut = false;

  const server = createServer((near) => {
    all.add(near);
    near.on("close", () => all.delete(near));
    near.on("error", () => near.destroy());
    // A WebSocket has a connection of its own: its first bytes tell.
    near.once("data", (first) => {
      const isSync = first.subarray(0, 10).toString("latin1") === "GET /sync/";
      if (isSync && cut) return near.destroy();
      const far = connect(Number(target.port), target.hostname, () => {
        far.write(first);
        near.pipe(far);
        far.pipe(near);
      });
      far.setNoDelay(true);
      near.setNoDelay(true);
      far.on("error", () => near.destroy());
      far.on("close", () => near.destroy());
      near.on("close", () => far.destroy());
      if (!isSync) return;
      syncs.add(near);
      near.on("close", () => syncs.delete(near));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    cutSync() {
      cut = true;
      for (const socket of syncs) socket.destroy();
    },
    mend() {
      cut = false;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of all) socket.destroy();
      }),
  };
}
