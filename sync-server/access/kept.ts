// Records that every list and every question about access needs again and again (who has which documents,
// who was let in, what links give), kept in memory in front of the store. Called by features/index.ts, which
// hands it to whoever writes them: what passes here is never stale. Without it the lists of somebody with
// 5,000 documents cost 5,000 reads each.

import type { Record, Store } from "../store/store.ts";

/** Records read one by one: about 300 bytes each. */
const MAX_RECORDS = 50_000;
/** People whose whole list is kept, and rows of all of them together: about 200 bytes each. */
const MAX_LISTS = 1_000;
const MAX_ROWS = 200_000;

const isKept = (key: string): boolean => key.startsWith("grant/") || key.startsWith("link/");
/** `mine/<user>/`, of a key or of itself. */
const listOf = (key: string): string | undefined => /^mine\/[^/]+\//.exec(key)?.[0];

export function keepRecords(store: Store): Store {
  const records = new Map<string, Uint8Array>();
  const lists = new Map<string, Map<string, Uint8Array>>();
  let rows = 0;
  /** Grows with every write: an answer that was on its way meanwhile may be old, and is not kept. */
  let writes = 0;

  function dropList(prefix: string): void {
    rows -= lists.get(prefix)?.size ?? 0;
    lists.delete(prefix);
  }

  function keepList(prefix: string, list: Map<string, Uint8Array>): void {
    dropList(prefix);
    if (list.size > MAX_ROWS) return;
    lists.set(prefix, list);
    rows += list.size;
    for (const oldest of lists.keys()) {
      if (lists.size <= MAX_LISTS && rows <= MAX_ROWS) break;
      dropList(oldest);
    }
  }

  /** The store acknowledges in the order in which it was asked: the last to come here is what is stored. */
  async function write(key: string, value: Uint8Array | undefined, work: Promise<void>): Promise<void> {
    writes++;
    records.delete(key);
    const prefix = listOf(key);
    try {
      await work;
    } catch (error) {
      // What was stored of it is not known.
      if (prefix !== undefined) dropList(prefix);
      throw error;
    } finally {
      writes++;
      records.delete(key);
    }
    const list = prefix === undefined ? undefined : lists.get(prefix);
    if (list === undefined) return;
    rows -= list.size;
    if (value === undefined) list.delete(key);
    else list.set(key, value);
    rows += list.size;
  }

  async function* listKept(prefix: string): AsyncIterable<Record> {
    const known = lists.get(prefix);
    if (known !== undefined) {
      // The one that was asked for last leaves memory last.
      lists.delete(prefix);
      lists.set(prefix, known);
      for (const [key, value] of [...known]) yield { key, value };
      return;
    }
    const before = writes;
    const list = new Map<string, Uint8Array>();
    for await (const record of store.list(prefix)) {
      list.set(record.key, record.value);
      yield record;
    }
    if (writes === before) keepList(prefix, list);
  }

  return {
    ...store,
    async get(key) {
      const known = records.get(key);
      if (known !== undefined) return known;
      const before = writes;
      const value = await store.get(key);
      // Absence is not kept: whoever asks for what never was must not push out what is.
      if (value !== undefined && isKept(key) && writes === before) {
        records.set(key, value);
        if (records.size > MAX_RECORDS)
          for (const oldest of records.keys()) {
            records.delete(oldest);
            break;
          }
      }
      return value;
    },
    put: (key, value, expect) => write(key, value, store.put(key, value, expect)),
    del: (key) => write(key, undefined, store.del(key)),
    list: (prefix) => (listOf(prefix) === prefix ? listKept(prefix) : store.list(prefix)),
  };
}
