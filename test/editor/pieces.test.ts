// @vitest-environment jsdom
// Small parts of the document page: safe links, other people's presence, labels, status words, copies.

import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { LABEL_HEIGHT, looksOf, type Measured, type Scene } from "../../app/_editor/caret-places.ts";
import { elementsOf, pageOf, textOf } from "../../app/_editor/copy.ts";
import { linkAddressOf } from "../../app/_editor/link-address.ts";
import { parseOther, shortNames } from "../../app/_editor/others.ts";
import { personsOf } from "../../app/_features/presence/persons.ts";
import { nextChange, saveWordsOf } from "../../app/d/_page/save-words.ts";
import { contentOf, titleOf } from "../../lib/doc.ts";
import { isSafeLink } from "../../lib/links.ts";
import { deepDoc, docOf } from "./support.ts";

describe("links", () => {
  it.each(["https://a.org", "http://a", "mailto:a@b.c", "tel:+4912", "/d/x", "#here", "a/b:c", "?q=1"])(
    "%s is safe",
    (href) => expect(isSafeLink(href)).toBe(true),
  );

  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "java\u0000script:alert(1)",
    "\u200bjavascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://a/b",
    "//evil.org",
    "/\\evil.org",
    "\\\\evil.org",
    "\t//evil.org",
  ])("%j is not", (href) => expect(isSafeLink(href)).toBe(false));

  it("are completed from what people type", () => {
    expect(linkAddressOf(" example.org/a ")).toBe("https://example.org/a");
    expect(linkAddressOf("mina@example.org")).toBe("mailto:mina@example.org");
    expect(linkAddressOf("localhost:3000/x")).toBe("https://localhost:3000/x");
    expect(linkAddressOf("tel:+4912345")).toBe("tel:+4912345");
    expect(linkAddressOf("javascript:alert(1)")).toBeUndefined();
    expect(linkAddressOf("//evil.org")).toBeUndefined();
    expect(linkAddressOf("")).toBeUndefined();
  });
});

describe("presence of others", () => {
  const position = Y.relativePositionToJSON(
    Y.createRelativePositionFromTypeIndex(new Y.Doc().getXmlFragment("default"), 0),
  );

  it("is rebuilt from what is sound", () => {
    const other = parseOther(7, {
      user: { name: " Mina\u0007 ", hue: 3 },
      cursor: { anchor: position, head: position },
      at: "body",
      away: 5,
    });
    expect(other).toMatchObject({ clientId: 7, person: { name: "Mina", hue: 3 }, at: "body", away: 5 });
    expect(other?.cursor).toBeDefined();
  });

  it.each([
    null,
    "x",
    { anchor: position },
    { anchor: { item: { client: -1, clock: 0 } }, head: position },
    { anchor: { item: { client: "1", clock: 0 } }, head: position },
    { anchor: { tname: "another" }, head: position },
    { anchor: { item: { client: 1, clock: Number.NaN } }, head: position },
    { anchor: {}, head: {} },
  ])("drops a caret that is none: %j", (cursor) => {
    expect(parseOther(1, { user: { name: "A", hue: 1 }, cursor })?.cursor).toBeUndefined();
  });

  it("drops who has no name", () => {
    expect(parseOther(1, { user: { name: "" } })).toBeUndefined();
    expect(parseOther(1, {})).toBeUndefined();
  });

  it("says first names, and whole ones where two share the first", () => {
    expect(shortNames(["Mina Okafor", "Tomas Berg", "Mina K"])).toEqual(["Mina Okafor", "Tomas", "Mina K"]);
    expect(shortNames(["Mina Okafor", "Mina Okafor"])).toEqual(["Mina", "Mina"]);
  });

  it("lists somebody once, however many tabs they have, by the one that tells most; and never oneself", () => {
    const tab = (clientId: number, id: unknown, more: object = {}) =>
      parseOther(clientId, { user: { name: "Mina", hue: 1, id }, ...more }) ?? expect.fail();
    const others = [
      ...[tab(1, "mina", { away: 5, at: "body" }), tab(2, "ada"), tab(3, "mina"), tab(4, "me")],
      ...[tab(5, "mina", { at: "title" }), tab(6, undefined), tab(7, 7), tab(8, "x".repeat(65))],
    ];
    expect(personsOf(others, "me").map(({ other, tabs }) => [other.clientId, tabs])).toEqual([
      ...[[5, [1, 3, 5]] as const, [2, [2]] as const, [6, [6]], [7, [7]], [8, [8]]],
    ]);
    expect(personsOf(others, undefined)).toHaveLength(6);
  });
});

describe("labels of carets", () => {
  const scene: Scene = {
    now: 10_000,
    viewport: { left: 0, top: 0, right: 1_000, bottom: 800 },
    topEdge: 0,
    leftEdge: 0,
    rightEdge: 900,
    own: undefined,
  };
  const caret = (clientId: number, top: number, movedAt = 9_500, left = 100): Measured => ({
    clientId,
    caret: { left, right: left, top, bottom: top + 20 },
    label: { width: 60, height: LABEL_HEIGHT },
    movedAt,
    hovered: false,
  });
  const open = (carets: Measured[], now = scene) =>
    [...looksOf(carets, now)].filter(([, look]) => look.open).map(([id]) => id);

  it("are open for 2.5 s after a move, and while looked at", () => {
    expect(open([caret(1, 100, 7_400), caret(2, 200, 7_600)])).toEqual([2]);
    expect(open([{ ...caret(1, 100, 0), hovered: true }])).toEqual([1]);
  });

  it("are at most three: the newest, then those nearest to the middle", () => {
    expect(open([caret(1, 50), caret(2, 380), caret(3, 300), caret(4, 700), caret(5, 420)]).sort()).toEqual([
      2, 3, 5,
    ]);
    expect(open([caret(1, 50, 9_900), caret(2, 380), caret(3, 300), caret(5, 440)]).sort()).toEqual([
      1, 2, 5,
    ]);
  });

  const lookOf = (carets: Measured[], clientId: number, now = scene) => looksOf(carets, now).get(clientId);

  it("go to another side of their own caret, or stay folded, before they lie over yours", () => {
    const own = { left: 120, right: 120, top: 85, bottom: 99 };
    expect(lookOf([caret(1, 100)], 1, { ...scene, own })).toEqual({ open: true, flip: true, drop: false });
    const low = { left: 60, right: 200, top: 60, bottom: 140 };
    expect(open([caret(1, 100)], { ...scene, own: low })).toEqual([]);
  });

  it("of two at one place stand beside each other, and keep their sides whoever of them writes", () => {
    for (const newest of [1, 2]) {
      const both = [caret(1, 100, newest === 1 ? 9_900 : 9_500), caret(2, 100, newest === 2 ? 9_900 : 9_500)];
      expect(lookOf(both, 1)).toEqual({ open: true, flip: false, drop: false });
      expect(lookOf(both, 2)).toEqual({ open: true, flip: true, drop: false });
    }
    // No room at the left: below the line.
    const edge = [caret(1, 100, 9_900, 20), caret(2, 100, 9_900, 30)];
    expect(lookOf(edge, 2)).toEqual({ open: true, flip: false, drop: true });
  });

  it("fill the gap between two lines: no ink of the line above, none of their own", () => {
    // A caret in the line above, whose ink ends 11 px over this one.
    const own = { left: 130, right: 130, top: 100 - 30, bottom: 100 - 11 };
    const above = { ...scene, own };
    expect(lookOf([caret(1, 100)], 1, above)).toEqual({ open: true, flip: false, drop: false });
  });

  it("flip before the right edge", () => {
    expect(looksOf([caret(1, 100, 9_500, 860)], scene).get(1)).toMatchObject({ open: true, flip: true });
  });

  it("hang below their line where the header is in the way, and not over the own caret there", () => {
    const under = { ...scene, topEdge: 96 };
    expect(lookOf([caret(1, 100)], 1, under)).toEqual({ open: true, flip: false, drop: true });
    expect(lookOf([caret(1, 110)], 1, under)?.drop).toBe(false);
    const own = { left: 120, right: 120, top: 122, bottom: 140 };
    expect(lookOf([caret(1, 100)], 1, { ...under, own })).toEqual({ open: true, flip: true, drop: true });
    const wide = { left: 60, right: 140, top: 122, bottom: 140 };
    expect(open([caret(1, 100)], { ...under, own: wide })).toEqual([]);
  });
});

describe("the words of the save status", () => {
  it("say Saved only when it is so", () => {
    expect(saveWordsOf({ state: "saved" }, 0, true).long).toBe("Saved");
    for (const save of [
      { state: "connecting" },
      { state: "saving", since: 0, changes: 1 },
      { state: "offline", changes: 0, since: undefined },
      { state: "cannot-save", why: "gone", changes: 0 },
      { state: "read-only" },
    ] as const) {
      expect(saveWordsOf(save, 100, true).long).not.toContain("Saved");
    }
  });

  it("raise no alarm over who was put out with nothing on its way, and do over who was not", () => {
    for (const why of ["forbidden", "gone", "signed-out", "lowered"] as const) {
      const words = saveWordsOf({ state: "cannot-save", why, changes: 0 }, 0, true);
      expect([words.mark, words.long]).toEqual(["read-only", "Read-only"]);
      const unsent = saveWordsOf({ state: "cannot-save", why, changes: 1 }, 0, true);
      expect([unsent.mark, unsent.long]).toEqual(["blocked", "Cannot save"]);
    }
    const full = saveWordsOf({ state: "cannot-save", why: "server-failing", changes: 0 }, 0, true);
    expect(full.long).toBe("Cannot save");
  });

  it("tell the age after five seconds, second by second", () => {
    const save = { state: "saving", since: 1_000, changes: 2 } as const;
    expect(saveWordsOf(save, 5_900, true).long).toBe("Saving…");
    expect(saveWordsOf(save, 9_200, true).long).toBe("Saving… 8 s");
    expect(nextChange(save, 1_100)).toBe(300);
    expect(nextChange(save, 1_500)).toBe(4_500);
    expect(nextChange(save, 9_200)).toBe(800);
    expect(nextChange({ state: "saved" }, 0)).toBeUndefined();
  });

  it("do not say kept here where nothing is kept", () => {
    const save = { state: "offline", changes: 3, since: 0 } as const;
    expect(saveWordsOf(save, 0, true).long).toBe("Offline · 3 changes kept here");
    expect(saveWordsOf(save, 0, false).long).toBe("Offline · 3 changes in this tab only");
  });
});

describe("a copy", () => {
  const doc = docOf(
    ["heading", { level: 2 }, "List"],
    [
      "bulletList",
      {},
      [
        "listItem",
        {},
        ["paragraph", {}, "one"],
        ["bulletList", {}, ["listItem", {}, ["paragraph", {}, "in"]]],
      ],
    ],
    [
      "orderedList",
      {},
      ["listItem", {}, ["paragraph", {}, "first"]],
      ["listItem", {}, ["paragraph", {}, "second"]],
    ],
    [
      "taskList",
      {},
      ["taskItem", { checked: true }, ["paragraph", {}, "done"]],
      ["taskItem", { checked: false }, ["paragraph", {}, "open"]],
    ],
    ["blockquote", {}, ["paragraph", {}, "said"]],
    [
      "table",
      {},
      [
        "tableRow",
        {},
        ["tableHeader", {}, ["paragraph", {}, "a"]],
        ["tableHeader", {}, ["paragraph", {}, "b"]],
      ],
    ],
    ["codeBlock", {}, "x\n  y"],
    ["video", {}, ["paragraph", {}, "unknown, but kept"]],
  );
  titleOf(doc).insert(0, "Title");

  it("as text keeps every word and its place", () => {
    expect(textOf(doc)).toBe(
      "Title\n\nList\n\n- one\n  - in\n\n1. first\n2. second\n\n[x] done\n[ ] open\n\n> said\n\na\tb\n\nx\n  y\n\nunknown, but kept\n",
    );
  });

  it("as a page carries no script, whatever stands in the document", () => {
    const hostile = docOf(["paragraph", {}, "<img src=x onerror=alert(1)>"], ["paragraph", {}, "link"]);
    const text = (contentOf(hostile).get(1) as Y.XmlElement).get(0) as Y.XmlText;
    text.format(0, 4, { link: { href: "java\tscript:alert(1)" } });
    titleOf(hostile).insert(0, "</title><script>alert(1)</script>");
    const page = pageOf(hostile, "?");
    expect(page).not.toContain("<script>");
    expect(page).not.toContain("<img");
    expect(page).not.toContain('alert(1)"');
    expect(page).toContain("&lt;img");
  });

  it("reads a document that is nested beyond any stack", () => {
    const deep = deepDoc(2_000, ["paragraph", {}, "bottom"]);
    expect(elementsOf(deep, document, "?").textContent).toBe("bottom");
    expect(textOf(deep)).toContain("bottom");
  });
});
