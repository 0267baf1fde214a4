// The exam of a Bus. Each adapter's own test file hands in how to make buses that are connected, as
// those of several servers are; a new adapter passes when all of this passes.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Bus } from "../../sync-server/bus/bus.ts";

export interface BusSubject {
  /** A further bus, as another server would have. */
  connect(): Promise<Bus>;
  /** Resolves when everything published so far has been delivered. */
  settled(): Promise<void>;
  cleanup(): Promise<void>;
}

export function busContract(name: string, open: () => Promise<BusSubject>): void {
  describe(`${name}: the contract of a Bus`, () => {
    let subject: BusSubject;
    let here: Bus;
    let there: Bus;
    const heard: string[] = [];

    beforeEach(async () => {
      heard.length = 0;
      subject = await open();
      [here, there] = [await subject.connect(), await subject.connect()];
    });
    afterEach(async () => {
      await Promise.all([here.close(), there.close()]);
      await subject.cleanup();
    });

    const listener = (who: string) => (bytes: Uint8Array) =>
      void heard.push(`${who} ${[...bytes].join(",")}`);

    it("delivers to every subscriber of the topic on other servers, in order", async () => {
      await there.subscribe("t", listener("first"));
      await there.subscribe("t", listener("second"));
      here.publish("t", Uint8Array.of(1));
      here.publish("t", Uint8Array.of(2, 3));
      await subject.settled();
      expect(heard.filter((line) => line.startsWith("first"))).toEqual(["first 1", "first 2,3"]);
      expect(heard.filter((line) => line.startsWith("second"))).toEqual(["second 1", "second 2,3"]);
    });

    it("does not deliver to the bus that published", async () => {
      await here.subscribe("t", listener("here"));
      await there.subscribe("t", listener("there"));
      here.publish("t", Uint8Array.of(1));
      await subject.settled();
      expect(heard).toEqual(["there 1"]);
    });

    it("delivers to exactly this topic, not to its neighbours in name", async () => {
      for (const topic of ["t", "tt", "t*", "t.", "", "T"]) await there.subscribe(topic, listener(topic));
      here.publish("t", Uint8Array.of(1));
      await subject.settled();
      expect(heard).toEqual(["t 1"]);
    });

    it("delivers empty messages, and the bytes as they were when they were published", async () => {
      await there.subscribe("t", listener("there"));
      const bytes = Uint8Array.of(1, 2);
      here.publish("t", bytes);
      bytes.fill(9);
      here.publish("t", new Uint8Array(0));
      await subject.settled();
      expect(heard).toEqual(["there 1,2", "there "]);
    });

    it("ends one subscription and leaves the others, even where the listener is the same", async () => {
      const same = listener("there");
      const stop = await there.subscribe("t", same);
      await there.subscribe("t", same);
      stop();
      stop();
      here.publish("t", Uint8Array.of(1));
      await subject.settled();
      expect(heard).toEqual(["there 1"]);
    });

    it("survives a listener that unsubscribes, subscribes or publishes while it listens", async () => {
      const stop = await there.subscribe("t", () => {
        stop();
        void there.subscribe("t", listener("late"));
        there.publish("answer", Uint8Array.of(2));
      });
      await there.subscribe("t", listener("there"));
      await here.subscribe("answer", listener("here"));
      here.publish("t", Uint8Array.of(1));
      await subject.settled();
      await subject.settled();
      expect(heard).toContain("there 1");
      expect(heard).toContain("here 2");
    });

    it("lets a listener that throws harm nobody else", async () => {
      await there.subscribe("t", () => {
        throw new Error("a broken listener");
      });
      await there.subscribe("t", listener("there"));
      here.publish("t", Uint8Array.of(1));
      await subject.settled();
      expect(heard).toEqual(["there 1"]);
    });

    it("is silent after close, may be closed twice and takes late calls calmly", async () => {
      await there.subscribe("t", listener("there"));
      await there.close();
      await there.close();
      here.publish("t", Uint8Array.of(1));
      there.publish("t", Uint8Array.of(2));
      (await there.subscribe("t", listener("late")))();
      there.onGap(() => {})();
      await subject.settled();
      expect(heard).toEqual([]);
    });
  });
}
