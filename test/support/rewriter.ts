// A server in front of the stack that says something else at some addresses: so a test deploys a new version
// without building one. Pages and files only; sockets are not passed on.

import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

export interface Rewriter {
  readonly url: string;
  /** From now on the text at this path comes changed. */
  change(path: string, how: (text: string) => string): void;
  close(): Promise<void>;
}

export async function openRewriter(targetUrl: string): Promise<Rewriter> {
  const { hostname, port } = new URL(targetUrl);
  const changes = new Map<string, (text: string) => string>();
  const server = createServer((incoming, outgoing) => {
    const how = changes.get(incoming.url ?? "");
    const headers = { ...incoming.headers, "accept-encoding": "identity" };
    const asked = request(
      { hostname, port, method: incoming.method, path: incoming.url, headers },
      (answer) => {
        if (how === undefined) {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
          return;
        }
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("end", () => {
          const { "content-length": _, "transfer-encoding": __, etag: ___, ...rest } = answer.headers;
          outgoing.writeHead(answer.statusCode ?? 502, rest);
          outgoing.end(how(Buffer.concat(parts).toString("utf8")));
        });
      },
    );
    asked.on("error", () => outgoing.destroy());
    incoming.pipe(asked);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    change: (path, how) => void changes.set(path, how),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
