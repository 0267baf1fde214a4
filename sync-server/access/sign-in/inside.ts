// Who opened what is open now: sockets and streams end with the session of the browser that opened them,
// and come back as somebody else when it signs in. Called by features/index.ts.

import type { ServerResponse } from "node:http";
import type { Visitor } from "../identity.ts";

interface Socket {
  close(code: number, reason: string): void;
}

export function createInside<S extends Socket>(sockets: () => Iterable<S>) {
  const visitors = new WeakMap<S, Visitor>();
  const streams = new Map<ServerResponse, Visitor>();

  return {
    entered(socket: S, visitor: Visitor): void {
      visitors.set(socket, visitor);
    },

    visitorOf: (socket: S): Visitor | undefined => visitors.get(socket),

    listens(response: ServerResponse, visitor: Visitor): void {
      streams.set(response, visitor);
      response.once("close", () => streams.delete(response));
    },

    /** Everything that this very session (or guest) has open. A program of the same person stays. */
    sendAway({ user, session }: Visitor, code: number, reason: string): void {
      const theirs = (by: Visitor | undefined) => by?.user === user && by.session === session && !by.program;
      for (const socket of sockets()) if (theirs(visitors.get(socket))) socket.close(code, reason);
      for (const [response, by] of streams) if (theirs(by)) response.end();
    },
  };
}
