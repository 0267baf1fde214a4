// @vitest-environment jsdom
// When blocks are held and let go of, under timers turned by hand. jsdom lays nothing out: each letter is as wide as
// another here, ten fill a line, a line is 30 px. What a real browser shows is in test/e2e/steady.test.ts.

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { REST_MS, SteadyHeights } from "../../app/_editor/steady-heights.ts";

const LINE = 30;
const lines = (element: Node) => Math.max(1, Math.ceil((element.textContent?.length ?? 0) / 10));
const rect = (height: number) => ({ top: 0, bottom: height }) as DOMRect;

let root: HTMLElement;
let steady: SteadyHeights;
let frame: (() => void) | undefined;
let rest: { readonly ms: number; readonly run: () => void } | undefined;

beforeEach(() => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      disconnect() {}
    },
  );
  vi.stubGlobal("getComputedStyle", (element: HTMLElement) => ({
    display: element.dataset.display ?? "block",
    float: "none",
    position: "static",
    height: `${lines(element) * LINE}px`,
    lineHeight: `${LINE}px`,
  }));
  Range.prototype.getBoundingClientRect = function (this: Range) {
    return rect(lines(this.startContainer) * LINE - 4);
  };
  vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockReturnValue(rect(0));
  root = document.createElement("div");
  document.body.append(root);
  frame = undefined;
  rest = undefined;
  steady = new SteadyHeights(root, (change) => change(), {
    afterFrame(run) {
      frame = run;
      return () => {
        frame = undefined;
      };
    },
    after(ms, run) {
      rest = { ms, run };
      return () => {
        rest = undefined;
      };
    },
  });
});

afterEach(() => {
  steady.destroy();
  root.remove();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(Range.prototype, "getBoundingClientRect");
});

async function add(display = "block"): Promise<HTMLElement> {
  const paragraph = document.createElement("p");
  paragraph.dataset.display = display;
  paragraph.append("abc");
  root.append(paragraph);
  await told();
  return paragraph;
}

/** The browser tells of changes when the task that made them is over. */
const told = () => Promise.resolve();

async function type(paragraph: HTMLElement, letters: string): Promise<void> {
  for (const letter of letters) {
    (paragraph.firstChild as Text).appendData(letter);
    await told();
  }
  frame?.();
}

it("holds a block in which somebody goes on typing, not one that was changed once, nor one in a row of boxes", async () => {
  const [typed, once, boxed] = [await add(), await add(), await add("flex")];
  await type(once, "d");
  await type(typed, "de");
  await type(boxed, "de");
  expect([typed, once, boxed].map(({ style }) => style.height)).toEqual(["30px", "", ""]);
});

it("makes it higher and lower by its lines", async () => {
  const paragraph = await add();
  await type(paragraph, "de");
  await type(paragraph, "fghijkl");
  expect(paragraph.style.height).toBe("60px");
  (paragraph.firstChild as Text).deleteData(5, 7);
  await told();
  expect(paragraph.style.height).toBe("30px");
});

it("lets go of what gets anything but letters, and of all at rest", async () => {
  const [first, second] = [await add(), await add()];
  await type(first, "de");
  await type(second, "de");
  first.append(document.createElement("strong"));
  await told();
  expect([first, second].map(({ style }) => style.height)).toEqual(["", "30px"]);
  expect(rest?.ms).toBe(REST_MS);
  rest?.run();
  expect(second.getAttribute("style")).toBeNull();
});

it("holds as many as there may be people, the last ones, and takes a replacement in many for no typing", async () => {
  const all: HTMLElement[] = [];
  for (let index = 0; index < 20; index++) all.push(await add());
  for (const paragraph of all) await type(paragraph, "de");
  expect(all.map(({ style }) => style.height !== "")).toEqual(all.map((_, index) => index >= 4));
  steady.letGo();
  for (let time = 0; time < 3; time++) {
    for (const paragraph of all) (paragraph.firstChild as Text).appendData("z");
    await told();
    frame?.();
  }
  expect(all.filter(({ style }) => style.height !== "")).toEqual([]);
});
