// Holds the kit to the tokens: no colour, duration or layer of its own, the same paper everywhere, the
// same pattern in words and in lines. And the small pure parts of the kit.

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { PAPER } from "../../app/_styles/paper.ts";
import { ariaShortcut, shortcut } from "../../app/_ui/keys.ts";
import { currentToasts, dismiss, subscribeToasts, toast } from "../../app/_ui/toast-store.ts";
import { HUES } from "../../lib/people.ts";

const app = fileURLToPath(new URL("../../app/", import.meta.url));
const read = (path: string) => readFileSync(`${app}${path}`, "utf8");
const modules = ["_ui", "_home"].flatMap((folder) =>
  readdirSync(`${app}${folder}`)
    .filter((file) => file.endsWith(".module.css"))
    .map((file) => `${folder}/${file}`),
);

describe("the look", () => {
  it.each(modules)("%s takes colours, times and layers from the tokens", (file) => {
    const css = read(file).replace(/\/\*[\s\S]*?\*\//g, "");
    expect(css).not.toMatch(/#[0-9a-f]{3,8}\b/i);
    expect(css).not.toMatch(/\b(rgb|hsl|oklch)a?\(/);
    expect(css).not.toMatch(/[\s:(]\d*\.?\d+m?s\b/);
    expect(css).not.toMatch(/z-index:\s*[-\d]/);
  });

  it("has one paper", () => {
    const [, light, dark] =
      /--paper:\s*light-dark\((#\w+),\s*(#\w+)\)/.exec(read("_styles/tokens.css")) ?? [];
    expect({ light, dark }).toEqual(PAPER);
  });

  it("names the pattern of each hue as its line is drawn", () => {
    const css = read("_styles/people.css");
    const drawn = HUES.map(
      (_, index) => new RegExp(`\\.h${index + 1} \\{[^}]*--pattern: (\\w+)`).exec(css)?.[1],
    );
    const said = /PATTERNS = \[([^\]]*)\]/.exec(read("_home/hue-picker.tsx"))?.[1]?.match(/\w+/g);
    expect(drawn).toEqual(said);
    expect(drawn).toHaveLength(12);
  });
});

describe("shortcuts", () => {
  it.each([
    ["Mod B", "Ctrl B", "⌘B"],
    ["Mod Shift 7", "Ctrl Shift 7", "⇧⌘7"],
    ["Mod Alt M", "Ctrl Alt M", "⌥⌘M"],
    ["Esc", "Esc", "Esc"],
  ])("%s is printed as %s, on Apple devices as %s", (keys, other, apple) => {
    expect(shortcut(keys, false)).toBe(other);
    expect(shortcut(keys, true)).toBe(apple);
    expect(shortcut(shortcut(keys, false), false)).toBe(other);
  });

  it("are told to assistive technology in its own words", () => {
    expect(ariaShortcut("Mod Shift 7", false)).toBe("Control+Shift+7");
    expect(ariaShortcut("Mod Shift 7", true)).toBe("Meta+Shift+7");
    expect(ariaShortcut("Esc", false)).toBe("Escape");
  });
});

describe("toasts", () => {
  it("are at most two, and the same words are one", () => {
    let changes = 0;
    const stop = subscribeToasts(() => changes++);
    toast({ text: "One" });
    toast({ text: "Two" });
    toast({ text: "Two" });
    const end = toast({ text: "Three" });
    expect(currentToasts().map((one) => one.text)).toEqual(["Two", "Three"]);
    end();
    end();
    expect(currentToasts().map((one) => one.text)).toEqual(["Two"]);
    expect(changes).toBe(5);
    for (const one of currentToasts()) dismiss(one.id);
    expect(currentToasts()).toEqual([]);
    stop();
  });
});
