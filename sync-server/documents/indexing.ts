// The search index is rebuilt at start, while people already work, and records that a crash left behind their bodies
// are mended. Called by features/index.ts; one document after another, so that a worker is busy and nobody waits.

import { bodyOf, type DocId } from "../../lib/names.ts";
import type { Log } from "../ops/log.ts";
import type { Folder } from "../room/fold.ts";
import type { Store } from "../store/store.ts";
import type { Records } from "./records.ts";
import type { Search } from "./search.ts";

export interface IndexingEnv {
  readonly store: Store;
  readonly records: Records;
  readonly folder: Folder;
  readonly search: Search;
  readonly log: Log;
}

export function startIndexing({ store, records, folder, search, log }: IndexingEnv) {
  let stopping = false;

  async function fill(): Promise<void> {
    for await (const [doc] of records.all()) {
      if (stopping) return;
      try {
        await take(doc);
      } catch (err) {
        // One that cannot be read must not cost the others their place.
        if (!stopping) log.warn({ doc, err }, "search.unread");
      }
    }
    log.info({ documents: search.size }, "search.ready");
  }

  async function take(doc: DocId): Promise<void> {
    const stored = await store.read(bodyOf(doc));
    if (stored === undefined) return;
    // Its record comes into memory with it: the first list that somebody asks for is no slower than others.
    const known = await records.get(doc);
    const digest = await folder.fullDigest({ snapshot: stored.snapshot, entries: stored.tail });
    const { title, excerpt, words } = digest;
    const record = await records.change(doc, (now) => {
      // Written in meanwhile: then it is newer than what was read here.
      if (now !== known) return now;
      const isTrue = now.title === title && now.excerpt === excerpt && now.words === words;
      return isTrue ? now : { ...now, title, excerpt, words };
    });
    // Deleted for ever meanwhile: nothing may bring it back.
    if (record !== undefined) search.put(doc, digest);
  }

  const done = fill().catch((err: unknown) => stopping || log.error({ err }, "search.failed"));
  return {
    async stop(): Promise<void> {
      stopping = true;
      await done;
    },
  };
}
