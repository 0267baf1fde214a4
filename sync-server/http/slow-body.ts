// Ends a request whose body does not come to its end. Called by server.ts for everything but files, which
// may take longer and have bounds of their own (files/body.ts): node's own limit is one for all requests.

import type { IncomingMessage } from "node:http";
import type { Clock } from "../ops/clock.ts";

/** ms for a whole command, or whatever is handed on to the web app. */
const BODY_MS = 60_000;

export function endSlowBody(request: IncomingMessage, clock: Clock): void {
  const { headers } = request;
  if (headers["content-length"] === undefined && headers["transfer-encoding"] === undefined) return;
  const stop = clock.after(BODY_MS, () => void (request.complete || request.destroy()));
  request.once("end", stop);
  request.once("close", stop);
}
