// A thumb that writes: the tools stand on the keyboard and leave the line free, an input method that composes
// every word meets somebody else's edits, and what a finger selects stays selected.
// No keyboard comes up in a test: the visual viewport is made as small as it would be, with its events.

import type { Browser, CDPSession, Locator } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type * as Y from "yjs";
import { en } from "../../app/_words/en.ts";
import { ways } from "../../app/_words/ways.ts";
import { launchBrowser } from "../support/browser.ts";
import { meanwhile } from "../support/meanwhile.ts";
import { ANDROID, arrive, type Person } from "../support/person.ts";
import { type Stack, startStack } from "../support/stack.ts";

const SCREEN = ANDROID.viewport;
const KEYBOARD_PX = 336;

let stack: Stack;
let browser: Browser;
let ada: Person;
let ben: Person;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  [ada, ben] = await Promise.all([arrive(browser, "Ada", ANDROID), arrive(browser, "Ben", { hue: 7 })]);
  await ada.createDocument(stack.url);
  await ada.type("On the train");
  await ada.toText();
  for (let line = 0; line < 40; line++) {
    await ada.page.keyboard.insertText(`Line ${line}`);
    await ada.page.keyboard.press("Enter");
  }
  await ada.saved();
  await ben.open(await ada.share());
});

afterAll(async () => {
  await browser?.close();
  await stack?.close();
});

/** As a browser tells that its keyboard came (or went): less is seen, perhaps of a part further down. */
const keyboard = (height: number, offsetTop = 0) =>
  ada.page.evaluate(
    ([seen, offset]) => {
      const viewport = window.visualViewport as VisualViewport;
      Object.defineProperties(viewport, {
        height: { configurable: true, get: () => seen },
        offsetTop: { configurable: true, get: () => offset },
      });
      viewport.dispatchEvent(new Event("resize"));
      viewport.dispatchEvent(new Event("scroll"));
    },
    [SCREEN.height - height, offsetTop] as const,
  );

const dock = () => ada.page.locator("[data-dock]");
const dockBox = async () => {
  const box = await dock().boundingBox();
  if (box === null) throw new Error("There is no dock.");
  return { top: Math.round(box.y), bottom: Math.round(box.y + box.height) };
};
/** The line of the caret, in the window. */
const line = () =>
  ada.editor.evaluate((element) => {
    const { view } = (
      element as unknown as {
        editor: {
          view: {
            state: { selection: { head: number } };
            coordsAtPos(at: number): { top: number; bottom: number };
          };
        };
      }
    ).editor;
    return view.coordsAtPos(view.state.selection.head);
  });

describe("the tools of a phone", () => {
  it("stand on the keyboard, leave the line free that is written in, and go when writing ends", async () => {
    await ada.page.evaluate(() => {
      (document.activeElement as HTMLElement).blur();
      window.scrollTo(0, 0);
    });
    await ada.page.getByRole("toolbar", { name: ways.view.reading }).waitFor();
    // The last line above the dock: the keyboard would cover it.
    const lines = ada.editor.locator("p");
    const { top } = await dockBox();
    const boxes = await lines.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().bottom));
    await lines.nth(boxes.findLastIndex((bottom) => bottom < top)).tap();
    await ada.page.getByRole("toolbar", { name: en.editor.toolbar }).waitFor();
    await keyboard(KEYBOARD_PX);
    await expect.poll(async () => (await dockBox()).bottom).toBe(SCREEN.height - KEYBOARD_PX);
    await expect.poll(async () => (await line()).bottom < (await dockBox()).top).toBe(true);

    // Nor does writing on lead under it.
    for (let more = 0; more < 3; more++) {
      await ada.page.keyboard.press("Enter");
      await expect.poll(async () => (await line()).bottom < (await dockBox()).top).toBe(true);
    }
    // Some browsers show another part of the page instead of scrolling it.
    await keyboard(KEYBOARD_PX, 120);
    await expect.poll(async () => (await dockBox()).bottom).toBe(SCREEN.height - KEYBOARD_PX + 120);
    // The end of the page can be scrolled to, above keyboard and dock.
    await keyboard(KEYBOARD_PX);
    await ada.page.keyboard.press("ControlOrMeta+End");
    await expect.poll(async () => (await line()).bottom < (await dockBox()).top).toBe(true);

    await keyboard(0);
    await expect.poll(async () => (await dockBox()).bottom).toBe(SCREEN.height);
    await ada.page.getByRole("button", { name: en.editor.hideKeyboard }).tap();
    await ada.page.getByRole("toolbar", { name: en.editor.toolbar }).waitFor({ state: "detached" });
    expect(await ada.page.evaluate(() => document.documentElement.style.getPropertyValue("--keyboard"))).toBe(
      "",
    );
  });

  it("act on what a finger has selected, which stays selected; nothing of ours lies over its handles", async () => {
    const word = ada.editor.locator("p").first();
    await ada.page.evaluate(() => window.scrollTo(0, 0));
    await holdFirstWord(word);
    await expect.poll(() => ada.page.evaluate(() => String(getSelection()))).toBe("Line");
    await ada.page.getByRole("toolbar", { name: en.editor.toolbar }).waitFor();
    expect(await ada.page.getByRole("toolbar", { name: ways.bubble.label }).count()).toBe(0);
    await ada.page.getByRole("button", { name: en.editor.bold, exact: true }).tap();
    await word.locator("strong", { hasText: /^Line$/ }).waitFor();
    expect(await ada.page.evaluate(() => String(getSelection()))).toBe("Line");
    await ada.page.getByRole("button", { name: en.editor.bold, exact: true }).tap();
    await word.locator("strong").waitFor({ state: "detached" });
  });
});

describe("a menu of the tools", () => {
  it("comes as a sheet where the finger is, and the finger chooses nothing by being lifted there", async () => {
    await ada.editor.locator("p").nth(2).tap();
    const add = ada.page.getByRole("button", { name: en.editor.add, exact: true });
    const box = await add.boundingBox();
    if (box === null) throw new Error("There is no way to add a block.");
    const touch = await ada.context.newCDPSession(ada.page);
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [at] });
    await twoFrames();
    expect(await ada.page.getByRole("menu").count()).toBe(0);
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    const menu = ada.page.getByRole("menu");
    await menu.waitFor();
    // It rises to its place.
    await menu.evaluate((one) => Promise.all(one.getAnimations().map(({ finished }) => finished)));
    const { bottom, width } = await menu.evaluate((one) => one.getBoundingClientRect().toJSON());
    expect({ bottom, width }).toEqual({ bottom: SCREEN.height, width: SCREEN.width });
    await menu.getByRole("menuitemcheckbox", { name: en.editor.bulletList }).tap();
    await ada.editor.locator("ul > li > p", { hasText: /^Line 2$/ }).waitFor();
    await ada.page.getByRole("button", { name: en.editor.undo, exact: true }).tap();
    await ada.editor.locator("ul").waitFor({ state: "detached" });

    // The same button closes it, where the sheet leaves it free.
    const more = ada.page.getByRole("button", { name: en.document.more, exact: true });
    for (const state of ["visible", "detached", "visible", "detached"] as const) {
      await more.tap();
      await menu.waitFor({ state });
    }
  });
});

describe("an input method that composes every word", () => {
  it("loses no letter and no caret while somebody else writes into the same line", async () => {
    await ada.caretAtEndOf(1);
    await ben.caretAtEndOf(1);
    await ben.page.keyboard.press("Home");
    const ime = await ada.context.newCDPSession(ada.page);
    const words = ["We", "are", "late", "again", "and", "the", "bread", "is", "gone"];
    const written = await meanwhile(
      () => ben.page.keyboard.type("x", { delay: 15 }),
      async () => {
        for (const word of words) await compose(ime, word);
      },
    );
    expect(written).toBeGreaterThan(words.length);
    const expected = `${"x".repeat(written)}Line 1${words.map((word) => `${word} `).join("")}`;
    for (const person of [ada, ben]) {
      await expect
        .poll(() => person.editor.locator("p").nth(1).textContent())
        .toBe(expected.replace(/ $/, " "));
    }
    // The caret is where the last word ended.
    await ada.page.keyboard.type("!");
    await expect.poll(() => ben.editor.locator("p").nth(1).textContent()).toBe(`${expected}!`);
    expect([...ada.errors, ...ben.errors]).toEqual([]);
  });
});

describe("an input method that goes back to a word", () => {
  const WRONG = "Bring teh bread";
  const first = (person: Person) => person.editor.locator("p").first();
  const second = (person: Person) => person.editor.locator("p").nth(1);
  let ime: CDPSession;

  beforeEach(async () => {
    await ada.createDocument(stack.url);
    await ada.type("Shopping");
    await ada.toText();
    await ada.page.keyboard.insertText(WRONG);
    await ada.page.keyboard.press("Enter");
    await ada.page.keyboard.insertText("And milk");
    await ada.saved();
    await ben.open(await ada.share());
    await expect.poll(() => first(ben).textContent()).toBe(WRONG);
    ime = await ada.context.newCDPSession(ada.page);
    await ada.caretAtEndOf(0);
  });

  /** The word so far; with `from` and `to` the one that stands there is taken up. */
  const composed = (text: string, from?: number, to?: number) => composeIn(ime, text, from, to);

  /** What of text and title has come to this browser, shown or waiting (B22). */
  const heard = () =>
    ada.editor.evaluate((element) => {
      const { editor } = element as unknown as {
        editor: { state: { plugins: { key: string; getState(state: unknown): unknown }[] } };
      };
      const sync = editor.state.plugins.find(({ key }) => key.startsWith("y-sync$"));
      const state = sync?.getState(editor.state) as { binding: { type: Y.XmlFragment } } | undefined;
      const type = state?.binding.type;
      return { text: String(type), title: type?.doc?.getText("title").toString() };
    });

  const benWrites = async (block: number, text: string) => {
    await ben.caretAtEndOf(block);
    await ben.page.keyboard.press("Home");
    await ben.page.keyboard.insertText(text);
  };

  const bothShow = async (text: string, next: string) => {
    for (const person of [ada, ben]) {
      await expect.poll(() => first(person).textContent()).toBe(text);
      await expect.poll(() => second(person).textContent()).toBe(next);
    }
  };

  it("corrects it, though others write into that line and into the next meanwhile", async () => {
    const at = WRONG.indexOf("teh");
    await composed("teh", at, at + 3);
    await benWrites(1, "Butter. ");
    // Elsewhere is shown at once.
    await expect.poll(() => second(ada).textContent()).toBe("Butter. And milk");
    await benWrites(0, "Please. ");
    await expect.poll(async () => (await heard()).text, { interval: 10 }).toContain("Please.");
    for (const text of ["te", "t", "th", "the"]) await composed(text);
    await ime.send("Input.insertText", { text: "the" });
    await bothShow("Please. Bring the bread", "Butter. And milk");
    // The caret is behind the word, and not where others wrote.
    await ada.page.keyboard.type("!");
    await bothShow("Please. Bring the! bread", "Butter. And milk");
    // What is taken back is her own: typed in one breath it is one step, and no word of his is in it.
    await ada.page.keyboard.press("ControlOrMeta+z");
    await expect.poll(() => first(ben).textContent()).toMatch(/^Please\. Bring (teh|the) bread$/);
    expect([...ada.errors, ...ben.errors]).toEqual([]);
  });

  it("keeps the word when it lingers over it for longer than others wait", async () => {
    const at = WRONG.indexOf("teh");
    await composed("th", at, at + 3);
    await benWrites(0, "Please. ");
    await expect.poll(() => first(ada).textContent()).toBe("Please. Bring th bread");
    await composed("the");
    await ime.send("Input.insertText", { text: "the" });
    await bothShow("Please. Bring the bread", "And milk");
    await ada.page.keyboard.type("!");
    await bothShow("Please. Bring the! bread", "And milk");
    expect([...ada.errors, ...ben.errors]).toEqual([]);
  });

  it("composes in the title, a new word and one that was written, while others write into it", async () => {
    const titled = (text: string) =>
      expect.poll(() => Promise.all([ada, ben].map((one) => one.title.inputValue()))).toEqual([text, text]);
    const cameTo = (text: string) => expect.poll(async () => (await heard()).title).toBe(text);
    const benWritesAt = async (place: number, text: string) => {
      await ben.title.focus();
      await ben.title.evaluate(
        (field, at) => (field as HTMLTextAreaElement).setSelectionRange(at, at),
        place,
      );
      await ben.page.keyboard.insertText(text);
    };

    await ada.title.click();
    await ada.page.keyboard.press("End");
    for (const text of ["l", "li"]) await composed(text);
    await benWritesAt(0, "Our ");
    await cameTo("Our Shopping");
    // The field is the input method's, until it is done.
    expect(await ada.title.inputValue()).toBe("Shoppingli");
    for (const text of ["lis", "list"]) await composed(text);
    await ime.send("Input.insertText", { text: "list" });
    await titled("Our Shoppinglist");
    await ada.page.keyboard.type("!");
    await titled("Our Shoppinglist!");

    // A word that stood there is taken up, and somebody writes into it.
    await composed("Shopping", 4, 12);
    await composed("Shoppin");
    await benWritesAt(9, "-");
    await cameTo("Our Shopp-inglist!");
    expect(await ada.title.inputValue()).toBe("Our Shoppinlist!");
    await composed("Shops");
    await ime.send("Input.insertText", { text: "Shops" });
    // Only letters that stood there go.
    await titled("Our Shops-list!");
    await ada.page.keyboard.type("?");
    await titled("Our Shops?-list!");
    expect([...ada.errors, ...ben.errors]).toEqual([]);
  });

  it("replaces it as a spell checker does, while others write into that line and into the next", async () => {
    await benWrites(0, "Please. ");
    const times = await meanwhile(
      () => ben.page.keyboard.type("x", { delay: 10 }),
      async () => {
        await expect.poll(() => first(ada).textContent()).toContain("xx");
        const words = ["the", "thee", "then", "them"];
        for (const [i, word] of words.entries()) await spell(first(ada), words[i - 1] ?? "teh", word);
        await expect.poll(() => first(ben).textContent()).toContain("them");
      },
    );
    const written = "x".repeat(times);
    await bothShow(`Please. ${written}Bring them bread`, "And milk");
    await ada.page.keyboard.type("!");
    await bothShow(`Please. ${written}Bring them! bread`, "And milk");
    expect([...ada.errors, ...ben.errors]).toEqual([]);
  });
});

/**
 * A word is chosen from a spell checker's list: the browser selects the old one, asks, and writes over it with its
 * own editing. Only the question is ours here: nothing lets a test open that list.
 */
const spell = (block: Locator, old: string, word: string) =>
  block.evaluate(
    (element, [from, to]) => {
      const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      let text = walker.nextNode() as Text;
      while (!text.data.includes(from)) text = walker.nextNode() as Text;
      const start = text.data.indexOf(from);
      getSelection()?.setBaseAndExtent(text, start, text, start + from.length);
      const asked = new InputEvent("beforeinput", {
        inputType: "insertReplacementText",
        data: to,
        bubbles: true,
        cancelable: true,
      });
      if (element.dispatchEvent(asked)) document.execCommand("insertText", false, to);
    },
    [old, word] as const,
  );

const twoFrames = () =>
  ada.page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );

const composeIn = (ime: CDPSession, text: string, from?: number, to?: number) =>
  ime.send("Input.imeSetComposition", {
    text,
    selectionStart: text.length,
    selectionEnd: text.length,
    ...(from !== undefined && to !== undefined && { replacementStart: from, replacementEnd: to }),
  });

/** As keyboards of Android do: each letter is the whole word anew, and a space ends it. */
async function compose(ime: CDPSession, word: string): Promise<void> {
  for (let length = 1; length <= word.length; length++) await composeIn(ime, word.slice(0, length));
  await ime.send("Input.insertText", { text: word });
  await ime.send("Input.insertText", { text: " " });
}

/** A finger rests on the first word: the browser puts the focus there and selects it, by itself. */
async function holdFirstWord(block: Locator): Promise<void> {
  await block.tap();
  await block.evaluate((element) => {
    const text = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode() as Text;
    getSelection()?.setBaseAndExtent(text, 0, text, text.data.indexOf(" "));
  });
}
