// The memory store passes the exam.

import { createMemoryStore } from "../../sync-server/store/memory.ts";
import { storeContract } from "../contract/store.ts";

storeContract("memory", async () => {
  const store = createMemoryStore();
  return { store, reopen: async () => store, cleanup: () => store.close() };
});
