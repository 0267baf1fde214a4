// The log of a whole session of the real process, at its most talkative: no secret is in it.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Browser, type IdentityProvider, startIdentityProvider } from "../support/identity-provider.ts";
import { type Running, startServer, until } from "../support/server.ts";
import { Visitor } from "../support/visitor.ts";

let provider: IdentityProvider;
let running: Running;

beforeEach(async () => {
  provider = await startIdentityProvider();
});

afterEach(async () => {
  await running.server.close();
  await provider.close();
});

const create = async (browser: Browser): Promise<string> => (await browser.post("/api/docs")).json.doc.id;

/** The same browser, as a raw socket needs it. */
const asVisitor = (browser: Browser): Visitor => {
  const visitor = new Visitor(running);
  visitor.cookie = browser.cookie("/sync/");
  return visitor;
};

describe("the log of a whole session", () => {
  it("[A5] at its most talkative holds no secret, no name, no text", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "concord-log-"));
    const child = spawn(process.execPath, ["--import", "tsx", "sync-server/main.ts"], {
      env: {
        ...process.env,
        PORT: "0",
        DATA_DIR: dataDir,
        LOG_LEVEL: "debug",
        OIDC_ISSUER: provider.settings.issuer,
        OIDC_CLIENT_ID: provider.settings.clientId,
        OIDC_CLIENT_SECRET: provider.settings.clientSecret,
        IDENTITY_SECRET: "a secret of the environment that is long",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    let port = 0;
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString("utf8");
    });
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString("utf8");
      port = Number(/listens on http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1] ?? 0);
    });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    try {
      await until("it listens", () => port > 0 || child.exitCode !== null, 15_000);
      const http = `http://127.0.0.1:${port}`;
      running = { ...(await startServer()), http, port, url: `ws://127.0.0.1:${port}/sync` };
      const secrets = new Map<string, string>([
        ["the client's secret", provider.clientSecret],
        ["the environment's secret", "a secret of the environment that is long"],
      ]);
      const note = (what: string, secret: string) => {
        expect(secret.length).toBeGreaterThan(5);
        secrets.set(what, secret);
      };

      const owner = new Browser(http);
      const doc = await create(owner);
      note("a guest's cookie", owner.cookie());
      const link = async (more: object) =>
        (await owner.post(`/api/docs/${doc}/sharing/add-link`, { role: "edit", ...more })).json.link.secret;
      const open = await link({});
      const closed = await link({ password: "open sesame please" });
      note("a link", open);
      note("a link with a password", closed);
      note("a password", "open sesame please");
      note("a password that is wrong", "not this one either");
      const guest = new Browser(http);
      await guest.post("/api/me", { name: "Quintessa Brown", hue: 2 });
      note("a name", "Quintessa");
      await guest.post("/api/links/open", { secret: open });
      await guest.post("/api/links/open", { secret: closed });
      await guest.post("/api/links/open", { secret: closed, password: "not this one either" });
      await guest.post("/api/links/open", { secret: closed, password: "open sesame please" });
      await guest.post("/api/links/open", { secret: "a guess of 24 characters" });
      note("a guess", "a guess of 24 characters");
      const writer = await asVisitor(guest).write(doc);
      writer.text.insert(0, "confidential words of a document");
      const reader = await asVisitor(owner).write(doc);
      await until("the owner reads it", () => reader.text.toString().startsWith("confidential"));
      for (const one of [writer, reader]) one.leave();
      note("a text", "confidential words");

      const { secret } = (await owner.post("/api/me/tokens", { name: "a program" })).json;
      note("a token", secret);
      const program = new Visitor(running, { authorization: `Bearer ${secret}` });
      expect((await program.get(`/api/docs/${doc}`)).status).toBe(200);
      await new Visitor(running, { authorization: `Bearer ${secret}x` }).refusal(doc);

      await owner.signIn("/d/somewhere");
      note("an account's cookie", owner.cookie());
      note("a provider's name", "Mona Okafor");
      provider.twist = { claims: { nonce: "wrong" } };
      await guest.signIn();
      provider.twist = { foreignKey: true };
      await guest.signIn();
      await guest.get("/api/sign-in/callback?code=a-stolen-code-of-somebody&state=a-state-that-was-made-up");
      note("a stolen code", "a-stolen-code-of-somebody");
      note("a state", "a-state-that-was-made-up");
      await owner.ask("POST", "/api/docs", "{ this is no JSON, but a secret: hunter2hunter2");
      note("a broken body", "hunter2hunter2");
      await provider.close();
      const away = await guest.get("/api/sign-in");
      expect(away.status).toBe(302);
      await owner.post("/api/sign-out");
      child.kill("SIGTERM");
      expect(await ended).toBe(0);
      for (const [i, one] of provider.secrets.entries()) note(`a code or token (${i})`, one);

      expect(said).toContain('"sign-in.entered"');
      expect(said).toContain('"sign-in.failed"');
      const found = [...secrets].filter(([, one]) => said.includes(one)).map(([what]) => what);
      for (const [what, one] of secrets) {
        // A cookie's signature alone would be as bad.
        const signature = one.split(".")[2];
        if (signature !== undefined && said.includes(signature)) found.push(`the signature of ${what}`);
      }
      expect(found).toEqual([]);
    } finally {
      child.kill("SIGKILL");
      await ended;
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
