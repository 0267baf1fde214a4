// The exam of a Store. Each adapter's own test file hands in how to open one; a new adapter passes
// when all of this passes. Every test gets a fresh store.

import { afterEach, beforeEach, describe } from "vitest";
import type { RoomName, Seq } from "../../lib/names.ts";
import type { LogEntry, NewEntry, Store } from "../../sync-server/store/store.ts";
import { examineFolding } from "./store-folding.ts";
import { examineLog } from "./store-log.ts";
import { examineRecords } from "./store-records.ts";

export interface StoreSubject {
  readonly store: Store;
  /** Closes the store and opens it again on the same data. A store without a disk gives itself. */
  reopen(): Promise<Store>;
  cleanup(): Promise<void>;
}

/** What the parts of the exam work with: the store of the present test. */
export interface StoreExam {
  readonly store: Store;
  reopen(): Promise<void>;
  append(...entries: NewEntry[]): Promise<Seq[]>;
  /** The entries of a room that are not folded yet. */
  tail(room: RoomName): Promise<readonly LogEntry[]>;
}

export function storeContract(name: string, open: () => Promise<StoreSubject>): void {
  describe(`${name}: the contract of a Store`, () => {
    let subject: StoreSubject;
    let store: Store;

    beforeEach(async () => {
      subject = await open();
      store = subject.store;
    });
    afterEach(() => subject.cleanup());

    const exam: StoreExam = {
      get store() {
        return store;
      },
      async reopen() {
        store = await subject.reopen();
      },
      append: (...entries) => store.append(entries),
      tail: async (room) => (await store.read(room))?.tail ?? [],
    };
    examineLog(exam);
    examineFolding(exam);
    examineRecords(exam);
  });
}
