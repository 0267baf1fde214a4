// The ways to write, by keyboard: slash menu, palette, moving blocks, find and replace, the list of
// shortcuts, the way out of the text; and by mouse what has no key: dragging a block, the outline.

import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { blockSigns } from "../../app/_words/block-signs.ts";
import { en } from "../../app/_words/en.ts";
import { ways } from "../../app/_words/ways.ts";
import { launchBrowser } from "../support/browser.ts";
import { arrive, type Person } from "../support/person.ts";
import { type Stack, startStack } from "../support/stack.ts";

let stack: Stack;
let browser: Browser;
/** Who has come, by name: the next test's document opens in the same browser, with nothing left in it. */
const people = new Map<string, Person>();

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
});

afterEach(() => {
  for (const person of people.values()) expect(person.errors).toEqual([]);
});

afterAll(async () => {
  await browser?.close();
  await stack?.close();
});

async function come(name: string, address?: string): Promise<Person> {
  const known = people.get(name);
  const person = known ?? (await arrive(browser, name));
  people.set(name, person);
  if (known !== undefined) await known.page.evaluate(() => localStorage.clear());
  if (address !== undefined) await person.open(address);
  else {
    await person.createDocument(stack.url);
    await person.toText();
  }
  return person;
}

/** Every block by its tag and its text. */
const blocks = (person: Person) =>
  person.editor.evaluate((element) =>
    [...element.children].map((child) => `${child.tagName.toLowerCase()} ${child.textContent}`),
  );

const shows = (person: Person, expected: readonly string[]) =>
  expect.poll(() => blocks(person)).toEqual(expected);

const selected = (person: Person) => person.page.evaluate(() => String(getSelection()));
const focused = (person: Person) =>
  person.page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");

describe("by keyboard alone", () => {
  it("a block is put in by its name, moved, and turned into another, and somebody else sees the same", async () => {
    const ada = await come("Ada");
    await ada.type("/h1");
    await ada.page.getByRole("option", { name: "Heading 1" }).first().waitFor();
    await ada.page.keyboard.press("Enter");
    await ada.type("Plan");
    await ada.page.keyboard.press("Enter");
    await ada.type("first");
    await ada.page.keyboard.press("Enter");
    await ada.type("second");
    await ada.saved();
    const ben = await come("Ben", await ada.share());
    await shows(ben, ["h2 Plan", "p first", "p second"]);

    await ada.page.keyboard.press("Alt+ArrowUp");
    await shows(ada, ["h2 Plan", "p second", "p first"]);
    await shows(ben, ["h2 Plan", "p second", "p first"]);
    await ada.type("!");
    await shows(ben, ["h2 Plan", "p second!", "p first"]);

    // In one go: what is typed right after the key goes into the palette, not into the text.
    await ada.page.keyboard.press("ControlOrMeta+k");
    await ada.type("quote");
    await ada.page.keyboard.press("Enter");
    await shows(ben, ["h2 Plan", "blockquote second!", "p first"]);
    // The focus is back in the text, where the caret was.
    await ada.type("?");
    await shows(ben, ["h2 Plan", "blockquote second!?", "p first"]);
  });

  it("keys that come before the menus wait for them, and then do what they were for", async () => {
    const ada = await come("Ada");
    await ada.saved();
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let held = 0;
    await ada.page.route(/\.js(\?|$)/, async (route) => {
      const response = await route.fetch();
      if ((await response.text()).includes(ways.palette.label)) {
        held++;
        await released;
      }
      await route.fulfill({ response });
    });
    await ada.page.reload();
    await ada.editor.waitFor();
    await expect.poll(() => held).toBeGreaterThan(0);
    await ada.editor.focus();
    await ada.type("/h1");
    await ada.page.keyboard.press("Enter");
    await ada.type("Plan");
    await ada.page.keyboard.press("ControlOrMeta+k");
    await ada.type("quote");
    await ada.page.keyboard.press("Enter");
    expect(await blocks(ada)).toEqual(["p /h1"]);
    release();
    await ada.page.unrouteAll({ behavior: "wait" });
    await shows(ada, ["blockquote Plan"]);
    await ada.type("!");
    await shows(ada, ["blockquote Plan!"]);
  });

  it("the palette offers a link first where text is selected, and has what is not about text", async () => {
    const ada = await come("Ada");
    await ada.type("see the plan");
    for (let at = 0; at < 4; at++) await ada.page.keyboard.press("Shift+ArrowLeft");
    await ada.page.keyboard.press("ControlOrMeta+k");
    await ada.page.getByRole("combobox", { name: ways.palette.label }).waitFor();
    await ada.page.keyboard.press("Enter");
    await ada.page.getByRole("textbox", { name: en.editor.linkAddress }).waitFor();
    await ada.type("example.org/plan");
    await ada.page.keyboard.press("Enter");
    await ada.editor.locator('a[href="https://example.org/plan"]', { hasText: "plan" }).waitFor();

    await ada.page.keyboard.press("ControlOrMeta+k");
    await ada.type("rename");
    await ada.page.keyboard.press("Enter");
    await expect.poll(() => focused(ada)).toBe(en.document.titleLabel);
  });

  it("what is found is counted, stepped through, replaced in one step, and the selection stays on it", async () => {
    const ada = await come("Ada");
    for (const line of ["a cat", "a Cat", "no dog"]) {
      await ada.type(line);
      await ada.page.keyboard.press("Enter");
    }
    await ada.page.keyboard.press("ControlOrMeta+f");
    await ada.type("cat");
    await ada.page.getByText("1 of 2").waitFor();
    await ada.page.keyboard.press("Enter");
    await ada.page.getByText("2 of 2").waitFor();
    await ada.page.keyboard.press("Escape");
    await expect.poll(() => selected(ada)).toBe("Cat");
    await ada.page.waitForFunction(() => document.activeElement?.classList.contains("prose"));

    await ada.page.keyboard.press("ControlOrMeta+h");
    await ada.page.getByRole("textbox", { name: ways.find.replace }).fill("bird");
    await ada.page.getByRole("button", { name: ways.find.replaceAll }).press("Enter");
    await shows(ada, ["p a bird", "p a bird", "p no dog", "p "]);
    await ada.page.getByRole("textbox", { name: ways.find.find, exact: true }).press("Escape");
    await ada.page.keyboard.press("ControlOrMeta+z");
    await shows(ada, ["p a cat", "p a Cat", "p no dog", "p "]);
  });

  it("a pattern that would never end is ended, and the page goes on", async () => {
    const ada = await come("Ada");
    await ada.type(`${"a".repeat(60)} b`);
    await ada.page.keyboard.press("ControlOrMeta+f");
    const field = ada.page.getByRole("textbox", { name: ways.find.find, exact: true });
    await ada.page.getByRole("button", { name: ways.find.regex }).click();
    // A worker that is there already is given less time than one that has to come first.
    await field.fill("(a+)+ b");
    await ada.page.getByText("1 of 1").waitFor();
    await field.fill("(a+)+c");
    await ada.page.getByText(ways.find.tooSlow).waitFor();
    await field.fill("a+ b");
    await ada.page.getByText("1 of 1").waitFor();
  });

  it("a key reads the text near it and not the whole of it, whatever is drawn around it meanwhile", async () => {
    const ada = await come("Ada");
    const lines = 400;
    await ada.page.evaluate((count) => {
      const all = Array.from({ length: count }, (_, line) => `<p>Line ${line}</p>`).join("");
      const { editor } = document.querySelector(".prose") as unknown as {
        editor: { commands: { setContent(html: string): void; focus(to: "end"): void } };
      };
      editor.commands.setContent(all);
      editor.commands.focus("end");
    }, lines);
    await ada.saved();
    await ada.page.evaluate(() => {
      const real = Object.getOwnPropertyDescriptor(Node.prototype, "nodeValue");
      const get = real?.get ?? (() => null);
      const text = document.querySelector(".prose");
      const seen = { reads: 0 };
      Object.assign(globalThis, { seen });
      Object.defineProperty(Node.prototype, "nodeValue", {
        ...real,
        get(this: Node) {
          if (text?.contains(this)) seen.reads++;
          return get.call(this);
        },
      });
    });
    const keys = 5;
    const bold = ada.page.getByRole("button", { name: en.editor.bold, exact: true });
    await ada.page.keyboard.type("wo");
    await ada.page.keyboard.press("ControlOrMeta+b");
    // The tools were drawn anew, and are so with the next press.
    await expect.poll(() => bold.getAttribute("aria-pressed")).toBe("true");
    await ada.page.keyboard.press("ControlOrMeta+b");
    await expect.poll(() => bold.getAttribute("aria-pressed")).toBe("false");
    await ada.page.keyboard.type("rds");
    await ada.saved();
    const reads = await ada.page.evaluate(
      () => (globalThis as unknown as { seen: { reads: number } }).seen.reads,
    );
    expect(reads).toBeLessThan((keys * lines) / 4);
  });

  it("a key draws nothing anew but the text", async () => {
    const ada = await come("Ada");
    await ada.page.addInitScript(() => {
      const seen = { commits: 0, told: 0 };
      const none = () => undefined;
      // What React tells the tools of developers.
      const __REACT_DEVTOOLS_GLOBAL_HOOK__ = {
        ...{ supportsFiber: true, renderers: new Map(), inject: () => 1 },
        ...{
          onCommitFiberUnmount: none,
          onPostCommitFiberRoot: none,
          onCommitFiberRoot: () => seen.commits++,
        },
      };
      Object.assign(globalThis, { seen, __REACT_DEVTOOLS_GLOBAL_HOOK__ });
    });
    // A busy machine keeps "Saving" long enough to be told: what the status draws is its own.
    const commits = () =>
      ada.page.evaluate(() => {
        const { commits, told } = (globalThis as unknown as { seen: { commits: number; told: number } }).seen;
        return commits - told;
      });
    await ada.type("It begins.");
    await ada.saved();
    await ada.page.reload();
    await ada.editor.waitFor();
    await ada.caretAtEndOf(0);
    // There is something to undo from now on: the tools say so, once.
    await ada.type(" x");
    await ada.saved();
    const before = await commits();
    expect(before).toBeGreaterThan(0);
    await ada.status.evaluate((status) => {
      const { seen } = globalThis as unknown as { seen: { told: number } };
      new MutationObserver(() => seen.told++).observe(status, {
        ...{ attributes: true, subtree: true, childList: true, characterData: true },
      });
    });
    const words = "and goes on, word by word";
    await ada.page.keyboard.type(words, { delay: 20 });
    await ada.saved();
    // Two or three are allowed.
    expect((await commits()) - before).toBeLessThan(words.length / 4);
  });

  it("Escape leads from the text to the tools and back, and hidden tools are no trap", async () => {
    const ada = await come("Ada");
    await ada.type("words");
    // They come after the editor.
    await ada.page.getByRole("toolbar", { name: en.editor.toolbar }).waitFor();
    await ada.page.keyboard.press("Escape");
    await expect.poll(() => focused(ada)).toBe(en.editor.undo);
    // Outside of text a question mark is a question.
    await ada.page.keyboard.press("?");
    const list = ada.page.getByRole("dialog", { name: ways.shortcuts.title });
    await list.getByText(ways.actions.duplicate).waitFor();
    await ada.page.keyboard.press("Escape");
    await list.waitFor({ state: "detached" });
    await ada.editor.focus();
    await ada.type("?");
    expect(await ada.text()).toContain("?");

    await ada.page.keyboard.press("ControlOrMeta+k");
    await ada.type("toolbar");
    await ada.page.keyboard.press("Enter");
    await ada.page.getByRole("toolbar", { name: en.editor.toolbar }).waitFor({ state: "detached" });
    await ada.saved();
    await ada.page.reload();
    await ada.editor.waitFor();
    // What stands around the text comes after it, and would bring the tools.
    await ada.page.getByRole("button", { name: ways.view.label, exact: true }).waitFor();
    expect(await ada.page.getByRole("toolbar", { name: en.editor.toolbar }).count()).toBe(0);
    await ada.editor.focus();
    await ada.page.keyboard.press("Escape");
    await expect.poll(() => focused(ada)).toBe(ways.view.label);
  });
});

describe("by mouse", () => {
  it("a block is dragged to where the line is, and others see it once", async () => {
    const ada = await come("Ada");
    for (const line of ["one", "two", "three"]) {
      await ada.type(line);
      if (line !== "three") await ada.page.keyboard.press("Enter");
    }
    await ada.saved();
    const ben = await come("Ben", await ada.share());
    const box = async (text: string) => {
      const found = await ada.editor.getByText(text, { exact: true }).boundingBox();
      if (found === null) throw new Error(`${text} is nowhere`);
      return found;
    };
    const one = await box("one");
    await ada.page.mouse.move(one.x + 30, one.y + 10);
    const grip = ada.page.getByRole("button", { name: ways.block.menu });
    await grip.waitFor();
    await grip.hover();
    await ada.page.mouse.down();
    const three = await box("three");
    await ada.page.mouse.move(three.x + 30, three.y + three.height - 4, { steps: 8 });
    await ada.page.mouse.up();
    await shows(ada, ["p two", "p three", "p one"]);
    await shows(ben, ["p two", "p three", "p one"]);
    await ada.page.keyboard.press("ControlOrMeta+z");
    await shows(ben, ["p one", "p two", "p three"]);
  });

  it("the outline leads to a heading and follows the page", async () => {
    const ada = await come("Ada");
    const filler = Array.from({ length: 30 }, (_, at) => `<p>Line ${at}</p>`).join("");
    await ada.paste({
      html: `<h2>Beginning</h2>${filler}<h2>Middle</h2>${filler}<h2>End</h2>${filler}`,
      text: "",
      words: 0,
      counts: {} as never,
    });
    const outline = ada.page.getByRole("navigation", { name: ways.outline.label });
    await outline.getByRole("button", { name: "Middle" }).click();
    await expect.poll(() => outline.locator("[aria-current]").textContent()).toBe("Middle");
    await ada.type("The very ");
    await outline.getByRole("button", { name: "The very Middle" }).waitFor();
    await ada.page.evaluate(() => scrollTo(0, 0));
    await expect.poll(() => outline.locator("[aria-current]").count()).toBe(0);
  });

  it("the list behind @ opens where one writes, and a long page stays where it is", async () => {
    const ada = await come("Ada");
    const filler = Array.from({ length: 60 }, (_, at) => `<p>Line ${at}</p>`).join("");
    await ada.paste({ html: `${filler}<h2>End</h2>`, text: "", words: 0, counts: {} as never });
    await ada.page.evaluate(() => scrollTo(0, 0));
    await ada.caretAtEndOf(0);
    await ada.type(" @");
    const list = ada.page.getByRole("listbox", { name: blockSigns.suggestPeople });
    await list.getByRole("option").first().waitFor();
    await expect
      .poll(async () => {
        const [line, rows] = await Promise.all([
          ada.editor.locator("p").first().boundingBox(),
          list.boundingBox(),
        ]);
        return Math.abs((rows?.y ?? 0) - (line?.y ?? 0) - (line?.height ?? 0)) < 20;
      })
      .toBe(true);
    expect(await ada.page.evaluate(() => scrollY)).toBe(0);
  });
});

describe("on a phone", () => {
  it("a finger puts a block in, moves it by the dock, and finds its way by the outline", async () => {
    const ada = await arrive(browser, "Ada", {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    people.set("Ada's phone", ada);
    await ada.createDocument(stack.url);
    await ada.toText();
    await ada.type("first");
    await ada.page.keyboard.press("Enter");
    await ada.type("/h1");
    await ada.page.getByRole("option", { name: "Heading 1" }).tap();
    await ada.type("Later");
    await shows(ada, ["p first", "h2 Later"]);
    await ada.page.getByRole("button", { name: ways.block.menuShort, exact: true }).tap();
    await ada.page.getByRole("menuitem", { name: ways.actions.moveUp }).tap();
    await shows(ada, ["h2 Later", "p first"]);
    await ada.type("!");
    await shows(ada, ["h2 Later!", "p first"]);

    await ada.page.getByRole("button", { name: en.editor.hideKeyboard }).tap();
    await ada.page.getByRole("button", { name: ways.outline.label }).tap();
    await ada.page
      .getByRole("dialog", { name: ways.outline.label })
      .getByRole("button", { name: "Later!" })
      .tap();
    await ada.page.getByRole("dialog").waitFor({ state: "detached" });
    expect(
      await ada.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      ),
    ).toBe(0);
  });
});
