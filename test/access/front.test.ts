// The way from the one address to the web app behind it: lines that the web app closes while a question is
// on its way, questions with a body, and a web app that is gone. A small web app stands in for ours.

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Running, startServer } from "../support/server.ts";

let web: Server;
let running: Running;
/** Every request that reached the web app: its method, and how many had come over its line before it. */
let seen: { method: string; earlier: number; body: string }[] = [];
/** What the web app does with a line that it has answered once already. */
let cuts = true;

beforeEach(async () => {
  seen = [];
  cuts = true;
  const answered = new WeakMap<object, number>();
  web = createServer(async (request, response) => {
    const earlier = answered.get(request.socket) ?? 0;
    answered.set(request.socket, earlier + 1);
    let body = "";
    for await (const piece of request) body += piece;
    seen.push({ method: request.method ?? "", earlier, body });
    if (cuts && earlier > 0) return request.socket.destroy();
    response.end("a page");
  });
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
  const webUpstream = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  running = await startServer({ access: "links", webUpstream });
});

afterEach(async () => {
  await running.server.close();
  web.closeAllConnections();
  if (web.listening) await new Promise((resolve) => web.close(resolve));
});

const page = async (init?: RequestInit): Promise<[number, string]> => {
  const answer = await fetch(`${running.http}/somewhere`, init);
  return [answer.status, await answer.text()];
};

it("a page comes although the web app closes the kept line just as it is asked", async () => {
  expect(await page()).toEqual([200, "a page"]);
  expect(await page()).toEqual([200, "a page"]);
  expect(seen.map(({ earlier }) => earlier)).toEqual([0, 1, 0]);
});

it("lines are kept while the web app keeps them", async () => {
  cuts = false;
  for (let i = 0; i < 3; i++) expect(await page()).toEqual([200, "a page"]);
  expect(seen.map(({ earlier }) => earlier)).toEqual([0, 1, 2]);
});

it("what has a body goes over a line of its own, once", async () => {
  await page();
  expect(await page({ method: "POST", body: "a form" })).toEqual([200, "a page"]);
  expect(seen.slice(1)).toEqual([{ method: "POST", earlier: 0, body: "a form" }]);
});

it("a web app that is gone is said in words, not waited for", async () => {
  await new Promise((resolve) => {
    web.close(resolve);
    web.closeAllConnections();
  });
  const [status, words] = await page();
  expect(status).toBe(502);
  expect(words).toContain("Your documents are safe");
});
