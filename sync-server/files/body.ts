// The body of a request as pieces, from somebody who may be slow, or may only pretend to send. Called by the
// route that takes files. Promises an end: by the last piece, by quiet, or by the clock.

import type { IncomingMessage } from "node:http";
import { AppError } from "../../lib/errors.ts";
import type { Clock } from "../ops/clock.ts";

/** ms without a byte after which a sender is gone. */
export const QUIET_MS = 30_000;
/** ms that a whole file may take: 25 MiB over a line of 250 kbit/s. The server's own limit is the same. */
export const WHOLE_MS = 900_000;
/** ms for which the rest of a refused body is taken and thrown away, so that the answer is read. */
const REST_MS = 10_000;

export async function* bodyOf(request: IncomingMessage, clock: Clock): AsyncGenerator<Uint8Array> {
  const slow = () => request.destroy(new AppError("bad-request", "The file came too slowly."));
  const stopWhole = clock.after(WHOLE_MS, slow);
  let stopQuiet = clock.after(QUIET_MS, slow);
  try {
    for await (const piece of request) {
      stopQuiet();
      yield piece as Uint8Array;
      stopQuiet = clock.after(QUIET_MS, slow);
    }
  } finally {
    stopWhole();
    stopQuiet();
  }
}

/** A refusal is sent before all has come. Cut off at once, most senders would never read why. */
export function leaveRest(request: IncomingMessage, clock: Clock): void {
  if (request.complete || request.destroyed) return;
  request.resume();
  const stop = clock.after(REST_MS, () => request.destroy());
  request.once("close", stop);
}
