// Pictures and files through two real browsers: pasted, dropped, chosen; seen while they travel by the one who
// sends them and by nobody else; described, sized, and there again after a reload.

import { readFile } from "node:fs/promises";
import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { fileWords as words } from "../../app/_words/files.ts";
import { tiffOf } from "../../sync-server/files/orientation.ts";
import { launchBrowser } from "../support/browser.ts";
import { arrive, type Person } from "../support/person.ts";
import { readRoom } from "../support/probe.ts";
import { type Stack, startStack } from "../support/stack.ts";

let stack: Stack;
let browser: Browser;
let ada: Person;
let ben: Person;
let room: string;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  [ada, ben] = await Promise.all([arrive(browser, "Ada", { hue: 3 }), arrive(browser, "Ben", { hue: 7 })]);
  room = await ada.createDocument(stack.url);
  await ada.type("The reading room");
  await ada.toText();
  await ada.type("Before the picture.");
  await ada.saved();
  await ben.open(await ada.share());
  await ben.editor.getByText("Before the picture.").waitFor();
});

afterAll(async () => {
  await browser?.close();
  await stack?.close();
});

const figures = (person: Person) => person.editor.locator('figure[data-type="image"]');
const isDrawn = (image: Locator) =>
  expect
    .poll(() => image.evaluate((one: HTMLImageElement) => one.complete && one.naturalWidth > 0 && one.src))
    .toContain(`/api/docs/${room}/files/`);

/** Noise does not compress: a megabyte that takes its time. Kept in the page as `noise`. */
const paint = (person: Person, width: number, height: number) =>
  person.page.evaluate(
    async ([w, h]) => {
      const canvas = document.createElement("canvas");
      canvas.width = w;
      canvas.height = h;
      const context = canvas.getContext("2d") as CanvasRenderingContext2D;
      const pixels = context.createImageData(w, h);
      for (let at = 0; at < pixels.data.length; at += 65_536) {
        crypto.getRandomValues(pixels.data.subarray(at, at + 65_536));
      }
      for (let at = 3; at < pixels.data.length; at += 4) pixels.data[at] = 255;
      context.putImageData(pixels, 0, 0);
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
      Object.assign(window, { noise: blob });
      return blob?.size ?? 0;
    },
    [width, height] as const,
  );

const copyNoise = (person: Person) =>
  person.page.evaluate(async () => {
    const { noise } = window as unknown as { noise: Blob };
    await navigator.clipboard.write([new ClipboardItem({ "image/png": noise })]);
  });

const drop = (_person: Person, target: Locator, name: string, type: string, text: string) =>
  target.evaluate(
    (element, [fileName, fileType, content]) => {
      const { noise } = window as unknown as { noise: Blob };
      const transfer = new DataTransfer();
      transfer.items.add(new File([content === "" ? noise : content], fileName, { type: fileType }));
      const { left, bottom } = element.getBoundingClientRect();
      const at = {
        clientX: left + 20,
        clientY: bottom - 3,
        bubbles: true,
        cancelable: true,
        dataTransfer: transfer,
      };
      element.dispatchEvent(new DragEvent("dragover", at));
      element.dispatchEvent(new DragEvent("drop", at));
    },
    [name, type, text] as const,
  );

/** As a telephone stores it: turned, with the place. */
function heldSideways(jpeg: Buffer): Buffer {
  const tiff = Buffer.concat([tiffOf(6), Buffer.from("GPS 52.5200 N 13.4050 E, SECRET CAMERA 5000")]);
  const head = Buffer.from([0xff, 0xe1, 0, tiff.length + 8, 0x45, 0x78, 0x69, 0x66, 0, 0]);
  return Buffer.concat([jpeg.subarray(0, 2), head, tiff, jpeg.subarray(2)]);
}

const bytesOfBody = async () =>
  Y.encodeStateAsUpdate(await readRoom(stack.syncUrl, room, await ada.key())).length;

describe("pictures and files", () => {
  it("a pasted picture is seen travelling by who pastes it, by nobody else, and then by both", async () => {
    const size = await paint(ada, 700, 500);
    expect(size).toBeGreaterThan(900_000);
    await copyNoise(ada);
    const line = await ada.context.newCDPSession(ada.page);
    await line.send("Network.emulateNetworkConditions", {
      // Slow enough to be seen, however slow the look is; let go below.
      ...{ offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 100_000 },
    });
    await ada.page.keyboard.press("ControlOrMeta+v");
    const bar = ada.editor.getByRole("progressbar");
    await bar.waitFor();
    await expect
      .poll(() => bar.evaluate((one: HTMLProgressElement) => one.value > 5 && one.value < 100))
      .toBe(true);
    expect(await figures(ben).count()).toBe(0);
    expect(await bytesOfBody()).toBeLessThan(2_000);
    // One writes on meanwhile.
    await ada.type(" More words.");
    await line.send("Network.emulateNetworkConditions", {
      ...{ offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 },
    });
    await figures(ada).waitFor();
    await isDrawn(figures(ada).locator("img"));
    await isDrawn(figures(ben).locator("img"));
    expect(await ada.editor.locator("p").first().textContent()).toBe("Before the picture. More words.");
    expect(await bytesOfBody()).toBeLessThan(2_000);
  });

  it("it asks to be described, and says it to everybody", async () => {
    await figures(ada).getByRole("button", { name: words.addAlt }).click();
    const field = ada.page.getByRole("textbox", { name: words.alt });
    await field.fill("Grey noise, as on an old television");
    await field.press("Enter");
    await ben.editor.getByRole("img", { name: "Grey noise, as on an old television" }).waitFor();
    expect(await figures(ada).getByRole("button", { name: words.addAlt }).isVisible()).toBe(false);
  });

  it("it takes a width from the keyboard and from the pointer, and a place", async () => {
    const width = (person: Person) => figures(person).evaluate((one) => (one as HTMLElement).style.width);
    await figures(ada).locator("img").click();
    const tools = ada.page.getByRole("toolbar", { name: words.tools });
    await tools.getByRole("button", { name: words.small }).click();
    await expect.poll(() => width(ben)).toBe("50%");
    await figures(ada).getByRole("slider").focus();
    await ada.page.keyboard.press("ArrowRight");
    await ada.page.keyboard.press("ArrowRight");
    await expect.poll(() => width(ben)).toBe("60%");
    const box = await figures(ada).getByRole("slider").boundingBox();
    const [x, y] = [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2];
    await ada.page.mouse.move(x, y);
    await ada.page.mouse.down();
    await ada.page.mouse.move(x - 60, y, { steps: 4 });
    await ada.page.mouse.up();
    await expect.poll(async () => Number.parseInt(await width(ben), 10)).toBeLessThan(55);
    await tools.getByRole("button", { name: words.align.right }).click();
    await expect.poll(() => figures(ben).getAttribute("data-align")).toBe("right");
  });

  it("by the keyboard alone: Enter leads to its tools, Escape back, and a letter does not replace it", async () => {
    await figures(ada).locator("img").click();
    const tools = ada.page.getByRole("toolbar", { name: words.tools });
    await ada.page.keyboard.press("Enter");
    const focused = () => tools.evaluate((bar) => bar.contains(document.activeElement));
    await expect.poll(focused).toBe(true);
    await ada.page.keyboard.press("ArrowRight");
    await expect
      .poll(() =>
        tools.getByRole("button", { name: words.small }).evaluate((one) => one === document.activeElement),
      )
      .toBe(true);
    await ada.page.keyboard.press("Escape");
    await ada.type("Typed while it was selected.");
    await ben.editor.getByText("Typed while it was selected.").waitFor();
    expect(await figures(ben).count()).toBe(1);
  });

  it("a caption is written in its place", async () => {
    await figures(ada).locator("img").click();
    const caption = figures(ada).getByRole("textbox", { name: words.caption });
    await caption.click();
    await caption.fill("Nothing is on tonight");
    await caption.press("Enter");
    await expect
      .poll(() => figures(ben).getByRole("textbox", { name: words.caption }).inputValue())
      .toBe("Nothing is on tonight");
  });

  it("a dropped file stands where it was dropped, and is saved as it was", async () => {
    await drop(
      ben,
      ben.editor.locator("p").first(),
      "Plan für 2027.html",
      "text/html",
      "<script>alert(1)</script>",
    );
    const card = ada.editor.locator('[data-type="file"]');
    await card.getByText("Plan für 2027.html").waitFor();
    const order = await ada.editor.evaluate((root) => [...root.children].map((one) => one.tagName));
    expect(order.slice(0, 3)).toEqual(["P", "DIV", "FIGURE"]);
    const [download] = await Promise.all([ada.page.waitForEvent("download"), card.getByRole("link").click()]);
    expect(download.suggestedFilename()).toBe("Plan für 2027.html");
    expect(await readFile(await download.path(), "utf8")).toBe("<script>alert(1)</script>");
  });

  it("a picture is replaced by a chosen one, which keeps its width and asks for words of its own", async () => {
    await figures(ada).locator("img").click();
    const before = await figures(ada).getAttribute("data-file");
    const [chooser] = await Promise.all([
      ada.page.waitForEvent("filechooser"),
      ada.page
        .getByRole("toolbar", { name: words.tools })
        .getByRole("button", { name: words.replace })
        .click(),
    ]);
    const red = await ada.page.evaluate(async () => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [300, 200];
      const context = canvas.getContext("2d") as CanvasRenderingContext2D;
      context.fillStyle = "firebrick";
      context.fillRect(0, 0, 300, 200);
      return canvas.toDataURL("image/jpeg").split(",")[1] ?? "";
    });
    const buffer = heldSideways(Buffer.from(red, "base64"));
    await chooser.setFiles({ name: "red.jpg", mimeType: "image/jpeg", buffer });
    await expect.poll(() => figures(ben).getAttribute("data-file")).not.toBe(before);
    const drawn = figures(ben).locator("img");
    await isDrawn(drawn);
    // Upright as the camera was held, and without a word of where that was.
    expect(await drawn.evaluate((one: HTMLImageElement) => [one.naturalWidth, one.naturalHeight])).toEqual([
      200, 300,
    ]);
    const stored = await ben.page.request.get(await drawn.evaluate((one: HTMLImageElement) => one.src));
    expect((await stored.body()).toString("latin1")).not.toMatch(/SECRET/);
    expect(await figures(ben).evaluate((one) => (one as HTMLElement).style.width)).toMatch(/%$/);
    await figures(ada).getByRole("button", { name: words.addAlt }).waitFor();
  });

  it("an upload that the line breaks is kept over a reload, says so, goes on by itself; one may also cancel it", async () => {
    await paint(ben, 40, 30);
    const cut = /\/files\?name=/;
    await ben.context.route(cut, (route) => route.abort().catch(() => {}));
    const last = ben.editor.locator("p").last();
    await drop(ben, last, "later.png", "image/png", "");
    await ben.editor.getByText(words.pausingKept).waitFor();
    await drop(ben, last, "never.png", "image/png", "");
    await ben.editor.getByRole("button", { name: `${words.cancel}: never.png` }).click();
    await expect.poll(() => ben.editor.locator(".upload").count()).toBe(1);
    await ben.page.reload();
    await ben.editor.locator(".upload").getByText("later.png").waitFor();
    await ben.context.unroute(cut);
    await expect.poll(() => figures(ada).count(), { timeout: 20_000 }).toBe(2);
    await expect.poll(() => ben.editor.locator(".upload").count()).toBe(0);
  });

  it("all of it is there after a reload, and the body is as small as its words", async () => {
    await ada.saved();
    await ben.saved();
    await ben.page.reload();
    await ben.editor.waitFor();
    await expect.poll(() => figures(ben).count()).toBe(2);
    await isDrawn(figures(ben).locator("img").first());
    expect(await figures(ben).first().getByRole("textbox", { name: words.caption }).inputValue()).toBe(
      "Nothing is on tonight",
    );
    expect(await ben.editor.locator('[data-type="file"]').count()).toBe(1);
    expect(await bytesOfBody()).toBeLessThan(6_000);
    expect([...ada.errors, ...ben.errors]).toEqual([]);
  });
});
