// Where this browser keeps its copies: the seam between offline.ts (what to keep) and IndexedDB (how).
// Every call is one transaction: all of it or nothing. A call rejects when the disk did not take it;
// the caller then owes a whole copy, since anything may be missing after a hole.

export interface RoomRecord {
  /**
   * The copy was once the whole document. Only then may it be shown without the server: half a document
   * looks like loss.
   */
  readonly everSynced: boolean;
  /** The newest schema that ever wrote into this copy. An older page must not bind it. */
  readonly schemaVersion: number | undefined;
  /** Made in this browser, by its clock, while no server answered; the server does not know of it yet. */
  readonly begun?: number | undefined;
}

/** What one tab has that no server has confirmed. */
export interface PendingRecord {
  /** Random per open document; a tab may outlive its page only as this record. */
  readonly tab: string;
  readonly changes: number;
  readonly oldest: number;
}

export interface StoredUpdate {
  /** Chosen by the writer, never used twice: a cleared disk must not give an old key to a new piece. */
  readonly key: string;
  readonly update: Uint8Array;
}

export interface StoredRoom {
  readonly updates: readonly StoredUpdate[];
  readonly record: RoomRecord | undefined;
  readonly pending: readonly PendingRecord[];
}

export interface StorageWrite {
  readonly add?: StoredUpdate | undefined;
  /** Keys whose content `add` holds as well. Others, of other tabs, stay. */
  readonly drop?: readonly string[] | undefined;
  readonly record?: RoomRecord | undefined;
  /** `changes: 0` removes it. */
  readonly pending?: PendingRecord | undefined;
  /** Records of tabs whose changes this one has taken over. */
  readonly adopted?: readonly string[] | undefined;
}

export interface UpdateStorage {
  load(room: string): Promise<StoredRoom>;
  write(room: string, write: StorageWrite): Promise<void>;
  /** Everything of this room. Other open documents are told by `onForget`. */
  forget(room: string): Promise<void>;
  /** Called when somebody else has removed a room, or all of them (`undefined`). */
  onForget?(listener: (room: string | undefined) => void): () => void;
  close(): void;
}
