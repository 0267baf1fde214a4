// An ordered key-value store on a disk: all that log-store.ts needs of one. level.ts implements it.
// Keys sort by their UTF-8 bytes. Every call rejects with `store/closed` after close.

import type { KeyRange } from "./keys.ts";

export type Operation =
  | { readonly type: "put"; readonly key: string; readonly value: Uint8Array }
  | { readonly type: "del"; readonly key: string };

export interface Pair {
  readonly key: string;
  /** Empty when only keys were asked for. */
  readonly value: Uint8Array;
}

export interface PageOptions {
  /** At most this many pairs. */
  readonly limit?: number;
  /** Stop behind the pair that exceeds this many bytes of keys and values. */
  readonly maxBytes?: number;
  readonly reverse?: boolean;
  readonly keysOnly?: boolean;
}

export interface Kv {
  get(key: string): Promise<Uint8Array | undefined>;
  /**
   * Pairs of the range as they are at the moment of the call. Nothing stays open between two pages, so
   * a slow reader never delays `close`.
   */
  page(range: KeyRange, options?: PageOptions): Promise<Pair[]>;
  /** All or none, on the disk when it resolves. The caller keeps at most one write in flight. */
  write(operations: readonly Operation[]): Promise<void>;
  /** Gives the space of deleted and replaced values in the range back. May take seconds. */
  compact(range: KeyRange): Promise<void>;
  close(): Promise<void>;
}
