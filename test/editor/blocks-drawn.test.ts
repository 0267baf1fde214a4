// @vitest-environment jsdom
// What is drawn and not written: formulas trust nobody and say kindly what is wrong, and the tones of text can
// be read in both themes.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { drawFormula } from "../../app/_editor/blocks/math-draw.ts";
import { TONES } from "../../lib/schema/allowed.ts";

const draw = async (source: string, block = false) => {
  const element = document.createElement("span");
  const wrong = await drawFormula(element, source, block);
  return { element, wrong };
};

describe("a formula", () => {
  it("is drawn, with words for those who listen", async () => {
    const { element, wrong } = await draw("\\frac{a}{b}");
    expect(wrong).toBeUndefined();
    expect(element.querySelector("math mfrac")).not.toBeNull();
  });

  it.each([
    "\\href{javascript:alert(1)}{x}",
    "\\url{https://evil.org}",
    "\\includegraphics{https://evil.org/x.png}",
    "\\htmlStyle{position:fixed}{x}",
    "\\htmlClass{carets}{x}",
    "\\htmlData{a=b}{x}",
  ])("makes no link, no picture and no markup: %s", async (source) => {
    const { element } = await draw(source);
    expect(element.querySelector("a, img, [href], [src], .carets, [data-a]")).toBeNull();
    expect(element.querySelector('[style*="fixed"]')).toBeNull();
  });

  it("keeps its source and says what is wrong, not where in KaTeX", async () => {
    const { element, wrong } = await draw("\\frac{a");
    expect(element.textContent).toBe("\\frac{a");
    expect(wrong).toMatch(/^This is not a formula yet: /);
    expect(wrong).not.toMatch(/KaTeX|position|undefined/);
  });

  it("ends where a source would never end, or would be larger than any page", async () => {
    expect((await draw("\\def\\a{\\a\\a}\\a")).wrong).toBeDefined();
    expect((await draw("x".repeat(6_000), true)).wrong).toBeDefined();
    const { element } = await draw("\\rule{99999em}{99999em}");
    // What is seen; the words for those who listen take no room.
    expect(element.querySelector(".katex-html")?.innerHTML).not.toMatch(/\d{3}em/);
  });

  it("shows the last source where two are drawn at once", async () => {
    const element = document.createElement("span");
    await Promise.all([drawFormula(element, "a", false), drawFormula(element, "b", false)]);
    expect(element.querySelector("annotation")?.textContent).toBe("b");
  });
});

const read = (path: string) => readFileSync(join(import.meta.dirname, "..", "..", "app", path), "utf8");
const css = read("_styles/tokens.css") + read("_editor/prose/marks.css");

/** Both paints of a token, through other tokens. */
function paints(token: string): readonly [light: string, dark: string] {
  const value = new RegExp(`${token}:\\s*([^;]+);`).exec(css)?.[1] ?? "";
  const through = /^var\((--[\w-]+)\)$/.exec(value)?.[1];
  if (through !== undefined) return paints(through);
  const [light = "", dark = ""] = value.match(/#[0-9a-f]{6}/gi) ?? [];
  return [light, dark];
}

function luminance(hex: string): number {
  const part = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

describe("tones", () => {
  it.each(TONES)("%s can be read as a colour on paper and as a wash under words, light and dark", (tone) => {
    for (const theme of [0, 1] as const) {
      expect(contrast(paints(`--tone-${tone}`)[theme], paints("--paper")[theme])).toBeGreaterThanOrEqual(4.5);
      expect(contrast(paints("--text")[theme], paints(`--wash-${tone}`)[theme])).toBeGreaterThanOrEqual(7);
    }
  });
});
