// Puts the real parts of a browser into a Body: its WebSocket, its IndexedDB, its clock, its page.
// Called by hooks.ts only. Nothing here runs on import, so the server may load this file.

import { SCHEMA_VERSION } from "../../lib/schema-version.ts";
import { createThere } from "./begun.ts";
import type { Body } from "./body.ts";
import { systemClock } from "./clock.ts";
import { indexedStorage } from "./indexed-storage.ts";
import { openBody } from "./open-body.ts";
import type { RawSocketClass } from "./paced-socket.ts";
import { browserSignals } from "./signals.ts";
import { browserTabs } from "./tabs.ts";

export function openInBrowser(room: string): Body {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  return openBody({
    room,
    url: `${scheme}//${location.host}/sync`,
    WebSocket: globalThis.WebSocket as unknown as RawSocketClass,
    storage: indexedStorage(),
    clock: systemClock,
    random: Math.random,
    signals: browserSignals,
    tabs: browserTabs,
    create: createThere,
    schemaVersion: SCHEMA_VERSION,
  });
}
