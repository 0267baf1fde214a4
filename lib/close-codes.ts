// Why a WebSocket was closed. Used by the server's door and by the provider in the browser.
// 4400-4499 means: stop, coming back cannot help. Every other code means: come back later.

export const CLOSE = {
  /** The server stops or restarts: come back. */
  restarting: 1012,
  /** The frame was not what the protocol allows. */
  protocolError: 1002,
  /** A text frame: everything here is binary. */
  unsupported: 1003,
  /** The bytes are not a valid update or presence message. */
  invalid: 1007,
  /** Too many messages, or presence for too many clients. */
  policy: 1008,
  /** A message above the size limit. */
  tooBig: 1009,
  /** The document could not be loaded or stored. */
  failed: 1011,
  /** Nobody is known: sign in again. */
  unauthenticated: 4401,
  /** Known, but not allowed here, or no longer. */
  forbidden: 4403,
  /** The document is gone (in the trash or deleted). */
  gone: 4410,
  /** The editor is older than the document's schema: reload the page. */
  outdated: 4426,
} as const;

/** True where reconnecting cannot help. */
export const isFinal = (code: number): boolean => code >= 4400 && code < 4500;
