// Signing in and out through the suite's own identity provider, seen from outside: what a guest keeps,
// what a copied cookie is worth, what a broken provider can do, and what guests may do where they must
// sign in.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../sync-server/ops/clock.ts";
import type { ServerOptions } from "../../sync-server/server.ts";
import { Browser, type IdentityProvider, startIdentityProvider } from "../support/identity-provider.ts";
import { type Running, startServer } from "../support/server.ts";
import { Visitor } from "../support/visitor.ts";

let provider: IdentityProvider;
let running: Running;
/** ms that the server's clock is ahead of ours. */
let ahead = 0;

const start = async (options: Partial<ServerOptions> = {}) => {
  running = await startServer({
    access: "links",
    clock: { ...systemClock, now: () => Date.now() + ahead },
    signIn: provider.settings,
    ...options,
  });
};

beforeEach(async () => {
  ahead = 0;
  provider = await startIdentityProvider();
});

afterEach(async () => {
  await running.server.close();
  await provider.close();
});

const create = async (browser: Browser): Promise<string> => (await browser.post("/api/docs")).json.doc.id;
const status = async (browser: Browser, doc: string) => (await browser.get(`/api/docs/${doc}`)).status;
const roleIn = async (browser: Browser, doc: string) =>
  (await browser.get(`/api/docs/${doc}`)).json.doc?.role;

/** The same browser, as a raw socket needs it. */
const asVisitor = (browser: Browser): Visitor => {
  const visitor = new Visitor(running);
  visitor.cookie = browser.cookie("/sync/");
  return visitor;
};

describe("signing in", () => {
  beforeEach(() => start());

  it("leads to the provider and back to where one was, and keeps what the guest made", async () => {
    const browser = new Browser(running.http);
    const before = await browser.me();
    expect(before).toMatchObject({ signedIn: false, canSignIn: true, mayCreate: true });
    const doc = await create(browser);
    const back = await browser.signIn(`/d/${doc}?at=1#end`);
    expect([back.status, back.location]).toEqual([302, `/d/${doc}?at=1#end`]);
    const after = await browser.me();
    expect(after).toMatchObject({ id: before.id, signedIn: true });
    expect(after.person).toEqual({ ...before.person, name: "Mona Okafor" });
    expect(await roleIn(browser, doc)).toBe("own");
    expect(browser.cookie("/api/sign-in")).not.toContain("concord-sign-in");
  });

  it("works for a browser that was never here: it gets one identity, not two", async () => {
    const browser = new Browser(running.http);
    await browser.signIn();
    expect(browser.cookie().split("; ")).toHaveLength(1);
    expect((await browser.me()).signedIn).toBe(true);
  });

  it("in a second browser brings its documents, grants, notes and roles to the account", async () => {
    const first = new Browser(running.http);
    await first.me();
    await first.signIn();
    const mine = await create(first);
    const owner = new Visitor(running);
    const [shared, both] = [(await owner.create()).id, (await owner.create()).id];
    const links = [
      await owner.link(shared, "edit"),
      await owner.link(both, "comment"),
      await owner.link(both, "edit"),
    ];
    await first.post("/api/links/open", { secret: links[1]?.secret });

    const second = new Browser(running.http);
    const guest = await second.me();
    const made = await create(second);
    await second.post(`/api/docs/${made}/document/star`);
    await second.post("/api/links/open", { secret: links[0]?.secret });
    await second.post("/api/links/open", { secret: links[2]?.secret });
    await second.post(`/api/docs/${shared}/document/forget`);
    const asGuest = second.cookie();
    const link = (await first.post(`/api/docs/${mine}/sharing/add-link`, { role: "view" })).json.link;
    await second.post("/api/links/open", { secret: link.secret });
    await second.signIn();

    const account = await first.me();
    expect(await second.me()).toEqual(account);
    expect(account.id).not.toBe(guest.id);
    for (const browser of [first, second]) {
      expect(await roleIn(browser, mine)).toBe("own");
      expect(await roleIn(browser, made)).toBe("own");
      expect(await roleIn(browser, shared)).toBe("edit");
      expect(await roleIn(browser, both)).toBe("edit");
      const { docs } = (await browser.get("/api/docs")).json;
      expect(docs.map(({ id }: { id: string }) => id).sort()).toEqual([mine, made, both].sort());
      expect(docs.find(({ id }: { id: string }) => id === made).starred).toBe(true);
    }
    const people = (await second.get(`/api/docs/${mine}/sharing`)).json.sharing.people;
    expect(people).toHaveLength(1);

    const left = new Browser(running.http);
    left.put(asGuest);
    expect((await left.me()).id).toBe(guest.id);
    for (const doc of [mine, made, shared, both]) expect(await status(left, doc)).toBe(404);
  });

  it("makes the guest's cookie from before worthless: an account is entered by signing in", async () => {
    const browser = new Browser(running.http);
    const { id } = await browser.me();
    const doc = await create(browser);
    const copy = new Browser(running.http);
    copy.put(browser.cookie());
    expect(await status(copy, doc)).toBe(200);
    copy.put(browser.cookie());
    const raw = await asVisitor(copy).raw(doc);
    await browser.signIn();
    expect(await raw.closed).toBe(1012);
    expect((await asVisitor(copy).refusal(doc)).code).toBe(4403);
    expect(await status(copy, doc)).toBe(404);
    expect((await copy.me()).id).not.toBe(id);
  });

  it("ends the tokens that a guest had made, because others may have sat there", async () => {
    const browser = new Browser(running.http);
    await browser.me();
    const doc = await create(browser);
    const { secret } = (await browser.post("/api/me/tokens", { name: "by a guest" })).json;
    const program = new Visitor(running, { authorization: `Bearer ${secret}` });
    expect((await program.get(`/api/docs/${doc}`)).status).toBe(200);
    const raw = await program.raw(doc);
    await browser.signIn();
    expect(await raw.closed).toBe(4401);
    expect((await program.get(`/api/docs/${doc}`)).status).toBe(404);
    expect((await browser.get("/api/me/tokens")).json.tokens).toEqual([]);
  });

  it("sends open connections away, so that they come back as the account", async () => {
    const account = new Browser(running.http);
    await account.signIn();
    const browser = new Browser(running.http);
    const doc = await create(browser);
    const raw = await asVisitor(browser).raw(doc);
    await browser.signIn();
    expect(await raw.closed).toBe(1012);
    const again = await asVisitor(browser).raw(doc);
    again.socket.terminate();
  });

  it("as somebody else takes nothing along and ends the session from before", async () => {
    const browser = new Browser(running.http);
    const doc = await create(browser);
    await browser.signIn();
    const copy = new Browser(running.http);
    copy.put(browser.cookie());
    provider.person = { sub: "zoe", name: "Zoë" };
    await browser.signIn();
    expect((await browser.me()).person.name).toBe("Zoë");
    expect(await status(browser, doc)).toBe(404);
    expect(await status(copy, doc)).toBe(404);
  });

  it("keeps a name that was chosen, by the account or by the guest who becomes it", async () => {
    const browser = new Browser(running.http);
    await browser.post("/api/me", { name: "Moe", hue: 3 });
    await browser.signIn();
    expect((await browser.me()).person).toEqual({ name: "Moe", hue: 3 });

    const other = new Browser(running.http);
    await other.post("/api/me", { name: "Somebody", hue: 4 });
    await other.signIn();
    expect((await other.me()).person).toEqual({ name: "Moe", hue: 3 });

    provider.person = { sub: "nameless" };
    const first = new Browser(running.http);
    await first.signIn();
    expect((await first.me()).person.name).toMatch(/^\w+ \w+$/);
    const second = new Browser(running.http);
    await second.post("/api/me", { name: "Chosen", hue: 5 });
    await second.signIn();
    expect((await first.me()).person).toEqual({ name: "Chosen", hue: 5 });
  });

  it("does not take a name that the app made up for one that was chosen", async () => {
    const browser = new Browser(running.http);
    await browser.post("/api/me", { name: "Amber Fox", hue: 9 });
    await browser.signIn();
    expect((await browser.me()).person).toEqual({ name: "Mona Okafor", hue: 9 });
  });

  it("asks the provider for the name where the token is shy, and cleans what it says", async () => {
    provider.person = { sub: "shy", given_name: "Ada\u0000\n", family_name: "<b>Lovelace</b>" };
    provider.twist = { shyToken: true };
    const browser = new Browser(running.http);
    await browser.signIn();
    expect((await browser.me()).person.name).toBe("Ada <b>Lovelace</b>");
  });

  it.each([
    ["another site", "https://elsewhere.example/"],
    ["another host", "//elsewhere.example/"],
    ["another host, as browsers read it", "/\\elsewhere.example"],
    ["another host behind a dot", "/.//elsewhere.example"],
    ["another host behind a tab", "\t//elsewhere.example"],
    ["code", "javascript:alert(1)"],
    ["a path without end", `/${"x".repeat(2_000)}`],
  ])("never leads to %s afterwards", async (_what, to) => {
    const browser = new Browser(running.http);
    expect((await browser.signIn(to)).location).toBe("/");
  });

  it("holds for a month; then the provider is asked again", async () => {
    const browser = new Browser(running.http);
    const doc = await create(browser);
    await browser.signIn();
    const cookie = browser.cookie();
    ahead = 29 * 86_400_000;
    expect(await status(browser, doc)).toBe(200);
    browser.put(cookie);
    ahead = 31 * 86_400_000;
    expect(await status(browser, doc)).toBe(404);
    await browser.signIn();
    expect(await status(browser, doc)).toBe(200);
  });
});

describe("a way in that is not right", () => {
  beforeEach(() => start());

  /** Everything but the last step: the address with the code, which only this browser may use. */
  const toCallback = async (browser: Browser): Promise<string> => {
    const { location = "" } = await browser.get("/api/sign-in");
    return (await browser.get(location)).location ?? "";
  };

  const isGuest = async (browser: Browser) => expect((await browser.me()).signedIn).toBe(false);

  it("in another browser than the one that began it, is refused", async () => {
    const victim = new Browser(running.http);
    await victim.me();
    const address = await toCallback(new Browser(running.http));
    const seen = await victim.get(address);
    expect([seen.status, seen.json.code]).toEqual([400, "sign-in/failed"]);
    await isGuest(victim);
  });

  it("with the state of another attempt is refused, and the code is not used up by it", async () => {
    const [victim, thief] = [new Browser(running.http), new Browser(running.http)];
    const address = await toCallback(victim);
    await thief.get("/api/sign-in");
    expect((await thief.get(address)).status).toBe(400);
    await isGuest(thief);
    expect((await victim.get(address)).status).toBe(302);
  });

  it("with a code that was stolen for one's own attempt fails on PKCE", async () => {
    const [victim, thief] = [new Browser(running.http), new Browser(running.http)];
    const code = new URL(await toCallback(victim)).searchParams.get("code") ?? "";
    const own = new URL(await toCallback(thief));
    own.searchParams.set("code", code);
    expect((await thief.get(own.href)).status).toBe(400);
    await isGuest(thief);
  });

  it("works once: the same address again signs nobody in", async () => {
    const browser = new Browser(running.http);
    const before = await toCallback(browser);
    const flow = browser.cookie("/api/sign-in");
    expect((await browser.get(before)).status).toBe(302);
    const copy = new Browser(running.http);
    copy.put(flow);
    expect((await copy.get(before)).status).toBe(400);
  });

  it("after a quarter of an hour begins anew", async () => {
    const browser = new Browser(running.http);
    const address = await toCallback(browser);
    ahead = 16 * 60_000;
    expect((await browser.get(address)).status).toBe(400);
  });

  it.each([
    ["another nonce", { claims: { nonce: "other" } }],
    ["another issuer", { claims: { iss: "https://elsewhere.example" } }],
    ["another audience", { claims: { aud: "somebody-else" } }],
    ["an end in the past", { claims: { exp: 1_000_000_000 } }],
    ["the signature of another key", { foreignKey: true }],
  ])("by a token with %s is refused", async (_what, twist) => {
    provider.twist = twist;
    const browser = new Browser(running.http);
    const seen = await browser.signIn();
    expect([seen.status, seen.json.code]).toEqual([400, "sign-in/failed"]);
    await isGuest(browser);
  });

  it("shows a person a page with a way on, and nothing of what was sent", async () => {
    const browser = new Browser(running.http);
    const path = "/api/sign-in/callback?error=%3Cscript%3Ealert(1)%3C/script%3E&state=x";
    const seen = await browser.ask("GET", path, undefined, { accept: "text/html,*/*" });
    expect([seen.status, seen.headers.get("content-type")]).toEqual([400, "text/html; charset=utf-8"]);
    expect(seen.text).toContain('<a href="/api/sign-in">');
    expect(seen.text).not.toContain("script");
  });

  it("is none for somebody who says no at the provider: they are back where they were, as a guest", async () => {
    provider.person = undefined;
    const browser = new Browser(running.http);
    const before = await browser.me();
    expect((await browser.signIn("/d/here")).location).toBe("/d/here");
    expect(await browser.me()).toEqual(before);
  });

  it("is none for programs", async () => {
    const browser = new Browser(running.http);
    await browser.me();
    const { secret } = (await browser.post("/api/me/tokens", { name: "a program" })).json;
    const program = new Visitor(running, { authorization: `Bearer ${secret}` });
    expect((await program.get("/api/sign-in")).status).toBe(403);
    expect((await program.post("/api/sign-out")).status).toBe(400);
  });

  it("under a name that the server does not know needs PUBLIC_URL", async () => {
    const seen = await new Visitor(running).ask("GET", "/api/sign-in", undefined, { host: "127.0.0.1" });
    expect(seen.status).toBe(302);
    // fetch sets Host by itself, so a rebound name is asked for by hand.
    const { request } = await import("node:http");
    const code = await new Promise((resolve, reject) => {
      const asked = request(
        { port: running.port, path: "/api/sign-in", headers: { host: "evil.example" } },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        },
      );
      asked.on("error", reject);
      asked.end();
    });
    expect(code).toBe(400);
  });
});

describe("signing out", () => {
  beforeEach(() => start());

  it("[A6] is real: the session is over for every copy of its cookie, on open connections too", async () => {
    const browser = new Browser(running.http);
    const doc = await create(browser);
    await browser.signIn();
    const { id } = await browser.me();
    const copy = new Browser(running.http);
    copy.put(browser.cookie());
    expect(await status(copy, doc)).toBe(200);
    const raw = await asVisitor(copy).raw(doc);
    const stream = await fetch(`${running.http}/api/events`, { headers: { cookie: copy.cookie() } });
    const ended = stream.text();

    const out = await browser.post("/api/sign-out");
    expect(out.json.done).toBe(true);
    const elsewhere = new URL(out.json.elsewhere);
    expect(`${elsewhere.origin}${elsewhere.pathname}`).toBe(`${provider.issuer}/end`);
    expect(elsewhere.searchParams.get("post_logout_redirect_uri")).toBe(`${running.http}/`);

    expect(await raw.closed).toBe(4401);
    await ended;
    expect(await status(copy, doc)).toBe(404);
    const after = await browser.me();
    expect(after.signedIn).toBe(false);
    expect(after.id).not.toBe(id);
    expect(await status(browser, doc)).toBe(404);
    expect((await browser.post("/api/sign-out")).status).toBe(400);

    await browser.signIn();
    expect((await browser.me()).id).toBe(id);
    expect(await status(browser, doc)).toBe(200);
  });

  it("in one browser leaves the others signed in", async () => {
    const [one, two] = [new Browser(running.http), new Browser(running.http)];
    await one.signIn();
    await two.signIn();
    await one.post("/api/sign-out");
    expect((await two.me()).signedIn).toBe(true);
  });

  it("cannot be done by a page of another site", async () => {
    const browser = new Browser(running.http);
    await browser.signIn();
    const seen = await browser.ask("POST", "/api/sign-out", {}, { origin: "https://evil.example" });
    expect(seen.status).toBe(403);
    expect((await browser.me()).signedIn).toBe(true);
  });
});

describe("a provider", () => {
  it("that is away stops nothing but signing in, and is asked again by the next person", async () => {
    const { port } = new URL(provider.issuer);
    const { settings } = provider;
    await provider.close();
    await start({ signIn: settings });
    const browser = new Browser(running.http);
    const doc = await create(browser);
    expect(await roleIn(browser, doc)).toBe("own");
    const seen = await browser.get("/api/sign-in");
    expect([seen.status, seen.json.code]).toEqual([503, "sign-in/unavailable"]);
    expect(seen.json.message).toMatch(/^Signing in does not work just now/);
    expect(seen.headers.get("retry-after")).toBe("5");
    provider = await startIdentityProvider({ port: Number(port) });
    // Another secret now, so the way ends at the token; but the provider was found.
    expect((await browser.get("/api/sign-in")).status).toBe(302);
  });

  it("without an end of session of its own leaves it at ours", async () => {
    await provider.close();
    provider = await startIdentityProvider({ endSession: false });
    await start();
    const browser = new Browser(running.http);
    await browser.signIn();
    expect((await browser.post("/api/sign-out")).json).toEqual({ done: true });
  });

  it("is told the public address, and cookies are for TLS only there", async () => {
    await start({ publicUrl: "https://docs.example.org" });
    const seen = await new Browser(running.http).get("/api/sign-in");
    const asked = new URL(seen.location ?? "").searchParams;
    expect(asked.get("redirect_uri")).toBe("https://docs.example.org/api/sign-in/callback");
    const cookies = seen.headers.getSetCookie();
    expect(cookies).toHaveLength(2);
    for (const cookie of cookies) expect(cookie).toMatch(/; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure$/);
  });

  it("that is not set up is not offered", async () => {
    await start({ signIn: undefined });
    const browser = new Browser(running.http);
    expect((await browser.me()).canSignIn).toBe(false);
    expect((await browser.get("/api/sign-in")).status).toBe(404);
  });
});

describe("where people must sign in", () => {
  it("to make documents, guests read and write what they are given, and make nothing", async () => {
    await start({ requireSignIn: "creating" });
    const owner = new Browser(running.http);
    await owner.signIn();
    const doc = await create(owner);
    const { link } = (await owner.post(`/api/docs/${doc}/sharing/add-link`, { role: "edit" })).json;
    const guest = new Browser(running.http);
    expect((await guest.me()).mayCreate).toBe(false);
    const refused = await guest.post("/api/docs");
    expect([refused.status, refused.json.code]).toEqual([401, "unauthenticated"]);
    expect((await guest.post("/api/links/open", { secret: link.secret })).status).toBe(200);
    expect((await guest.post(`/api/docs/${doc}/document/duplicate`)).status).toBe(401);
    const writer = await asVisitor(guest).write(doc);
    writer.leave();
    await guest.signIn();
    expect((await guest.me()).mayCreate).toBe(true);
  });

  it("for everything, guests get nothing over any door until they do", async () => {
    await start({ requireSignIn: "everything" });
    const owner = new Browser(running.http);
    await owner.signIn();
    const doc = await create(owner);
    await owner.post(`/api/docs/${doc}/sharing/set`, { general: "edit" });
    const { link } = (await owner.post(`/api/docs/${doc}/sharing/add-link`, { role: "edit" })).json;

    provider.person = { sub: "guest", name: "Guest" };
    const guest = new Browser(running.http);
    const { secret } = (await guest.post("/api/me/tokens", { name: "a way around" })).json;
    const program = new Visitor(running, { authorization: `Bearer ${secret}` });
    for (const ask of [
      () => guest.get("/api/docs"),
      () => guest.get(`/api/docs/${doc}`),
      () => guest.get(`/api/docs/${doc}/sharing`),
      () => guest.get("/api/events"),
      () => guest.post("/api/docs"),
      () => guest.post("/api/links/open", { secret: link.secret }),
      () => program.get(`/api/docs/${doc}`),
      () => program.post("/api/links/open", { secret: link.secret }),
    ]) {
      const { status, json } = await ask();
      expect([status, json]).toEqual([401, { code: "unauthenticated", message: "Sign in first." }]);
    }
    expect(await asVisitor(guest).refusal(doc)).toEqual({ code: 4401, bytes: 0 });
    expect(await program.refusal(doc)).toEqual({ code: 4401, bytes: 0 });

    await guest.signIn();
    expect((await guest.post("/api/links/open", { secret: link.secret })).status).toBe(200);
    const made = (await guest.post("/api/me/tokens", { name: "a member's" })).json;
    const member = new Visitor(running, { authorization: `Bearer ${made.secret}` });
    expect((await member.get(`/api/docs/${doc}`)).status).toBe(200);
  });
});
