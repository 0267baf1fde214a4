// The headers that keep browsers from harm, on every kind of answer, each exactly once. A small web app
// behind the front shows what it was told.

import { createServer, get, type IncomingHttpHeaders, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ServerOptions } from "../../sync-server/server.ts";
import { type Running, startServer } from "../support/server.ts";

let web: Server;
let running: Running;
/** What the web app was told with its last request. */
let told: IncomingHttpHeaders = {};

beforeEach(async () => {
  web = createServer((request, response) => {
    told = request.headers;
    const missing = request.url === "/nowhere";
    response.writeHead(missing ? 404 : 200, { "content-type": "text/html", "cache-control": "no-store" });
    response.end("<!doctype html>");
  });
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
  await start();
});

afterEach(async () => {
  await running.server.close();
  web.closeAllConnections();
  await new Promise((resolve) => web.close(resolve));
});

async function start(options: Partial<ServerOptions> = {}): Promise<void> {
  const webUpstream = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  running = await startServer({ access: "links", webUpstream, ...options });
}

async function restart(options: Partial<ServerOptions>): Promise<void> {
  await running.server.close();
  await start(options);
}

interface Seen {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly names: readonly string[];
}

const ask = (path: string, headers: Record<string, string> = {}): Promise<Seen> =>
  new Promise((resolve, reject) => {
    get(`${running.http}${path}`, { headers }, (answer: IncomingMessage) => {
      const names = answer.rawHeaders.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase());
      const read = answer.headers as Record<string, string>;
      resolve({ status: answer.statusCode, headers: read, names });
      answer.destroy();
    }).on("error", reject);
  });

const directives = (policy = ""): Map<string, string> =>
  new Map(
    policy.split("; ").map((one) => {
      const [name = "", ...values] = one.split(" ");
      return [name, values.join(" ")] as const;
    }),
  );

const nonceOf = (policy = ""): string => /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";

describe("every answer", () => {
  it.each([
    ["a page", "/"],
    ["a page that is not there", "/nowhere"],
    ["a file of the web app", "/_next/static/chunk.js"],
    ["JSON", "/api/me"],
    ["a stream", "/api/events"],
    ["a problem", "/api/docs/none"],
    ["an address that is not there", "/api/nowhere"],
    ["health", "/healthz"],
  ])("carries them, each once: %s", async (_what, path) => {
    const { headers, names } = await ask(path);
    expect(headers).toMatchObject({
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "cross-origin-opener-policy": "same-origin",
      "permissions-policy": expect.stringMatching(/^microphone=\(self\), .*camera=\(\).*geolocation=\(\)/),
      "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
    });
    expect(headers["strict-transport-security"]).toBeUndefined();
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it("carries them as well while the web app is away", async () => {
    web.closeAllConnections();
    await new Promise((resolve) => web.close(resolve));
    const { status, headers } = await ask("/");
    expect(status).toBe(502);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["content-security-policy"]).toContain("base-uri 'none'");
  });

  it("[A5] leaves no query in the log while the web app is away: a secret may stand there", async () => {
    const lines: string[] = [];
    const note = (fields: object, event: string) => void lines.push(JSON.stringify([event, fields]));
    await restart({ log: { debug: note, info: note, warn: note, error: note } });
    web.closeAllConnections();
    await new Promise((resolve) => web.close(resolve));
    expect((await ask("/d/somewhere?secret=hunter2hunter2")).status).toBe(502);
    expect(lines.some((line) => line.includes("front.failed") && line.includes("/d/somewhere"))).toBe(true);
    expect(lines.join("\n")).not.toContain("hunter2");
  });

  it("that is no page lets nothing run and nothing load", async () => {
    for (const path of ["/api/me", "/api/nowhere", "/healthz", "/api/events"]) {
      const policy = directives((await ask(path)).headers["content-security-policy"]);
      expect(policy.get("default-src")).toBe("'none'");
      expect(policy.has("script-src")).toBe(false);
    }
  });

  it("asks for TLS from then on only where the public address has it", async () => {
    await restart({ publicUrl: "https://docs.example.org" });
    for (const path of ["/", "/api/me"]) {
      expect((await ask(path)).headers["strict-transport-security"]).toBe("max-age=31536000");
    }
    await restart({ publicUrl: "http://docs.example.org" });
    expect((await ask("/")).headers["strict-transport-security"]).toBeUndefined();
  });
});

describe("a page", () => {
  it("runs scripts of its nonce only, and is framed by nobody", async () => {
    const policy = directives((await ask("/")).headers["content-security-policy"]);
    expect(policy.get("worker-src")).toBe("'self'");
    expect(policy.get("script-src")).toMatch(/^'self' 'nonce-[\w+/]{22}==' 'strict-dynamic'$/);
    expect(Object.fromEntries(policy)).toMatchObject({
      "default-src": "'self'",
      "connect-src": "'self'",
      "img-src": "'self' data: blob: https:",
      "object-src": "'none'",
      "base-uri": "'none'",
      "form-action": "'self'",
      "frame-ancestors": "'none'",
    });
  });

  it("has a nonce of its own each time, and the web app is told the same", async () => {
    const nonces = new Set<string>();
    for (let i = 0; i < 5; i++) {
      const policy = (await ask("/")).headers["content-security-policy"];
      expect(told["content-security-policy"]).toBe(policy);
      expect(told["x-nonce"]).toBe(nonceOf(policy));
      nonces.add(nonceOf(policy));
    }
    expect(nonces.size).toBe(5);
  });

  it("takes no nonce and no policy from a visitor", async () => {
    const mine = { "x-nonce": "mine", "content-security-policy": "script-src 'nonce-mine'" };
    const { headers } = await ask("/", mine);
    expect(headers["content-security-policy"]).not.toContain("mine");
    expect(told["x-nonce"]).not.toBe("mine");
    expect(told["content-security-policy"]).not.toContain("mine");
  });

  it("of a development server may run code from strings, and no other", async () => {
    expect((await ask("/")).headers["content-security-policy"]).not.toContain("unsafe-eval");
    await restart({ webDevelopment: true });
    const policy = directives((await ask("/")).headers["content-security-policy"]);
    expect(policy.get("script-src")).toContain("'unsafe-eval'");
    expect(policy.get("script-src")).not.toContain("unsafe-inline");
  });
});
