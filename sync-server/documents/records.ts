// The record beside each document: what lists show, and the part of access that belongs to the document.
// Called by every feature that knows documents. Kept in memory where it was read: only this file writes.

import type { RecordDigest } from "../../lib/digest.ts";
import type { DocId } from "../../lib/names.ts";
import type { DocAccess } from "../access/access.ts";
import type { Store } from "../store/store.ts";

/** Records kept in memory: a long home page reads the same few again and again. About 500 bytes each. */
const MAX_KEPT = 20_000;

export interface DocRecord extends RecordDigest, DocAccess {
  readonly createdAt: number;
  readonly editedAt: number;
  readonly editedBy?: string | undefined;
  /** The owner lets search engines find it. */
  readonly findable?: boolean;
}

export interface Records {
  get(doc: DocId): Promise<DocRecord | undefined>;
  /**
   * The same, and costs the same whether or not there is such a document: for doors, where strangers knock.
   * Always one read, so that nobody can tell by the time which documents are in memory here.
   */
  atDoor(doc: DocId): Promise<DocRecord | undefined>;
  /** What is in memory already. */
  peek(doc: DocId): DocRecord | undefined;
  create(doc: DocId, record: DocRecord): Promise<void>;
  /** Changes one after another: none overwrites another's fields. `undefined` where there is no document. */
  change(doc: DocId, change: (record: DocRecord) => DocRecord): Promise<DocRecord | undefined>;
  remove(doc: DocId): Promise<void>;
  all(): AsyncIterable<readonly [DocId, DocRecord]>;
}

export function createRecords(store: Store): Records {
  const kept = new Map<DocId, DocRecord>();
  const turns = new Map<DocId, Promise<unknown>>();
  /** Grows with every write: what was read meanwhile may be old, and is not kept. */
  let writes = 0;
  const keyOf = (doc: DocId) => `doc/${doc}`;

  function keep(doc: DocId, record: DocRecord): DocRecord {
    kept.delete(doc);
    kept.set(doc, record);
    if (kept.size > MAX_KEPT)
      for (const oldest of kept.keys()) {
        kept.delete(oldest);
        break;
      }
    return record;
  }

  async function read(doc: DocId): Promise<DocRecord | undefined> {
    const before = writes;
    const bytes = await store.get(keyOf(doc));
    if (bytes === undefined || writes !== before) return kept.get(doc) ?? (bytes && parse(bytes));
    return kept.get(doc) ?? keep(doc, parse(bytes));
  }

  const get = async (doc: DocId): Promise<DocRecord | undefined> => kept.get(doc) ?? read(doc);

  function inTurn<T>(doc: DocId, work: () => Promise<T>): Promise<T> {
    const turn = (turns.get(doc) ?? Promise.resolve()).catch(() => {}).then(work);
    turns.set(doc, turn);
    const done = () => turns.get(doc) === turn && turns.delete(doc);
    turn.then(done, done);
    return turn;
  }

  async function write(doc: DocId, record: DocRecord, expect?: null): Promise<DocRecord> {
    await store.put(keyOf(doc), Buffer.from(JSON.stringify(record)), expect);
    writes++;
    return keep(doc, record);
  }

  return {
    get,
    atDoor: read,
    peek: (doc) => kept.get(doc),
    create: (doc, record) =>
      inTurn(doc, async () => {
        await write(doc, record, null);
      }),
    change: (doc, change) =>
      inTurn(doc, async () => {
        const before = await get(doc);
        if (before === undefined) return undefined;
        const after = change(before);
        if (after === before) return before;
        return write(doc, after);
      }),
    remove: (doc) =>
      inTurn(doc, async () => {
        await store.del(keyOf(doc));
        writes++;
        kept.delete(doc);
      }),
    async *all() {
      for await (const { key, value } of store.list("doc/")) {
        const doc = key.slice(4) as DocId;
        yield [doc, kept.get(doc) ?? parse(value)] as const;
      }
    },
  };
}

const parse = (bytes: Uint8Array): DocRecord => ({
  // Records from before documents had owners: whoever has the address may edit, as it was then.
  owner: "" as DocRecord["owner"],
  general: "edit",
  locked: false,
  ...JSON.parse(Buffer.from(bytes).toString("utf8")),
});
