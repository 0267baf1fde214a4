// One open document in this tab: its Y.Doc, its presence, and the truth about what is saved.
// Called by the document page through hooks; everything about sockets and disks is below this line.

import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import type { DiskTrouble } from "./disk-health.ts";

/** What the save status may say. Driven by the oldest unacknowledged change, not by the socket. */
export type SaveState =
  | { readonly state: "connecting" }
  | { readonly state: "saving"; readonly since: number; readonly changes: number }
  | { readonly state: "saved" }
  | { readonly state: "offline"; readonly changes: number; readonly since: number | undefined }
  | { readonly state: "read-only" }
  | { readonly state: "cannot-save"; readonly why: CannotSave; readonly changes: number };

export type CannotSave =
  /** The server answers, but its disk does not. It tries again by itself. */
  | "server-failing"
  /** This browser could not keep its copy (storage full or blocked); the server has what is saved. */
  | "browser-full"
  /** The server refused a message (too large, malformed). */
  | "refused"
  /** Access ended, or the document is gone. */
  | "forbidden"
  | "gone"
  /** It was begun in this browser, and the server does not take it from this person. */
  | "not-created"
  /** The server does not know any more who this is. */
  | "signed-out"
  /** Reading is still allowed, writing is not: what was written before has no taker. */
  | "lowered"
  /** This page is older than the document's schema. */
  | "outdated";

export interface BodyView {
  readonly save: SaveState;
  /**
   * `waiting`: nothing is known yet, show no editor. `local`: the copy of this browser, which was once
   * in sync. `synced`: in sync with the server at least once since the page was opened.
   */
  readonly content: "waiting" | "local" | "synced";
  readonly connected: boolean;
  /** When the next attempt to connect is due, by Date.now(). */
  readonly nextTry: number | undefined;
  /** False while this browser cannot keep its own copy (storage full, blocked or missing). */
  readonly kept: boolean;
  /** Why not, where there is a reason to tell. */
  readonly disk?: DiskTrouble | undefined;
  /** Grows when the server may know something new of one's role: ask it (comment or view, say). */
  readonly roleNews?: number;
}

export interface Body {
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  /** Same object until something changed: made for useSyncExternalStore. */
  view(): BodyView;
  subscribe(listener: () => void): () => void;
  /**
   * Calls `fn` before every change from elsewhere is applied to the document, so that the editor can
   * first read in what the browser has done but not yet told (a moved caret). Returns the undo.
   */
  beforeRemote(fn: () => void): () => void;
  /** Connects at once instead of at `nextTry`. */
  tryNow(): void;
  /** Sends and stores what is waiting, then leaves. Idempotent. */
  destroy(): void;
}
