// What those hear who do not see the avatars: who came and who went, in few sentences.

import { beforeEach, describe, expect, it, vi } from "vitest";
import { BUNDLE_MS, QUIET_MS, SETTLE_MS, watchComings } from "../../app/_features/presence/comings.ts";

const after = (ms: number, fn: () => void) => {
  const timer = setTimeout(fn, ms);
  return () => clearTimeout(timer);
};

describe("comings and goings", () => {
  let said: string[];
  beforeEach(() => {
    vi.useFakeTimers();
    said = [];
    return () => {
      vi.useRealTimers();
    };
  });
  const watch = () => watchComings({ now: Date.now, after, say: (sentence) => said.push(sentence) });

  it("are not news while the document opens", () => {
    const comings = watch();
    comings.here(["Ada"]);
    vi.advanceTimersByTime(SETTLE_MS);
    comings.here(["Ada"]);
    vi.advanceTimersByTime(60_000);
    expect(said).toEqual([]);
  });

  it("are one sentence for many who come together", () => {
    const comings = watch();
    vi.advanceTimersByTime(SETTLE_MS);
    for (const names of [["Ada"], ["Ada", "Ben"], ["Ada", "Ben", "Cleo", "Dan"]]) comings.here(names);
    vi.advanceTimersByTime(BUNDLE_MS);
    expect(said).toEqual(["Ada and 3 others joined."]);
  });

  it("leave quiet between two sentences, and say nothing of whom opened the page again meanwhile", () => {
    const comings = watch();
    comings.here(["Ada", "Ben"]);
    vi.advanceTimersByTime(SETTLE_MS);
    comings.here(["Ada"]);
    vi.advanceTimersByTime(BUNDLE_MS);
    expect(said).toEqual(["Ben left."]);
    comings.here(["Ada", "Cleo"]);
    vi.advanceTimersByTime(BUNDLE_MS);
    expect(said).toHaveLength(1);
    comings.here(["Cleo"]);
    comings.here(["Ada", "Cleo"]);
    vi.advanceTimersByTime(QUIET_MS);
    expect(said).toEqual(["Ben left.", "Cleo joined."]);
  });

  it("end with the page", () => {
    const comings = watch();
    vi.advanceTimersByTime(SETTLE_MS);
    comings.here(["Ada"]);
    comings.stop();
    comings.here(["Ada", "Ben"]);
    vi.advanceTimersByTime(60_000);
    expect(said).toEqual([]);
  });
});
