// Pictures for eyes, by hand: npx tsx test/_shots-files.ts
import { mkdir } from "node:fs/promises";
import { chromium } from "playwright-core";
import { arrive } from "./support/person.ts";
import { startStack } from "./support/stack.ts";
const OUT = "/tmp/helper/shots/files";
await mkdir(OUT, { recursive: true });
const stack = await startStack();
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"] });
try {
  const ada = await arrive(browser, "Ada", { hue: 3 });
  await ada.createDocument(stack.url);
  await ada.type("The reading room");
  await ada.toText();
  await ada.type("We open the reading room again on 4 May. This page holds what is decided, what is open, and who looks after it. The drawings are with the architect.");
  await ada.page.keyboard.press("Enter");
  const draw = (person: typeof ada, w: number, h: number, name: string) => person.page.evaluate(async ([w, h, name]) => {
    const c = document.createElement("canvas"); c.width = w as number; c.height = h as number;
    const x = c.getContext("2d")!; const g = x.createLinearGradient(0, 0, 0, c.height); g.addColorStop(0, "#8fb7d9"); g.addColorStop(0.6, "#f2d9b8"); g.addColorStop(1, "#5b7a52");
    x.fillStyle = g; x.fillRect(0, 0, c.width, c.height); x.fillStyle = "#3b4b3a"; x.beginPath(); x.moveTo(0, c.height); x.lineTo(c.width * .35, c.height * .4); x.lineTo(c.width * .7, c.height); x.fill();
    const blob = await new Promise<Blob | null>((r) => c.toBlob(r, "image/png"));
    const t = new DataTransfer(); t.items.add(new File([blob!], name as string, { type: "image/png" }));
    const e = document.querySelector(".prose")!; const p = e.querySelector(":scope > p:last-of-type")!; const b = p.getBoundingClientRect();
    e.dispatchEvent(new DragEvent("drop", { dataTransfer: t, bubbles: true, cancelable: true, clientX: b.left + 30, clientY: b.top + 2 }));
  }, [w, h, name] as const);
  const dropText = (name: string) => ada.page.evaluate((name) => {
    const t = new DataTransfer(); t.items.add(new File(["x".repeat(140000)], name, { type: "application/pdf" }));
    const e = document.querySelector(".prose")!; const b = e.querySelector(":scope > p:last-of-type")!.getBoundingClientRect();
    e.dispatchEvent(new DragEvent("drop", { dataTransfer: t, bubbles: true, cancelable: true, clientX: b.left + 30, clientY: b.top + 2 }));
  }, name);
  await draw(ada, 1200, 700, "valley.png");
  await ada.editor.locator("figure").waitFor();
  await ada.type("Shelves along the north wall, lamps at every seat.");
  await ada.page.keyboard.press("Enter");
  await dropText("Plan of the reading room, second draft.pdf");
  await ada.editor.locator('[data-type="file"]').waitFor();
  await ada.saved();
  const address = ada.page.url();
  for (const [size, viewport] of Object.entries({ w1280: { width: 1280, height: 800 }, w390: { width: 390, height: 844 }, w320: { width: 320, height: 600 } })) {
    for (const colorScheme of ["light", "dark"] as const) {
      if (size === "w320" && colorScheme === "dark") continue;
      const p = await arrive(browser, "Ben", { hue: 7, viewport, colorScheme, hasTouch: size !== "w1280", isMobile: size !== "w1280" } as never);
      await p.open(address);
      await p.editor.locator("figure img").waitFor();
      await p.page.waitForTimeout(400);
      const shot = async (name: string) => p.page.screenshot({ path: `${OUT}/${size}-${colorScheme}-${name}.png` });
      await shot("1-plain");
      await p.editor.locator("figure img").click({ position: { x: 60, y: 60 } });
      await p.page.waitForTimeout(300);
      await shot("2-selected");
      if (size === "w1280") {
        const sel = () => p.editor.evaluate((e) => { const ed = (e as any).editor; return JSON.stringify([ed.state.selection.toJSON(), document.activeElement?.className, document.querySelectorAll(".file-tools button").length]); });
        console.log("after click", await sel());
        await p.editor.locator("figure img").click();
        console.log("second click", await sel());
        await p.page.waitForTimeout(200);
        console.log("later", await sel());
        await p.page.keyboard.press("Enter");
        console.log("enter", await sel());
        await p.page.keyboard.press("Escape");
        console.log("escape", await sel());
        await p.page.keyboard.type("xy");
        console.log("typed", await sel());
        await p.page.keyboard.press("ControlOrMeta+z");
        await p.editor.locator("figure img").click({ position: { x: 60, y: 60 } });
      }
      await p.editor.getByRole("button", { name: "Add alt text" }).click();
      await p.page.waitForTimeout(300);
      await shot("3-alt");
      await p.page.keyboard.press("Escape");
      await p.editor.locator('[data-type="file"]').click({ position: { x: 200, y: 8 } }).catch(() => {});
      await p.page.waitForTimeout(300);
      await shot("4-file");
      await p.context.route("**/api/docs/*/files?*", async (route) => { await new Promise((r) => setTimeout(r, 3000)); await route.abort(); });
      await draw(p as never, 640, 300, "a rather long name of a photograph of the valley.png");
      await p.editor.locator(".upload").waitFor();
      await p.page.waitForTimeout(200);
      await p.editor.locator(".upload").scrollIntoViewIfNeeded();
      await shot("5-upload");
      await p.page.waitForTimeout(3300);
      await shot("6-paused");
      const wide = await p.page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      if (wide) console.log("WIDER THAN THE SCREEN", size);
      if (p.errors.length) console.log(p.errors);
      await p.editor.getByRole("button", { name: /^Cancel/ }).click().catch((e) => console.log(String(e).slice(0, 200)));
      await p.leave();
    }
  }
} finally { await browser.close(); await stack.close(); }
