// What the service worker touches and what it leaves alone, which of its caches go, and when a page says that
// a newer version is there.

import { describe, expect, it, vi } from "vitest";
import { docIn, isAway, outdatedCaches, planOf } from "../../app/_offline/plan.ts";
import { followVersions } from "../../app/_offline/versions.ts";

const ORIGIN = "https://notes.example";
const ID = "0123456789abcdefghijk";
const ask = (path: string, more: { method?: string; mode?: string; part?: boolean } = {}) =>
  planOf({ method: "GET", mode: "cors", part: false, url: new URL(path, ORIGIN).href, ...more }, ORIGIN).kind;

describe("the worker", () => {
  it("leaves alone whatever belongs to a person", () => {
    for (const path of [
      "/api/docs",
      "/api/me",
      "/api/events",
      `/sync/${ID}`,
      "/api/sign-in?to=%2F",
      "/healthz",
    ]) {
      expect(ask(path), path).toBe("pass");
      expect(ask(path, { mode: "navigate" }), path).toBe("pass");
    }
    expect(ask("/s/secret", { mode: "navigate" })).toBe("pass");
    expect(ask("/sw.js")).toBe("pass");
    expect(ask("/", { method: "POST", mode: "navigate" })).toBe("pass");
    expect(ask("https://elsewhere.example/_next/static/a.js")).toBe("pass");
  });

  it("stands in for home, documents and settings, and for nothing else", () => {
    expect(ask("/", { mode: "navigate" })).toBe("page");
    expect(ask("/settings", { mode: "navigate" })).toBe("page");
    expect(ask(`/d/${ID}`, { mode: "navigate" })).toBe("page");
    expect(ask(`/d/plan-f%C3%BCr-2027-${ID}?x=1#y`, { mode: "navigate" })).toBe("page");
    expect(ask("/d/too-short", { mode: "navigate" })).toBe("pass");
    expect(ask("/d/%E0%A4%A", { mode: "navigate" })).toBe("pass");
    expect(ask(`/d/${ID}`, { part: true })).toBe("part");
    expect(ask("/?_rsc=abc")).toBe("part");
    expect(ask("/")).toBe("pass");
    expect(docIn(`/d/minutes-${ID}`)).toBe(ID);
  });

  it("keeps files of the build, whatever their query", () => {
    expect(ask("/_next/static/chunks/a.js")).toBe("file");
    expect(ask("/icon.svg?icon.123.svg")).toBe("file");
  });

  it("keeps its own cache and the one before, of its own caches only", () => {
    const names = ["concord-app-a", "other", "concord-app-b", "concord-app-c"];
    expect(outdatedCaches(names, "concord-app-c")).toEqual(["concord-app-a"]);
    expect(outdatedCaches(["concord-app-c"], "concord-app-c")).toEqual([]);
  });

  it("takes a proxy's excuse for nobody, and our own errors for an answer", () => {
    expect([502, 503, 504].every(isAway)).toBe(true);
    expect([200, 304, 404, 429, 500].some(isAway)).toBe(false);
  });
});

describe("a new version", () => {
  async function page(own: string, { active = "old", coming = false } = {}) {
    const asked: unknown[] = [];
    const container = Object.assign(new EventTarget(), {
      startMessages: () => undefined,
      register: async () => ({
        update: async () => undefined,
        installing: coming ? {} : null,
        waiting: null,
        active: {
          postMessage(message: unknown) {
            asked.push(message);
            say(active);
          },
        },
      }),
    });
    const say = (version: unknown) =>
      container.dispatchEvent(new MessageEvent("message", { data: { kind: "version", version } }));
    vi.stubGlobal(
      "document",
      Object.assign(new EventTarget(), { readyState: "complete", visibilityState: "visible" }),
    );
    const newer: string[] = [];
    const stop = followVersions({
      own,
      container: container as unknown as ServiceWorkerContainer,
      onNewer: (version) => newer.push(version),
    });
    await new Promise((resolve) => setImmediate(resolve));
    stop();
    vi.unstubAllGlobals();
    return { say, newer, asked };
  }

  it("is told when the server's differs from the page's", async () => {
    expect((await page("old", { active: "new" })).newer).toEqual(["new"]);
  });

  it("is not told to a page that came from the network and is newer than its worker", async () => {
    const { newer, asked } = await page("new", { active: "old", coming: true });
    expect(newer).toEqual([]);
    expect(asked).toEqual([]);
  });

  it("is not told to a page that has it", async () => {
    expect((await page("same", { active: "same" })).newer).toEqual([]);
  });
});
