// What Next's server asks the sync server for a page, and what it makes of the answers: good ones, bad ones,
// none at all.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { asksToSignIn } from "../../app/_home/ask.ts";
import { ask } from "../../app/_reading/ask.ts";
import type { DocId } from "../../lib/names.ts";

const visitor = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock("next/headers", () => ({ headers: async () => visitor.headers }));

const ID = "0123456789abcdefghijk" as DocId;
let server: Server;
let seen: IncomingMessage[] = [];
let answer: (response: ServerResponse) => void;

const json = (status: number, body: unknown) => (response: ServerResponse) => {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
};

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request);
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("SYNC_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  seen = [];
  visitor.headers = new Headers();
});

describe("a page asks", () => {
  it("as the visitor, from the visitor's address, and hands on nothing else", async () => {
    visitor.headers = new Headers({
      cookie: "concord=me",
      "x-on-behalf-of": "seal 203.0.113.7",
      authorization: "Bearer x",
      "x-forwarded-for": "1.2.3.4",
    });
    const reading = { title: "Drawn", blocks: [{ key: "1.0", tag: "p", of: ["text"] }] };
    const doc = { title: "Listed", excerpt: "text", role: "view", locked: true };
    answer = json(200, { doc, findable: true, reading });
    expect(await ask(ID, 200)).toEqual({
      state: "known",
      title: "Drawn",
      excerpt: "text",
      standing: { role: "view", locked: true },
      findable: true,
      reading,
    });
    const [request] = seen;
    expect(request?.url).toBe(`/api/docs/${ID}/reading?from=200`);
    expect(request?.headers).toMatchObject({ cookie: "concord=me", "x-on-behalf-of": "seal 203.0.113.7" });
    expect(request?.headers.authorization).toBeUndefined();
    expect(request?.headers["x-forwarded-for"]).toBeUndefined();
  });

  it("and lets nobody be found by an answer that does not say so", async () => {
    answer = json(200, { doc: { title: "Listed", role: "edit" }, findable: "yes" });
    expect(await ask(ID, 0)).toMatchObject({
      title: "Listed",
      findable: false,
      reading: undefined,
      standing: { role: "edit", locked: false },
    });
  });

  it.each([
    [404, "none"],
    [410, "none"],
    [401, "unknown"],
    [429, "unknown"],
    [500, "unknown"],
  ])("and takes %i for %s", async (status, state) => {
    answer = json(status, { code: "x", message: "y" });
    expect(await ask(ID, 0)).toEqual({ state });
  });

  it("and knows nothing where nobody answers, or answers nonsense", async () => {
    answer = (response) => response.destroy();
    expect(await ask(ID, 0)).toEqual({ state: "unknown" });
    answer = json(200, "no json");
    expect(await ask(ID, 0)).toEqual({ state: "unknown" });
    answer = json(200, "null");
    expect(await ask(ID, 0)).toMatchObject({ standing: undefined, findable: false, title: "" });
  });

  it("and does not wait for a server that hangs", async () => {
    // The moment of patience is over when the test says so, after the question has come.
    const patience = new AbortController();
    const timeout = vi.spyOn(AbortSignal, "timeout").mockReturnValue(patience.signal);
    const came = new Promise<void>((resolve) => {
      answer = () => resolve();
    });
    const asked = ask(ID, 0);
    await came;
    expect(timeout.mock.calls.flat()).toEqual([2_500]);
    patience.abort(new DOMException("It took too long.", "TimeoutError"));
    expect(await asked).toEqual({ state: "unknown" });
    timeout.mockRestore();
  });

  it("and home, which would be right without an answer mostly, waits for four tenths of a second", async () => {
    const patience = new AbortController();
    const timeout = vi.spyOn(AbortSignal, "timeout").mockReturnValue(patience.signal);
    const came = new Promise<void>((resolve) => {
      answer = () => resolve();
    });
    const asked = asksToSignIn();
    await came;
    expect(seen.map(({ url }) => url)).toEqual(["/api/me"]);
    expect(timeout.mock.calls.flat()).toEqual([400]);
    patience.abort(new DOMException("It took too long.", "TimeoutError"));
    expect(await asked).toBe(false);
    timeout.mockRestore();
  });

  it("and home knows who has to sign in, where the server says so in time", async () => {
    const me = { canSignIn: true, signedIn: false, mayCreate: false };
    answer = json(200, { me });
    expect(await asksToSignIn()).toBe(true);
    answer = json(200, { me: { ...me, signedIn: true } });
    expect(await asksToSignIn()).toBe(false);
  });
});
