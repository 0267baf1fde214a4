// The copy of one document in this browser: what an open document asks of it, and how its pieces are read.
// offline.ts keeps it; open-body.ts is the one who asks.

import * as Y from "yjs";
import type { Clock } from "./clock.ts";
import type { DiskTrouble } from "./disk-health.ts";
import type { Unconfirmed } from "./ledger.ts";
import type { UpdateStorage } from "./storage.ts";
import type { Tabs } from "./tabs.ts";

/** The origin of the transaction that loads the copy: not an edit, not to be stored again. */
export const FROM_COPY = { name: "copy" } as const;

export interface OfflineOptions {
  readonly room: string;
  readonly storage: UpdateStorage;
  readonly doc: Y.Doc;
  readonly clock: Clock;
  /** Random, new for each open document. */
  readonly tab: string;
  readonly schemaVersion: number | undefined;
  /** Without it every other tab is taken for gone. */
  readonly tabs?: Tabs | undefined;
  readonly unconfirmed: () => Unconfirmed;
  /** Another tab has left what it had not sent: `load` was done again for that. */
  readonly onHeir: (pending: Unconfirmed, load: () => void) => void;
  /** `kept` may have changed. */
  readonly onChange: () => void;
}

/**
 * `whole`: the copy was once the whole document, it may be shown. `part`: it holds something, but was
 * never in sync. `too-new`: a newer page wrote it, nothing was read. `none`: empty, or no working disk.
 */
export type Copy = "whole" | "part" | "too-new" | "none";

export interface Offline {
  /** Brings the copy into the Y.Doc. `before` is told first what it holds unconfirmed. Never rejects. */
  load(before: (pending: Unconfirmed) => void): Promise<Copy>;
  /** An update happened in the document. */
  add(update: Uint8Array): void;
  /** The document has been in sync with the server: what is stored from now on is whole. */
  synced(): void;
  /** The count of unconfirmed changes moved. */
  touch(): void;
  /** Hands everything to the disk now. Resolves when it has answered. */
  flush(): Promise<void>;
  kept(): boolean;
  /** Why it is not kept. */
  trouble(): DiskTrouble | undefined;
  /** Made in this browser, and the server has not been told. Known once it is loaded. */
  begun(): boolean;
  /** The server has it now. Resolves when the disk knows. */
  created(): Promise<void>;
  /** Removes the copy and stores nothing more, until the document is in sync again. */
  forget(): Promise<void>;
  /** Flushes, then leaves. */
  close(): Promise<void>;
}

/** A damaged piece stays on the disk, out of the way: what it held may be wanted by somebody wiser. */
export function applied(doc: Y.Doc, update: Uint8Array): boolean {
  try {
    Y.applyUpdate(doc, update, FROM_COPY);
    return true;
  } catch (error) {
    console.warn("A piece of this browser's copy is damaged.", error);
    return false;
  }
}

export function total(records: readonly { changes: number; oldest: number }[]): Unconfirmed {
  const changes = records.reduce((sum, record) => sum + record.changes, 0);
  const oldest = records.reduce((least, record) => Math.min(least, record.oldest), Number.POSITIVE_INFINITY);
  return { changes, oldest: changes > 0 ? oldest : undefined };
}
