// One stream for all tabs of a browser: who holds it, who hears it, what happens when it breaks, when the
// holder goes, and when the holder freezes.

import { describe, expect, it } from "vitest";
import { createFeed, type Feed, type News, readNews } from "../../app/_client/feed/feed.ts";
import { createSseReader } from "../../app/_client/feed/sse.ts";
import { DEAF_MS, RETRY_LONGEST_MS } from "../../app/_client/feed/stream.ts";
import { EventServer, HandChannel, HandLocks, newClock, settle, turn } from "./feed-support.ts";

const ID = "abcdefghijklmnopq0001";
const about = (title: string) => ({ kind: "doc", doc: { id: ID, title, role: "own" } });

class Tab {
  readonly feed: Feed;
  readonly heard: News[] = [];
  private readonly ends: ReturnType<HandChannel["open"]>[] = [];
  private leave: (() => void) | undefined;

  constructor(world: World, seed: number) {
    this.feed = createFeed({
      channel: () => {
        const end = world.channel?.open();
        if (end !== undefined) this.ends.push(end);
        return end;
      },
      locks: world.locks,
      open: world.server.open,
      clock: world.clock,
      random: () => seed,
    });
  }
  look(): this {
    this.leave = this.feed.subscribe((news) => this.heard.push(news));
    return this;
  }
  close(): void {
    this.leave?.();
  }
  /** As a phone does with a tab that is out of sight: it holds what it holds, and does nothing. */
  freeze(): void {
    for (const end of this.ends) end.deaf = true;
  }
  get titles(): string[] {
    return this.heard.flatMap((news) => (news.kind === "doc" ? [news.doc.title] : []));
  }
  get anews(): number {
    return this.heard.filter((news) => news.kind === "anew").length;
  }
}

interface World {
  readonly clock: ReturnType<typeof newClock>;
  readonly server: EventServer;
  readonly locks: HandLocks | undefined;
  readonly channel: HandChannel | undefined;
}

const world = (way: "locks" | "channel"): World => ({
  clock: newClock(),
  server: new EventServer(),
  locks: way === "locks" ? new HandLocks() : undefined,
  channel: new HandChannel(),
});

describe.each(["locks", "channel"] as const)("tabs that find their leader by %s", (way) => {
  it("share one stream, and all hear what it says", async () => {
    const w = world(way);
    const tabs = [0.1, 0.2, 0.3].map((seed) => new Tab(w, seed).look());
    await turn(w.clock, 2_000);
    expect(w.server.streams).toHaveLength(1);
    expect(tabs.map((tab) => tab.feed.state)).toEqual(["live", "live", "live"]);
    w.server.last.tell(7, about("Plan"));
    await settle();
    expect(tabs.map((tab) => tab.titles)).toEqual([["Plan"], ["Plan"], ["Plan"]]);
  });

  it("a tab that comes later listens along, and knows at once how things stand", async () => {
    const w = world(way);
    new Tab(w, 0.5).look();
    await turn(w.clock, 2_000);
    const late = new Tab(w, 0.1).look();
    await turn(w.clock, 200);
    expect(late.feed.state).toBe("live");
    expect(w.server.streams).toHaveLength(1);
  });

  it("hand over within a second when the leader closes, and go on from the last event", async () => {
    const w = world(way);
    const [first, second, third] = [0.1, 0.2, 0.3].map((seed) => new Tab(w, seed).look());
    await turn(w.clock, 2_000);
    w.server.last.tell(41, about("Before"));
    await settle();
    // The first to come leads by lock, the lowest number by election: here both are the first.
    first?.close();
    await turn(w.clock, 1_000);
    expect(w.server.living).toHaveLength(1);
    expect(w.server.streams).toHaveLength(2);
    expect(w.server.last.lastId).toBe("41");
    w.server.last.tell(42, about("After"));
    await settle();
    expect(second?.titles).toEqual(["Before", "After"]);
    expect(third?.titles).toEqual(["Before", "After"]);
    expect(first?.titles).toEqual(["Before"]);
  });

  it("replace a leader that froze without a word", async () => {
    const w = world(way);
    const first = new Tab(w, 0.1).look();
    await turn(w.clock, 1_000);
    const second = new Tab(w, 0.2).look();
    await turn(w.clock, 1_000);
    first.freeze();
    await turn(w.clock, 8_000);
    expect(w.server.streams).toHaveLength(2);
    w.server.last.tell(9, about("Heard"));
    await settle();
    expect(second.titles).toEqual(["Heard"]);
  });

  it("hold no stream when nobody looks any more", async () => {
    const w = world(way);
    const tabs = [0.1, 0.2].map((seed) => new Tab(w, seed).look());
    await turn(w.clock, 2_000);
    for (const tab of tabs) tab.close();
    await turn(w.clock, 10_000);
    expect(w.server.living).toHaveLength(0);
    expect(w.clock.waiting).toBe(0);
  });

  it("pass on what one of them did and the server does not announce", async () => {
    const w = world(way);
    const [first, second] = [0.1, 0.2].map((seed) => new Tab(w, seed).look());
    await turn(w.clock, 2_000);
    const news = readNews(about("Starred"));
    if (news === undefined) throw new Error("unreadable");
    second?.feed.tell(news);
    await settle();
    expect(first?.titles).toEqual(["Starred"]);
    expect(second?.titles).toEqual([]);
  });

  it("set aside by the back button, leave the lead to others and come back as one of them", async () => {
    const w = world(way);
    const first = new Tab(w, 0.1).look();
    await turn(w.clock, 1_000);
    const second = new Tab(w, 0.2).look();
    await turn(w.clock, 500);
    first.feed.pause();
    await turn(w.clock, 1_000);
    first.feed.resume();
    await turn(w.clock, 1_000);
    expect(w.server.living).toHaveLength(1);
    w.server.last.tell(3, about("Both"));
    await settle();
    expect([first.titles, second.titles]).toEqual([["Both"], ["Both"]]);
  });
});

describe("a tab without any channel", () => {
  it("has a stream of its own", async () => {
    const w = { ...world("locks"), channel: undefined };
    const tabs = [0.1, 0.2].map((seed) => new Tab(w, seed).look());
    await turn(w.clock, 20_000);
    expect(w.server.living).toHaveLength(2);
    expect(w.server.streams).toHaveLength(2);
    for (const tab of tabs) tab.close();
    await settle();
    expect(w.server.living).toHaveLength(0);
    expect(w.clock.waiting).toBe(0);
  });
});

describe("two leaders by channel, who were alone for a while", () => {
  it("become one as soon as they hear each other", async () => {
    const w = world("channel");
    const first = new Tab(w, 0.1).look();
    await turn(w.clock, 1_000);
    first.freeze();
    const second = new Tab(w, 0.2).look();
    await turn(w.clock, 1_000);
    expect(w.server.living).toHaveLength(2);
    const channels = (first as unknown as { ends: { deaf: boolean }[] }).ends;
    for (const end of channels) end.deaf = false;
    const third = new Tab(w, 0.3).look();
    await turn(w.clock, 2_000);
    expect(w.server.living).toHaveLength(1);
    w.server.living[0]?.tell(5, about("One voice"));
    await settle();
    expect([first.titles, second.titles, third.titles]).toEqual([
      ["One voice"],
      ["One voice"],
      ["One voice"],
    ]);
  });
});

describe("a stream that breaks", () => {
  const alone = async () => {
    const w = world("locks");
    const tab = new Tab(w, 0.5).look();
    await turn(w.clock, 1_000);
    return { w, tab };
  };

  it("is opened again where it broke, and lists are read anew", async () => {
    const { w, tab } = await alone();
    w.server.last.say("retry: 2000\nid: 12\n\n");
    await settle();
    expect(tab.anews).toBe(1);
    w.server.last.end();
    await turn(w.clock, 1_000);
    expect(w.server.last.lastId).toBe("12");
    expect(tab.anews).toBe(2);
    expect(tab.feed.state).toBe("live");
  });

  it("waits longer from try to try, not longer than the bound, and says that it is off", async () => {
    const { w, tab } = await alone();
    w.server.down = true;
    w.server.last.end();
    await turn(w.clock, 1_000);
    expect(tab.feed.state).toBe("off");
    await turn(w.clock, 60_000);
    const inTheFirstMinute = w.server.asked;
    expect(inTheFirstMinute).toBeGreaterThan(5);
    expect(inTheFirstMinute).toBeLessThan(14);
    await turn(w.clock, 5 * RETRY_LONGEST_MS);
    expect(w.server.asked - inTheFirstMinute).toBeGreaterThanOrEqual(5);
    w.server.down = false;
    await turn(w.clock, RETRY_LONGEST_MS);
    expect(tab.feed.state).toBe("live");
  });

  it("is tried at once when somebody asks, also from a tab that only listens", async () => {
    const { w, tab } = await alone();
    const second = new Tab(w, 0.7).look();
    await turn(w.clock, 500);
    w.server.down = true;
    w.server.last.end();
    await turn(w.clock, 40_000);
    w.server.down = false;
    second.feed.retryNow();
    await turn(w.clock, 50);
    expect(tab.feed.state).toBe("live");
    expect(second.feed.state).toBe("live");
  });

  it("that the server refuses is no server that is away, and is asked for seldom", async () => {
    const { w, tab } = await alone();
    w.server.refuses = true;
    w.server.last.end();
    await turn(w.clock, 5 * RETRY_LONGEST_MS);
    expect(tab.feed.state).toBe("connecting");
    expect(w.server.asked).toBeLessThan(10);
    w.server.refuses = false;
    await turn(w.clock, RETRY_LONGEST_MS);
    expect(tab.feed.state).toBe("live");
  });

  it("counts as broken when not even a sign of life comes", async () => {
    const { w } = await alone();
    await turn(w.clock, DEAF_MS / 2);
    w.server.last.say(": still here\n\n");
    await turn(w.clock, DEAF_MS - 100);
    expect(w.server.streams).toHaveLength(1);
    await turn(w.clock, 1_500);
    expect(w.server.streams).toHaveLength(2);
    expect(w.server.living).toHaveLength(1);
  });

  it("of a server that hangs up at once is not asked without a pause", async () => {
    const { w } = await alone();
    const before = w.server.asked;
    for (let i = 0; i < 100; i++) {
      w.server.last.end();
      await turn(w.clock, 100);
    }
    expect(w.server.asked - before).toBeLessThan(8);
  });
});

describe("reading events", () => {
  it("takes lines of every kind, cut anywhere", () => {
    const text = 'retry: 2000\r\nid: 4\r\n\r\n: beat\n\nid: 5\ndata: {"a":\ndata:1}\n\ndata: two\r\r';
    for (let size = 1; size < text.length; size++) {
      const reader = createSseReader();
      const found = [];
      for (let at = 0; at < text.length; at += size) found.push(...reader.take(text.slice(at, at + size)));
      found.push(...reader.take(": end\n"));
      expect(found).toEqual([
        { data: '{"a":\n1}', id: "5" },
        { data: "two", id: "5" },
      ]);
    }
  });

  it("gives up on a message without end", () => {
    const reader = createSseReader();
    expect(() => {
      for (let i = 0; i < 1_000; i++) reader.take("data: ".padEnd(1_000, "x"));
    }).toThrow(/no end/);
  });

  it("believes nothing that it cannot read", () => {
    expect(readNews(null)).toBeUndefined();
    expect(readNews({ kind: "doc", doc: { id: "short" } })).toBeUndefined();
    expect(readNews({ kind: "gone", id: 7 })).toBeUndefined();
    expect(readNews({ kind: "other" })).toBeUndefined();
    expect(readNews({ kind: "gone", id: ID })).toEqual({ kind: "gone", id: ID });
  });
});
