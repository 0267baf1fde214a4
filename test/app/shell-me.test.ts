// @vitest-environment jsdom
// You and your theme, as this browser keeps them: also without storage, and from another tab.

import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const fresh = async () => {
  vi.resetModules();
  return {
    me: await import("../../app/_client/me.ts"),
    theme: await import("../../app/_client/theme.ts"),
    recents: await import("../../app/_client/recents.ts"),
  };
};

function closeStorage(): void {
  const closed = () => {
    throw new DOMException("closed", "SecurityError");
  };
  vi.spyOn(Storage.prototype, "getItem").mockImplementation(closed);
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(closed);
  vi.spyOn(Storage.prototype, "removeItem").mockImplementation(closed);
}

beforeEach(() => localStorage.clear());
afterEach(() => vi.restoreAllMocks());

describe("you", () => {
  it("are named once, and the name stays", async () => {
    const first = (await fresh()).me.currentMe();
    expect(first.name).toMatch(/^\p{Lu}\p{L}+ \p{Lu}\p{L}+$/u);
    expect((await fresh()).me.currentMe()).toEqual(first);
  });

  it("are somebody new where the storage holds nonsense", async () => {
    for (const text of ["", "{", "null", '{"name":"  "}', '{"name":3,"hue":2}']) {
      localStorage.setItem("concord.me", text);
      expect((await fresh()).me.currentMe().name).not.toBe("");
    }
  });

  it("keep a good name when a hue is out of range", async () => {
    localStorage.setItem("concord.me", '{"name":"Mina","hue":99}');
    expect((await fresh()).me.currentMe()).toEqual({ name: "Mina", hue: 1 });
  });

  it("are the same for the life of the page where storage is closed", async () => {
    closeStorage();
    const { me } = await fresh();
    const first = me.currentMe();
    expect(me.currentMe()).toBe(first);
    me.setMe({ name: "Mina", hue: 4 });
    expect(me.currentMe()).toEqual({ name: "Mina", hue: 4 });
  });

  it("never lose the name to an empty one", async () => {
    const { me } = await fresh();
    me.setMe({ name: " Mina\n Okafor ", hue: 2 });
    me.setMe({ name: "   ", hue: 3 });
    expect(me.currentMe()).toEqual({ name: "Mina Okafor", hue: 2 });
  });

  it("are one object until something changed, and hear of other tabs", async () => {
    await fresh();
    const { remembered } = await import("../../app/_client/remembered.ts");
    const value = remembered<string>(
      "test.key",
      (text) => text ?? "none",
      (text) => text,
    );
    const heard = vi.fn();
    const stop = value.subscribe(heard);
    localStorage.setItem("test.key", "other tab");
    window.dispatchEvent(new StorageEvent("storage", { key: "unrelated" }));
    expect(heard).not.toHaveBeenCalled();
    window.dispatchEvent(new StorageEvent("storage", { key: "test.key" }));
    expect(heard).toHaveBeenCalledTimes(1);
    expect(value.get()).toBe("other tab");
    stop();
    window.dispatchEvent(new StorageEvent("storage", { key: "test.key" }));
    expect(heard).toHaveBeenCalledTimes(1);
  });
});

describe("recents without storage", () => {
  it("last as long as the page", async () => {
    closeStorage();
    const { recents } = await fresh();
    const id = "abcdefghijklmnopqrstu" as Parameters<typeof recents.noteOpened>[0];
    recents.noteOpened(id);
    recents.noteSeen([{ id, title: "Minutes" }]);
    expect(recents.currentRecents()).toMatchObject([{ id, title: "Minutes" }]);
    recents.forget(id);
    expect(recents.currentRecents()).toEqual([]);
  });
});

describe("the theme", () => {
  const wornAfter = async (stored: string | null) => {
    const { ThemeScript } = await import("../../app/_client/theme-script.tsx");
    const { theme } = await fresh();
    if (stored !== null) localStorage.setItem(theme.THEME_KEY, stored);
    document.documentElement.removeAttribute("data-theme");
    document.getElementById(theme.THEME_META_ID)?.remove();
    const markup = renderToStaticMarkup(createElement(ThemeScript, { nonce: "n0nce" }));
    expect(markup).toContain('nonce="n0nce"');
    const code = markup.replace(/^<script[^>]*>|<\/script>$/g, "");
    // The script is text for the browser; this is the closest that a test comes to it.
    new Function(code)();
    return {
      theme: document.documentElement.dataset.theme,
      metas: [...document.querySelectorAll("meta[name=theme-color]")].map((meta) => [
        meta.id,
        meta.getAttribute("content"),
      ]),
    };
  };

  it("is on before the first paint, by the same key and colours as later", async () => {
    expect(await wornAfter("dark")).toEqual({ theme: "dark", metas: [["theme-color", "#15171F"]] });
    expect(await wornAfter("light")).toEqual({ theme: "light", metas: [["theme-color", "#FCFBF8"]] });
  });

  it("is the system's where nothing, or nonsense, was chosen", async () => {
    expect(await wornAfter(null)).toEqual({ theme: undefined, metas: [] });
    expect(await wornAfter("purple")).toEqual({ theme: undefined, metas: [] });
  });

  it("can be chosen and given back to the system", async () => {
    const { theme } = await fresh();
    theme.setTheme("dark");
    expect(document.documentElement.dataset.theme).toBe("dark");
    expect(localStorage.getItem("concord.theme")).toBe("dark");
    expect(document.querySelectorAll("meta[name=theme-color]")).toHaveLength(1);
    theme.setTheme("system");
    expect(document.documentElement.dataset.theme).toBeUndefined();
    expect(localStorage.getItem("concord.theme")).toBeNull();
    expect(document.querySelectorAll("meta[name=theme-color]")).toHaveLength(0);
  });
});
