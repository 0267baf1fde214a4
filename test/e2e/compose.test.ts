// Input methods: words that are composed letter by letter, words that are composed anew because a keyboard knows
// better (autocorrect, a tap on a suggestion), and spell-check, while others write into the same line and around it.
// In a real Chromium with its own input method, on a desk and as a phone has it: jsdom has none.

import type { Browser, BrowserContextOptions, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { ANDROID } from "../support/person.ts";
import { beginRace, openTrack, racePage } from "../support/race/open.ts";
import type { Race } from "../support/race/page.ts";

/** What stands in the line at first, and how far into the text that is for the browser: two line ends before it. */
const LINE = "one two three";
const LINE_AT = "They write here. ".length + 2;

let browser: Browser;
let script: string;

beforeAll(async () => {
  [browser, script] = await Promise.all([launchBrowser(), racePage()]);
});

afterAll(() => browser?.close());

describe.each<[string, BrowserContextOptions]>([
  ["a desk", {}],
  ["an Android phone", ANDROID],
])("on %s", (_, device) => {
  let page: Page;
  let ime: CDPSession;

  beforeAll(async () => {
    page = await openTrack(browser, script, device);
    ime = await page.context().newCDPSession(page);
  });
  afterAll(() => page?.context().close());

  it("B22: what others write into a line waits for the word that is being composed in it, and for no longer than the bound", async () => {
    const { race, compose, caretAtEnd, agreed } = await atTheLine();
    await caretAtEnd();
    for (const text of ["k", "ka", "か"]) await compose(text);
    await race((one) => one.write("Oh, "));
    for (const text of ["かn", "かんj"]) await compose(text);
    expect(await race(({ mine }) => mine())).toBe(`${LINE}かんj`);
    await ime.send("Input.insertText", { text: "漢字" });
    const both = `Oh, ${LINE}漢字`;
    await agreed(both, both);

    // Somebody who composes and thinks: in the end the others are shown all the same, and the word goes on.
    await compose("に");
    await race((one) => one.write("So: "));
    await expect.poll(() => race(({ waiting }) => waiting())).toBe(1);
    expect(await race(({ mine }) => mine())).not.toContain("So: ");
    await race((one) => one.endWaiting());
    await expect.poll(() => race(({ mine }) => mine())).toContain("So: Oh, ");
    await ime.send("Input.insertText", { text: "日" });
    await page.keyboard.type("!");
    await expect.poll(() => race(({ mine }) => mine())).toMatch(/!$/);
    const end = await race(({ mine }) => mine());
    expect(end.startsWith(`So: ${both}`)).toBe(true);
    expect(end).toContain("日");
    await agreed(end, end);
  });

  it("a word that was written is composed anew while others write before and behind it in its line, and above", async () => {
    const { race, compose, caretAtEnd, agreed } = await atTheLine();
    await caretAtEnd();
    // The keyboard takes "two" for its own, as it stands, and puts another one in its place.
    await compose("two", LINE.indexOf("two"), "two".length);
    await race((one) => {
      one.write("Oh, ");
      one.writeAbove();
    });
    for (const text of ["tw", "t", "to", "too", "tool"]) {
      await compose(text);
      await race((one) => one.writeAbove());
    }
    await race((one) => one.write("!", one.others().length));
    await ime.send("Input.insertText", { text: "tools" });
    await agreed("Oh, one tools three!", "Oh, one tools");
    await page.keyboard.type("?");
    await agreed("Oh, one tools? three!", "Oh, one tools?");
  });

  it("a word is composed to its end while others write in the paragraph above at every letter: it is not broken off", async () => {
    const { race, compose, caretAtEnd, agreed } = await atTheLine();
    await caretAtEnd();
    const ended = await endsOfCompositions(page);
    const word = "Donaudampfschifffahrt";
    for (let letters = 1; letters <= word.length; letters++) {
      await compose(word.slice(0, letters));
      await race((one) => one.writeAbove());
      expect(await race(({ others }) => others())).toBe(LINE + word.slice(0, letters));
    }
    expect(await ended()).toBe(0);
    await ime.send("Input.insertText", { text: word });
    expect(await ended()).toBe(1);
    await agreed(LINE + word, LINE + word);
  });

  it("a word that is composed anew while others take it out, or write into it, is there once for everybody", async () => {
    for (const theirs of ["cut", "write"] as const) {
      const { race, compose, caretAtEnd, agreed } = await atTheLine();
      await caretAtEnd();
      await compose("three", LINE.indexOf("three"), "three".length);
      await compose("thre");
      if (theirs === "cut") await race((one) => one.cut("one two ".length, "three".length));
      else await race((one) => one.write("X", "one two thr".length));
      await compose("th");
      await ime.send("Input.insertText", { text: "throw" });
      // Who takes letters away takes them from whoever keeps them, too; what was put in stays, once.
      const end = theirs === "cut" ? "one two ow" : "one two throwX";
      await agreed(end, end.replace("X", ""));
    }
  });

  it("a word that spell-check puts right is right for everybody, whatever others write in the same moment", async () => {
    for (const when of ["before", "with", "after"] as const) {
      const { race, caretAtEnd, agreed } = await atTheLine();
      await caretAtEnd();
      if (when === "before") await race((one) => one.write("Oh, "));
      await replaceWord(page, "two", "tools", when === "with");
      if (when === "after") await race((one) => one.write("Oh, "));
      await agreed("Oh, one tools three", "Oh, one tools");
      await page.keyboard.type("!");
      await agreed("Oh, one tools! three", "Oh, one tools!");
    }
  });

  async function atTheLine() {
    await beginRace(page, { binding: "own", guard: "both", everyMs: 0, atKeys: false });
    const race = <T>(ask: (race: Race) => T) =>
      page.evaluate(`(${String(ask)})(window.race)`) as unknown as Promise<T>;
    return {
      race,
      /** The word so far; with `at` the one that stands there in the line is taken up. */
      compose: (text: string, at?: number, letters = 0) =>
        ime.send("Input.imeSetComposition", {
          text,
          selectionStart: text.length,
          selectionEnd: text.length,
          ...(at !== undefined && { replacementStart: LINE_AT + at, replacementEnd: LINE_AT + at + letters }),
        }),
      async caretAtEnd() {
        // Until it is there: a key may come before the browser has brought the focus into a text that was just made.
        const left = async () => {
          await page.keyboard.press("End");
          return race(({ leftOfCaret }) => leftOfCaret());
        };
        await expect.poll(left).toBe(LINE);
      },
      /** Both have this, the screen shows it, and the caret stands behind `left`. */
      async agreed(text: string, left: string) {
        await expect.poll(() => race(({ mine }) => mine())).toBe(text);
        await expect.poll(() => race(({ others }) => others())).toBe(text);
        expect(await race((one) => one.shown())).toBe(text);
        expect(await race(({ leftOfCaret }) => leftOfCaret())).toBe(left);
      },
    };
  }
});

/** How many compositions have ended since. */
async function endsOfCompositions(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const counting = window as unknown as { ended: number };
    counting.ended = 0;
    document.addEventListener("compositionend", () => counting.ended++);
  });
  return () => page.evaluate(() => (window as unknown as { ended: number }).ended);
}

/**
 * As browsers do when somebody chooses in the menu of a misspelt word: selected, announced, replaced, told. No protocol
 * reaches that menu, so its steps are taken here. `theirs`: another one's letters come before the editor has read.
 */
async function replaceWord(page: Page, word: string, by: string, theirs: boolean): Promise<void> {
  await page.evaluate(
    ([from, to, write]) => {
      const paragraph = document.querySelector<HTMLElement>(".ProseMirror")?.children[1];
      const text = paragraph?.firstChild as Text;
      const at = text.data.indexOf(from);
      const selection = getSelection() as Selection;
      selection.setBaseAndExtent(text, at, text, at + from.length);
      const data = new DataTransfer();
      data.setData("text/plain", to);
      const said = { inputType: "insertReplacementText", dataTransfer: data, bubbles: true };
      const range = new StaticRange({
        startContainer: text,
        startOffset: at,
        endContainer: text,
        endOffset: at + from.length,
      });
      const asked = new InputEvent("beforeinput", { ...said, cancelable: true, targetRanges: [range] });
      // An editor that puts it in by itself says so.
      if (!text.parentElement?.dispatchEvent(asked)) return;
      text.replaceData(at, from.length, to);
      selection.collapse(text, at + to.length);
      if (write) (window as unknown as { race: Race }).race.write("Oh, ");
      text.parentElement?.dispatchEvent(new InputEvent("input", said));
    },
    [word, by, theirs] as const,
  );
}
