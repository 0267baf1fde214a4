// @vitest-environment jsdom
// Following somebody, and who writes out of sight.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { EdgeMark } from "../../app/_editor/follow/edge-mark.ts";
import { edgesOf, scrollTo } from "../../app/_editor/follow/edges.ts";
import { createFollowing, FOLLOWS, type Following, MISSED_MS } from "../../app/_editor/follow/following.ts";
import type { Other } from "../../app/_editor/others.ts";

const BEN = 7;
const box = (top: number) => ({ left: 100, right: 100, top, bottom: top + 20 });

describe("following", () => {
  let awareness: Awareness;
  let following: Following;
  const others = (there: boolean) => {
    if (there) awareness.states.set(BEN, { user: { name: "Ben", hue: 1 } });
    else awareness.states.delete(BEN);
    awareness.emit("change", [{ added: [], updated: [], removed: [] }, "remote"]);
  };

  beforeEach(() => {
    vi.useFakeTimers();
    awareness = new Awareness(new Y.Doc());
    following = createFollowing(awareness);
    others(true);
    following.start(BEN);
  });
  afterEach(() => {
    following.stop();
    awareness.destroy();
    vi.useRealTimers();
    document.body.replaceChildren();
  });

  it.each([
    ["a key", () => new KeyboardEvent("keydown", { key: "a", bubbles: true })],
    ["an arrow", () => new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true })],
    ["a press", () => new Event("pointerdown", { bubbles: true })],
    ["the wheel", () => new Event("wheel", { bubbles: true })],
    ["a finger that moves", () => new Event("touchmove", { bubbles: true })],
  ])("ends at %s of one's own", (_what, event) => {
    document.body.dispatchEvent(event());
    expect(following.who()).toBeUndefined();
  });

  it("does not end when the page scrolls by itself, or at Shift alone", () => {
    window.dispatchEvent(new Event("scroll"));
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "Shift", bubbles: true }));
    expect(following.who()).toBe(BEN);
  });

  it("keeps Escape to itself, and leaves every other key what it is", () => {
    const heard: string[] = [];
    document.body.addEventListener("keydown", ({ key }) => heard.push(key), { once: true });
    const press = new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true });
    document.body.dispatchEvent(press);
    expect(press.defaultPrevented).toBe(true);
    expect(following.who()).toBeUndefined();
    following.start(BEN);
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "x", bubbles: true, cancelable: true }));
    expect(heard).toEqual(["x"]);
  });

  it("does not end at presses on what starts and ends it", () => {
    const row = document.createElement("div");
    row.setAttribute(FOLLOWS, "");
    document.body.append(row);
    row.dispatchEvent(new Event("pointerdown", { bubbles: true }));
    expect(following.who()).toBe(BEN);
  });

  it("waits for somebody whose connection was cut, and not for ever", () => {
    others(false);
    vi.advanceTimersByTime(MISSED_MS - 1);
    others(true);
    vi.advanceTimersByTime(MISSED_MS);
    expect(following.who()).toBe(BEN);
    others(false);
    vi.advanceTimersByTime(MISSED_MS);
    expect(following.who()).toBeUndefined();
  });

  it("tells those who show it", () => {
    const told: (number | undefined)[] = [];
    following.subscribe(() => told.push(following.who()));
    following.start(BEN);
    following.start(9);
    following.stop();
    expect(told).toEqual([9, undefined]);
  });
});

describe("out of sight", () => {
  const seen = { top: 100, bottom: 700 };

  it("is who lies wholly above or below, the nearest first", () => {
    const carets = new Map([
      [1, box(-500)],
      [2, box(60)],
      [3, box(90)],
      [4, box(690)],
      [5, box(2_000)],
      [6, box(700)],
    ]);
    expect(edgesOf(carets, seen)).toEqual({ above: [2, 1], below: [6, 5] });
  });

  it("scrolls to a followed caret only when it leaves the comfortable part", () => {
    expect(scrollTo(box(300), seen)).toBe(0);
    const by = scrollTo(box(1_500), seen);
    expect(scrollTo(box(1_500 - by), seen)).toBe(0);
    const back = scrollTo(box(-900), seen);
    expect(back).toBeLessThan(0);
    expect(scrollTo(box(-900 - back), seen)).toBe(0);
  });

  it("is said in words, counts those who have no room, and never takes a name for markup", () => {
    const went: number[] = [];
    const mark = new EdgeMark("below", (id) => went.push(id));
    const other = (clientId: number, name: string): Other => ({
      clientId,
      person: { name, hue: 3 },
      identity: undefined,
      cursor: undefined,
      at: "body",
      away: undefined,
    });
    mark.draw([other(1, "<b>Ada</b>")], 300, 10);
    expect(mark.dom.hidden).toBe(false);
    expect(mark.dom.getAttribute("aria-label")).toBe("<b>Ada</b> is writing below");
    expect(mark.dom.querySelector("b")).toBeNull();
    mark.draw(
      [2, 3, 4, 5, 6].map((id) => other(id, `Person ${id}`)),
      300,
      10,
    );
    expect(mark.dom.getAttribute("aria-label")).toBe("Person 2 and 4 others are writing below");
    expect(mark.dom.querySelectorAll(".face")).toHaveLength(3);
    expect(mark.dom.querySelector(".rest")?.textContent).toBe("+2");
    mark.dom.click();
    expect(went).toEqual([2]);
    mark.draw([], 300, 10);
    expect(mark.dom.hidden).toBe(true);
  });
});
