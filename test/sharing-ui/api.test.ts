// The browser's end of sharing: what it asks, what it takes for an answer, and how secrets are kept.

import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "../../app/_client/api.ts";
import { makeToken } from "../../app/_client/settings-api.ts";
import { addLink, changeLink, fetchSharing, openLink } from "../../app/_client/sharing-api.ts";
import { keepOnly, keepSecret, secretsOf } from "../../app/_features/sharing/secrets.ts";
import { type DocId, parseDocId } from "../../lib/names.ts";

function idOf(text: string): DocId {
  const id = parseDocId(text);
  if (id === undefined) throw new Error("not an id");
  return id;
}
const ID = idOf("abcdefghijklmnopq0001");
const LINK = { id: "l1", role: "view", label: "", createdAt: 5, hasPassword: false };

function answer(status: number, body: unknown) {
  const calls: { path: string; body: unknown }[] = [];
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    calls.push({ path, body: typeof init.body === "string" ? JSON.parse(init.body) : undefined });
    return new Response(typeof body === "string" ? body : JSON.stringify(body), { status });
  });
  return calls;
}
afterEach(() => vi.unstubAllGlobals());

describe("asking", () => {
  it("changes only what is given", async () => {
    const calls = answer(200, { done: true });
    await changeLink(ID, "l1", { expires: null });
    expect(calls).toEqual([
      { path: `/api/docs/${ID}/sharing/change-link`, body: { link: "l1", expires: null } },
    ]);
  });

  it("sends the secret in the body, never in an address", async () => {
    const calls = answer(200, { doc: ID, role: "view", title: "T" });
    expect(await openLink("s3cret_s3cret", "pass")).toEqual({ doc: ID, title: "T" });
    expect(calls[0]?.path).toBe("/api/links/open");
    expect(calls[0]?.body).toEqual({ secret: "s3cret_s3cret", password: "pass" });
  });

  it("passes the server's own sentence on", async () => {
    answer(403, { code: "link/password", message: "That is not the password." });
    const failed = await openLink("s3cret_s3cret", "no").catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(ApiError);
    expect(failed).toMatchObject({ code: "link/password", message: "That is not the password." });
  });
});

describe("answers", () => {
  it("leave out what cannot be read, and give nobody more than was said", async () => {
    const person = { name: "Mina", hue: 1 };
    answer(200, {
      sharing: {
        general: "everything",
        locked: "yes",
        links: [LINK, { id: 4 }, { ...LINK, id: "l2", role: "own" }],
        people: [
          { id: "p1", person, role: "king", isYou: false },
          { id: "p2", person: {} },
        ],
      },
    });
    const sharing = await fetchSharing(ID);
    expect(sharing.general).toBe("none");
    expect(sharing.locked).toBe(false);
    expect(sharing.links.map(({ id }) => id)).toEqual(["l1"]);
    expect(sharing.people).toEqual([{ id: "p1", person, role: "none", via: undefined, isYou: false }]);
  });

  it("without a secret made no link and no token", async () => {
    answer(201, { link: LINK });
    await expect(addLink(ID, { role: "view" })).rejects.toMatchObject({ code: "unreadable" });
    answer(201, { token: { id: "t", name: "n", createdAt: 1 } });
    await expect(makeToken("n", undefined)).rejects.toMatchObject({ code: "unreadable" });
  });

  it("from something in between count as no answer", async () => {
    answer(502, "<h1>Bad gateway</h1>");
    await expect(fetchSharing(ID)).rejects.toMatchObject({ code: "unreachable" });
    answer(200, "<h1>Welcome to the hotel</h1>");
    await expect(fetchSharing(ID)).rejects.toMatchObject({ code: "unreadable" });
  });
});

describe("secrets of links", () => {
  it("are known here as long as their link is", () => {
    const doc = idOf("abcdefghijklmnopq0002");
    keepSecret(doc, "a", "one");
    keepSecret(doc, "b", "two");
    expect(secretsOf(doc)).toEqual({ a: "one", b: "two" });
    keepOnly(doc, [{ id: "b" }]);
    expect(secretsOf(doc)).toEqual({ b: "two" });
    expect(secretsOf(ID)).toEqual({});
  });
});
