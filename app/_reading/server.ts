// How Next's server asks the sync server: as the visitor, from the visitor's address. Called by ask.ts for a
// document's page and by the home page. `undefined` where nobody answers in time: the page must not wait.

import { headers } from "next/headers";

/** ms for a document: the shell must not wait for a server that hangs. */
const ANSWER_MS = 2_500;

/** Who asks, and from where: sealed by the sync server, for its limits by address. Nothing else is handed on. */
const HANDED_ON = ["cookie", "x-on-behalf-of"];

export async function askServer(path: string, patienceMs = ANSWER_MS): Promise<Response | undefined> {
  const server = process.env.SYNC_URL;
  if (server === undefined || server === "") return undefined;
  const asked = await headers();
  const handed = HANDED_ON.flatMap((name) => {
    const value = asked.get(name);
    return value === null ? [] : [[name, value]];
  });
  try {
    return await fetch(`${server.replace(/\/+$/, "")}${path}`, {
      cache: "no-store",
      headers: { accept: "application/json", ...Object.fromEntries(handed) },
      signal: AbortSignal.timeout(patienceMs),
    });
  } catch {
    return undefined;
  }
}
