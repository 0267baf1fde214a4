// @vitest-environment jsdom
// Small parts of the ways to write: search among actions, the table, palette rows, page keys, the outline,
// view settings, and where floating panels stand.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Action, Command } from "../../app/_editor/commands/action.ts";
import { ACTIONS } from "../../app/_editor/commands/all.ts";
import { match, search } from "../../app/_editor/commands/match.ts";
import { tableOf } from "../../app/_editor/commands/table.ts";
import { headingAbove, headingsOf } from "../../app/_editor/outline/headings.ts";
import { rowsOf } from "../../app/_editor/palette/rows.ts";
import { shortcutGroups } from "../../app/_editor/palette/shortcut-groups.ts";
import { scrollRoom } from "../../app/_editor/scroll-room.ts";
import { pageKeyOf } from "../../app/_editor/ways/page-key.ts";
import { placeBeside } from "../../app/_editor/ways/place.ts";
import { parseView, USUAL_VIEW } from "../../app/_editor/ways/view-settings.ts";
import { docOf, open } from "./support.ts";

const named = (label: string, keywords: readonly string[] = []) => ({ id: label, label, keywords });

describe("search among actions", () => {
  it("marks the letters that were typed, also where an accent or a ligature was folded", () => {
    expect(match("list", named("Task list"))?.marked).toEqual([[5, 9]]);
    expect(match("strasse", named("Die Straße"))?.marked).toEqual([[4, 10]]);
    expect(match("ecole", named("École"))?.marked).toEqual([[0, 5]]);
    expect(match("tl", named("Task list"))?.marked).toEqual([
      [0, 1],
      [5, 6],
    ]);
  });

  it("prefers the start of the name, then of a word, then other names, then inside", () => {
    const items = [named("Emerald"), named("Read me"), named("Item", ["me"]), named("Menu")];
    expect(search("me", items).map(({ item }) => item.label)).toEqual(["Menu", "Item", "Read me", "Emerald"]);
  });

  it("every word must be found, and no word is too many", () => {
    expect(match("task xyz", named("Task list"))).toBeUndefined();
    expect(match("   ", named("Task list"))?.score).toBe(0);
    expect(match("a".repeat(10_000), named("Task list"))).toBeUndefined();
  });

  it("of equals the one used lately comes first", () => {
    const items = [named("Row above"), named("Row below")];
    expect(search("row", items, ["Row below"]).map(({ item }) => item.label)[0]).toBe("Row below");
  });
});

describe("the table of actions", () => {
  // jsdom has no windows to measure.
  beforeEach(() => vi.stubGlobal("matchMedia", () => ({ matches: false })));
  afterEach(() => vi.unstubAllGlobals());

  it("refuses two actions with one id", () => {
    const [first] = ACTIONS;
    expect(() => tableOf(first === undefined ? [] : [first, first])).toThrow(/Two actions/);
  });

  it("has no shortcut twice", () => {
    const keys = ACTIONS.flatMap(({ shortcut }) => shortcut ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("says in the list of shortcuts what every action says, and nothing twice", () => {
    const rows = shortcutGroups().flatMap((group) => group.rows);
    for (const { label, shortcut } of ACTIONS as readonly Action[]) {
      if (shortcut !== undefined) expect(rows).toContainEqual({ label, keys: [shortcut] });
    }
  });

  it("each action can be asked about and run in an empty document without an error", () => {
    for (const { id, isAvailable, isActive } of ACTIONS) {
      const { editor } = open();
      expect(() => isAvailable?.(editor), id).not.toThrow();
      expect(() => isActive?.(editor), id).not.toThrow();
    }
  });
});

describe("rows of the palette", () => {
  const command = (id: string, group: Command["group"]): Command =>
    ({ id, label: id, group, run: () => {} }) as unknown as Command;
  const commands = [command("bold", "mark"), command("link", "mark"), command("share", "document")];

  it("with a selection the link stands first, then what was used, then the groups", () => {
    const rows = rowsOf("", commands, { recent: ["share", "gone"], first: ["link"], writing: true, search });
    expect(rows.map(({ found }) => found.item.id)).toEqual(["link", "share", "bold", "link", "share"]);
    expect(rows.filter(({ heading }) => heading !== undefined)).toHaveLength(4);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });

  it("who was not in the text sees what is about the page first", () => {
    const rows = rowsOf("", commands, { recent: [], first: [], writing: false, search });
    expect(rows.map(({ found }) => found.item.id)).toEqual(["share", "bold", "link"]);
  });

  it("typed, only what matches, without headings", () => {
    const rows = rowsOf("sha", commands, { recent: [], first: ["link"], writing: true, search });
    expect(rows.map(({ found }) => found.item.id)).toEqual(["share"]);
  });
});

describe("keys of the page", () => {
  const press = (key: string, more: Partial<KeyboardEvent> = {}) =>
    ({
      key,
      code: "",
      ctrlKey: false,
      metaKey: false,
      altKey: false,
      shiftKey: false,
      isComposing: false,
      ...more,
    }) as KeyboardEvent;

  it("Control on a PC and Command on a Mac", () => {
    expect(pageKeyOf(press("k", { ctrlKey: true }), true, false)).toBe("palette");
    expect(pageKeyOf(press("k", { ctrlKey: true }), true, true)).toBeUndefined();
    expect(pageKeyOf(press("k", { metaKey: true }), true, true)).toBe("palette");
    expect(pageKeyOf(press("ø", { metaKey: true, altKey: true, code: "KeyO" }), true, true)).toBe("outline");
    expect(pageKeyOf(press("h", { metaKey: true }), true, true)).toBeUndefined();
    expect(pageKeyOf(press("h", { ctrlKey: true }), true, false)).toBe("replace");
  });

  it("? is a letter in text, and a key outside of it; / may need Shift", () => {
    expect(pageKeyOf(press("?", { shiftKey: true }), true, false)).toBeUndefined();
    expect(pageKeyOf(press("?", { shiftKey: true }), false, false)).toBe("shortcuts");
    expect(pageKeyOf(press("/", { ctrlKey: true, shiftKey: true, code: "Digit7" }), true, false)).toBe(
      "shortcuts",
    );
    expect(pageKeyOf(press("k", { ctrlKey: true, isComposing: true }), true, false)).toBeUndefined();
    expect(pageKeyOf(press("k", { ctrlKey: true, shiftKey: true }), true, false)).toBeUndefined();
  });
});

describe("the outline", () => {
  it("has every heading outside tables, the shallowest at the margin", () => {
    const { editor } = open(
      docOf(
        ["heading", { level: 3 }, "One"],
        ["blockquote", {}, ["heading", { level: 4 }, "In a quote"]],
        ["heading", { level: 3 }, ""],
      ),
    );
    expect(headingsOf(editor.state.doc).map(({ text, level }) => `${level} ${text}`)).toEqual([
      "1 One",
      "2 In a quote",
      "1 ",
    ]);
  });

  it("marks the last heading above the line, with few looks", () => {
    const tops = Array.from({ length: 1_000 }, (_, at) => at * 100 - 50_000);
    let looks = 0;
    const topOf = (at: number) => {
      looks += 1;
      return tops[at] ?? 0;
    };
    expect(headingAbove(1_000, topOf, 140)).toBe(501);
    expect(looks).toBeLessThan(12);
    expect(headingAbove(3, () => 500, 140)).toBe(-1);
    expect(headingAbove(0, () => 0, 140)).toBe(-1);
  });
});

describe("view settings", () => {
  it("take what is sound and leave the rest as usual", () => {
    expect(parseView('{"width":"wide","size":9,"focus":true,"toolbar":"no"}')).toEqual({
      ...USUAL_VIEW,
      width: "wide",
      focus: true,
    });
    for (const text of [null, "", "[]", "7", "{", '"x"']) expect(parseView(text)).toEqual(USUAL_VIEW);
  });
});

describe("a floating panel", () => {
  const seen = { left: 0, top: 0, right: 390, bottom: 500 };
  const size = { width: 280, height: 300 };
  const at = (top: number, left = 20) => ({ left, right: left + 1, top, bottom: top + 28 });

  it("stands below, above where there is more room, and never over its line or beside the screen", () => {
    const below = placeBeside(at(40), size, seen, "below");
    expect(below).toMatchObject({ side: "below", left: 20 });
    expect(below.top).toBeGreaterThanOrEqual(68);
    const above = placeBeside(at(440), size, seen, "below");
    expect(above.side).toBe("above");
    expect(above.top + size.height).toBeLessThanOrEqual(440);
    expect(placeBeside(at(40, 380), size, seen, "below").left).toBe(390 - 8 - 280);
  });

  it("is cut where the keyboard of a phone leaves little room", () => {
    const cut = placeBeside(at(150), size, { ...seen, bottom: 380 }, "below");
    expect(cut.top + Math.min(size.height, cut.maxHeight)).toBeLessThanOrEqual(380);
  });
});

describe("the room that a line keeps when the page scrolls to it", () => {
  afterEach(() => vi.unstubAllGlobals());
  const sees = (height: number, offsetTop = 0) =>
    vi.stubGlobal("visualViewport", { height, offsetTop } as VisualViewport);

  it("is what was asked for in a window, and where the window is panned it is meant from what is seen", () => {
    const room = scrollRoom(112, 96);
    sees(800);
    expect([room.top, room.bottom]).toEqual([112, 96]);
    sees(800, 50);
    expect([room.top, room.bottom]).toEqual([162, 46]);
  });

  it("is never more than half of what a phone on its side shows above its keyboard", () => {
    const room = scrollRoom(112, 96);
    sees(160);
    expect([room.top, room.bottom]).toEqual([40, 40]);
  });
});
