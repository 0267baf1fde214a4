// The memory bus passes the exam; alone, it is a hub of one.

import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { createHub, createMemoryBus } from "../../sync-server/bus/memory.ts";
import { busContract } from "../contract/bus.ts";

busContract("memory", async () => {
  const hub = createHub();
  return {
    connect: async () => createMemoryBus(hub),
    settled: () => setImmediate(),
    cleanup: async () => expect(hub.topics.size).toBe(0),
  };
});

it("keeps two buses without a common hub apart", async () => {
  const [one, two] = [createMemoryBus(), createMemoryBus()];
  const heard: Uint8Array[] = [];
  await two.subscribe("t", (bytes) => heard.push(bytes));
  one.publish("t", Uint8Array.of(1));
  await setImmediate();
  expect(heard).toEqual([]);
});
