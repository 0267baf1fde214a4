// What the share dialog shows of links: addresses, the link of a role, and what the address alone gives.

import { describe, expect, it } from "vitest";
import {
  byAddress,
  firstRole,
  linkAddress,
  readyLink,
  secretIn,
  shortAddress,
} from "../../app/_features/sharing/links.ts";
import { noteOf } from "../../app/_features/sharing/notes.ts";
import { pathOf } from "../../app/_features/sharing/qr.tsx";
import type { ShareLink } from "../../lib/api.ts";

const NOW = 1_000_000;
const link = (id: string, more: Partial<ShareLink> = {}): ShareLink => ({
  id,
  role: "edit",
  label: "",
  createdAt: NOW - 1_000,
  hasPassword: false,
  ...more,
});
const none = () => undefined;

describe("the address of a link", () => {
  const secret = "9fVq0Zr_yx-3kM2aB7cD1eFgHiJkLmNo";
  const address = linkAddress("https://docs.example.org", secret);

  it("keeps the secret behind the #, which no server is sent", () => {
    const url = new URL(address);
    expect(url.hash).toBe(`#${secret}`);
    expect(url.origin + url.pathname + url.search).toBe("https://docs.example.org/s");
  });

  it("is read back by the page that opens it", () => {
    expect(secretIn(new URL(address).hash)).toBe(secret);
  });

  it("is shown without its scheme", () => {
    expect(shortAddress(address)).toBe(`docs.example.org/s#${secret}`);
    expect(shortAddress("http://127.0.0.1:3000/s#x")).toBe("127.0.0.1:3000/s#x");
  });

  it.each(["", "#", "#short", "#has spaces in it", "#<script>alert(1)</script>", `#${"a".repeat(101)}`])(
    "is none in %j",
    (hash) => {
      expect(secretIn(hash)).toBeUndefined();
    },
  );
});

describe("the link of the sentence", () => {
  it("is none while there is none of that role", () => {
    expect(readyLink([], "edit", none, undefined, NOW).kind).toBe("none");
    expect(readyLink([link("a", { role: "view" })], "edit", none, undefined, NOW).kind).toBe("none");
  });

  it("is none where the only one has ended", () => {
    expect(readyLink([link("a", { expires: NOW })], "edit", () => "s", undefined, NOW).kind).toBe("none");
    expect(readyLink([link("a", { expires: NOW + 1 })], "edit", () => "s", undefined, NOW).kind).toBe(
      "known",
    );
  });

  it("cannot be shown where it was made elsewhere", () => {
    const ready = readyLink([link("a")], "edit", none, undefined, NOW);
    expect(ready).toMatchObject({ kind: "unknown", link: { id: "a" } });
    expect(ready).not.toHaveProperty("secret");
  });

  it("is rather one that can be shown than a newer one that cannot", () => {
    const links = [link("old", { createdAt: 1 }), link("new", { createdAt: 2 })];
    const secretOf = (id: string) => (id === "old" ? "secret" : undefined);
    expect(readyLink(links, "edit", secretOf, undefined, NOW)).toMatchObject({
      kind: "known",
      link: { id: "old" },
      secret: "secret",
    });
  });

  it("is the newest of several", () => {
    const links = [link("old", { createdAt: 1 }), link("new", { createdAt: 2 })];
    expect(readyLink(links, "edit", () => "s", undefined, NOW)).toMatchObject({ link: { id: "new" } });
  });

  it("is the one that was picked, unless its role is another", () => {
    const links = [link("old", { createdAt: 1 }), link("new", { createdAt: 2 })];
    expect(readyLink(links, "edit", () => "s", "old", NOW)).toMatchObject({ link: { id: "old" } });
    expect(readyLink(links, "view", () => "s", "old", NOW).kind).toBe("none");
  });
});

describe("the first role of the sentence", () => {
  it("is edit, or that of the newest living link", () => {
    expect(firstRole([], NOW)).toBe("edit");
    const links = [
      link("a", { role: "comment", createdAt: 1 }),
      link("b", { role: "view", createdAt: 2 }),
      link("c", { role: "edit", createdAt: 3, expires: NOW - 1 }),
    ];
    expect(firstRole(links, NOW)).toBe("view");
  });
});

it("a link gives nothing where the address gives as much or more", () => {
  expect(byAddress("none", "view")).toBe("less");
  expect(byAddress("view", "edit")).toBe("less");
  expect(byAddress("edit", "edit")).toBe("same");
  expect(byAddress("edit", "view")).toBe("more");
});

describe("the note about what one may do", () => {
  it.each([
    ["view", false, "viewer"],
    ["view", true, "viewer"],
    ["comment", false, "commenter"],
    ["comment", true, "commenter"],
    ["edit", false, undefined],
    ["edit", true, "locked"],
    ["own", false, undefined],
    ["own", true, "locked"],
    ["none", false, undefined],
  ] as const)("for %s, locked %s, is %s", (role, locked, note) => {
    expect(noteOf(role, locked)).toBe(note);
  });
});

it("a code is drawn as runs of dark modules", () => {
  expect(
    pathOf([
      [true, true, false],
      [false, false, false],
      [false, true, true],
    ]),
  ).toBe("M0 0h2v1H0zM1 2h2v1H1z");
});
