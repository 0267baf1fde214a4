import { launchBrowser } from "../support/browser.ts";
import { arrive } from "../support/person.ts";
import { startStack } from "../support/stack.ts";
import { it } from "vitest";
it("looks", async () => {
const [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
try {
  const host = await arrive(browser, "Mina Okafor", { hue: 7 });
  const id = await host.createDocument(stack.url);
  const post = (path: string, body: object) => host.page.evaluate(async ([p, b]) => (await fetch(p as string, { method: "POST", headers: { "content-type": "application/json" }, body: b as string })).status, [path, JSON.stringify(body)] as const);
  await post(`/api/docs/${id}/sharing/set`, { general: "view" });
  const address = `${stack.url}/d/${id}`;
  await host.type("Long"); await host.toText();
  const t0 = Date.now();
  await host.editor.evaluate((element: any) => element.editor.commands.setContent({ type: "doc", content: Array.from({ length: 3000 }, (_, i) => ({ type: i % 20 === 0 ? "heading" : "paragraph", attrs: i % 20 === 0 ? { level: 2 } : undefined, content: [{ type: "text", text: `Line ${i}. ` + "words and more words, as people write them. ".repeat(5) }] })) }));
  await host.saved();
  console.log("host ready", Date.now() - t0);
  for (const width of [1280, 320]) {
    const reader = await arrive(browser, "Zed", { hue: 3, viewport: { width, height: 600 } });
    await reader.context.addInitScript({ content: `window.longs = []; new PerformanceObserver((l) => { for (const e of l.getEntries()) window.longs.push([Math.round(e.startTime), Math.round(e.duration)]); }).observe({ type: "longtask", buffered: true });` });
    const t = Date.now(); const at = () => Date.now() - t;
    reader.page.on("requestfailed", (r) => console.log("failed", r.url()));
    const open = new Map<string, number>();
    reader.page.on("request", (r) => open.set(r.url(), at())); reader.page.on("requestfinished", (r) => open.delete(r.url()));
    await reader.page.goto(address, { waitUntil: "commit" }); console.log(width, "commit", at());
    reader.page.on("load", () => console.log("load", at())); reader.page.on("domcontentloaded", () => console.log("dcl", at()));
    for (let i = 0; i < 8; i++) {
      const state = await Promise.race([reader.page.evaluate(() => ({ n: document.querySelector(".prose")?.children.length, ready: document.readyState, longs: (window as any).longs, save: document.querySelector("[data-save]")?.getAttribute("data-save"), w: document.documentElement.scrollWidth })), new Promise((r) => setTimeout(() => r("no answer"), 3000))]).catch(String);
      console.log(width, at(), JSON.stringify(state), "open", [...open.keys()].map((u) => u.slice(-40)).slice(0, 4));
      await new Promise((r) => setTimeout(r, 500));
    }
    console.log(reader.errors);
    await reader.page.screenshot({ path: `/tmp/rl/long-${width}.png`, timeout: 4000 }).catch((e) => console.log("no picture"));
    await Promise.race([reader.leave(), new Promise((r) => setTimeout(r, 2000))]);
  }
  for (const [device, viewport] of [["desk", { width: 1280, height: 800 }], ["phone", { width: 390, height: 844 }]] as const) for (const scheme of ["light", "dark"] as const) {
    if ((device === "desk") !== (scheme === "light")) continue;
    await host.page.setViewportSize(viewport); await host.page.emulateMedia({ colorScheme: scheme });
    await host.page.reload(); await host.editor.waitFor();
    if (device === "desk") await host.page.getByRole("button", { name: "Share", exact: true }).click();
    else { await host.page.getByRole("button", { name: "More", exact: true }).click(); await host.page.getByRole("menuitem", { name: "Share" }).click(); }
    const sw = host.page.getByRole("switch", { name: /search engines/ }); await sw.waitFor(); await sw.scrollIntoViewIfNeeded(); await host.page.waitForTimeout(300);
    await host.page.screenshot({ path: `/tmp/rl/share-${device}-${scheme}.png` });
  }
} finally { await browser.close(); await stack.close(); }

}, 200000);
