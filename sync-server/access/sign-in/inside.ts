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

    /** Everything that this very session, guest or token has open. Others of the same person stay. */
    sendAway({ user, session, token }: Omit<Visitor, "program" | "member">, code: number, reason: string) {
      const theirs = (by: Visitor | undefined) =>
        by?.user === user && by.session === session && by.token === token;
      for (const socket of sockets()) if (theirs(visitors.get(socket))) socket.close(code, reason);
      for (const [response, by] of streams) if (theirs(by)) response.end();
    },
  };
}
