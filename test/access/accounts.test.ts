// Accounts on their own, without a provider: taken over, made whole, bounded; and the settings of signing in.

import { describe, expect, it } from "vitest";
import type { DocId, UserId } from "../../lib/names.ts";
import { createAccounts } from "../../sync-server/access/sign-in/accounts.ts";
import { readConfig } from "../../sync-server/config.ts";
import { systemClock } from "../../sync-server/ops/clock.ts";
import { createMemoryStore } from "../../sync-server/store/memory.ts";

describe("accounts", () => {
  const setUp = () => {
    const store = createMemoryStore();
    let now = 1_000;
    const accounts = createAccounts({
      store,
      clock: { ...systemClock, now: () => ++now },
      docs: async function* () {},
      handOver: async () => {},
    });
    return { store, accounts };
  };
  const guest = { user: "u1" as UserId, program: false, member: false };

  it("take over a guest's identity unless it is another account's by now", async () => {
    const { accounts } = setUp();
    expect((await accounts.enter("a", guest)).user).toBe("u1");
    const other = await accounts.enter("b", guest);
    expect(other.user).not.toBe("u1");
    expect((await accounts.enter("a", { ...guest, user: "u2" as UserId })).user).toBe("u1");
    expect((await accounts.enter("b", { ...guest, user: "u3" as UserId })).user).toBe(other.user);
  });

  it("are one, however many browsers sign somebody in at the same moment", async () => {
    const { accounts } = setUp();
    const users = Array.from({ length: 4 }, (_, i) => ({ ...guest, user: `u${i}` as UserId }));
    const entered = await Promise.all(users.map((one) => accounts.enter("a", one)));
    expect(new Set(entered.map(({ user }) => user)).size).toBe(1);
  });

  it("are made whole where the power went between two records", async () => {
    const { store, accounts } = setUp();
    const put = store.put;
    store.put = async (key, ...rest) => {
      if (key.startsWith("account/")) throw new Error("no power");
      return put(key, ...rest);
    };
    await expect(accounts.enter("a", guest)).rejects.toThrow("no power");
    store.put = put;
    // Meanwhile somebody else signed in with that identity: it is theirs.
    expect((await accounts.enter("b", guest)).user).toBe("u1");
    expect((await accounts.enter("a", { ...guest, user: "u2" as UserId })).user).toBe("u2");
  });

  it("go on with a move that broke off, and lose nothing", async () => {
    const store = createMemoryStore();
    const owners = new Map([["0".repeat(21) as DocId, "u2" as UserId]]);
    const accounts = createAccounts({
      store,
      clock: systemClock,
      docs: async function* () {
        for (const [doc, owner] of owners) yield [doc, { owner, general: "none", locked: false }] as const;
      },
      handOver: async (doc, _from, to) => void owners.set(doc, to),
    });
    await accounts.enter("a", guest);
    const shared = "1".repeat(21);
    const write = (key: string, value: unknown) => store.put(key, Buffer.from(JSON.stringify(value)));
    await write(`grant/${shared}/u2`, { links: ["l"] });
    await write(`mine/u2/${shared}`, { openedAt: 1 });
    const del = store.del;
    store.del = async () => {
      throw new Error("no power");
    };
    const second = { ...guest, user: "u2" as UserId };
    await expect(accounts.enter("a", second)).rejects.toThrow("no power");
    store.del = del;
    await accounts.enter("a", second);
    expect([...owners.values()]).toEqual(["u1"]);
    const keys = [];
    for await (const { key } of store.list("grant/")) keys.push(key);
    for await (const { key } of store.list("mine/")) keys.push(key);
    expect(keys).toEqual([`grant/${shared}/u1`, `mine/u1/${shared}`]);
  });

  it("are signed in with a bounded number of browsers: the oldest makes room", async () => {
    const { store, accounts } = setUp();
    const first = await accounts.enter("a", guest);
    for (let i = 0; i < 50; i++) await accounts.enter("a", { ...guest, user: `v${i}` as UserId });
    let open = 0;
    for await (const _ of store.list("session/")) open++;
    expect(open).toBe(50);
    expect(await store.get(`session/${first.session}`)).toBeUndefined();
  });
});

describe("the configuration", () => {
  const good = {
    OIDC_ISSUER: "https://id.example.org/realms/one",
    OIDC_CLIENT_ID: "concord",
    OIDC_CLIENT_SECRET: "s",
  };
  const wrong = (env: Record<string, string>) => {
    try {
      readConfig(env as NodeJS.ProcessEnv);
    } catch (error) {
      return (error as Error).message;
    }
    return "nothing was wrong";
  };

  it("takes a provider, its scopes, what guests may not do, and a secret", () => {
    const env = { ...good, OIDC_SCOPES: "profile, email", REQUIRE_SIGN_IN: "create" };
    const config = readConfig({ ...env, IDENTITY_SECRET: "x".repeat(32) } as unknown as NodeJS.ProcessEnv);
    expect(config.signIn).toEqual({
      issuer: good.OIDC_ISSUER,
      clientId: "concord",
      clientSecret: "s",
      scopes: "openid profile email",
    });
    expect([config.requireSignIn, config.secret]).toEqual(["creating", "x".repeat(32)]);
    const plain = readConfig({} as NodeJS.ProcessEnv);
    expect([plain.signIn, plain.requireSignIn, plain.secret]).toEqual([undefined, "nothing", undefined]);
    expect(wrong({ ...good, OIDC_ISSUER: "http://127.0.0.1:5000" })).toBe("nothing was wrong");
  });

  it.each<[Record<string, string>, RegExp]>([
    [{ OIDC_ISSUER: good.OIDC_ISSUER }, /OIDC_CLIENT_ID: needed to sign in, because OIDC_ISSUER is set/],
    [{ ...good, OIDC_ISSUER: "http://id.example.org" }, /OIDC_ISSUER: the https:\/\/ address/],
    [{ ...good, OIDC_ISSUER: "id" }, /OIDC_ISSUER: the https:\/\/ address/],
    [{ ...good, ACCESS: "open" }, /ACCESS: "links", because/],
    [{ REQUIRE_SIGN_IN: "1" }, /REQUIRE_SIGN_IN: "0", or set OIDC_ISSUER/],
    [{ ...good, REQUIRE_SIGN_IN: "yes" }, /REQUIRE_SIGN_IN: /],
    [{ IDENTITY_SECRET: "short" }, /IDENTITY_SECRET: at least 32 characters/],
  ])("says what is wrong and what would be right: %o", (env, sentence) => {
    const message = wrong(env);
    expect(message).toMatch(sentence);
    expect(message).not.toContain("short");
  });
});
