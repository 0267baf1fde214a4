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
  const empty = await arrive(browser, "Zed", { hue: 3, viewport: { width: 390, height: 600 } });
  await empty.page.goto(address); await empty.page.waitForTimeout(1200);
  await empty.page.screenshot({ path: "/tmp/rl/empty-phone.png" });
  await empty.leave();
  await host.type("Long"); await host.toText();
  await host.editor.evaluate((element: any) => element.editor.commands.setContent({ type: "doc", content: Array.from({ length: 3000 }, (_, i) => ({ type: i % 20 === 0 ? "heading" : "paragraph", attrs: i % 20 === 0 ? { level: 2 } : undefined, content: [{ type: "text", text: `Line ${i}. ` + "words and more words, as people write them. ".repeat(5) }] })) }));
  await host.saved();
  const ctx = await browser.newContext({ viewport: { width: 320, height: 600 }, javaScriptEnabled: false });
  const plain = await ctx.newPage(); await plain.goto(address); await plain.getByRole("link", { name: "Go on reading" }).scrollIntoViewIfNeeded();
  await plain.screenshot({ path: "/tmp/rl/long-nojs-320.png" });
  await ctx.close();
  const reader = await arrive(browser, "Zed", { hue: 3, viewport: { width: 320, height: 600 } });
  await reader.context.addInitScript({ content: `window.longs = []; new PerformanceObserver((l) => { for (const e of l.getEntries()) window.longs.push(Math.round(e.duration)); }).observe({ type: "longtask", buffered: true }); window.fcp = 0; new PerformanceObserver((l) => { for (const e of l.getEntries()) if (e.name === "first-contentful-paint") window.fcp = e.startTime; }).observe({ type: "paint", buffered: true });` });
  const t = Date.now();
  await reader.page.goto(address); await reader.page.getByText("Line 2999.").waitFor();
  console.log("whole text after ms", Date.now() - t, await reader.page.evaluate(() => ({ longs: (window as any).longs, fcp: (window as any).fcp, wide: document.documentElement.scrollWidth })));
  await reader.page.evaluate(() => { (window as any).longs.length = 0; });
  await host.caretAtEndOf(1); await host.type("typed by somebody while another reads on");
  await reader.page.getByText("reads on").waitFor();
  console.log("while typing", await reader.page.evaluate(() => (window as any).longs));
  console.log(reader.errors);
  await reader.leave();
  for (const [device, viewport] of [["desk", { width: 1280, height: 800 }], ["phone", { width: 390, height: 844 }]] as const) for (const scheme of ["light", "dark"] as const) {
    await host.page.setViewportSize(viewport); await host.page.emulateMedia({ colorScheme: scheme });
    await host.page.reload(); await host.editor.waitFor();
    if (device === "desk") await host.page.getByRole("button", { name: "Share", exact: true }).click();
    else { await host.page.getByRole("button", { name: "More", exact: true }).click(); await host.page.getByRole("menuitem", { name: "Share" }).click(); }
    const sw = host.page.getByRole("switch", { name: /search engines/ }); await sw.waitFor(); await sw.scrollIntoViewIfNeeded(); await host.page.waitForTimeout(300);
    await host.page.screenshot({ path: `/tmp/rl/share-${device}-${scheme}.png` });
  }
} finally { await browser.close(); await stack.close(); }

}, 200000);
