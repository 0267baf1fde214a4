// The rows of the home page: what this browser remembers, its bound; how rows are made, sorted, grouped,
// found and marked; and what is selected. All pure.

import { describe, expect, it } from "vitest";
import { MAX_ROLES, parseRoles, withRole } from "../../app/_client/last-role.ts";
import { MAX_RECENTS, parseRecents, type Recent, withOpened, withSeen } from "../../app/_client/recents.ts";
import {
  belongs,
  compare,
  type Entry,
  entryOf,
  entryOfRecent,
  found,
  groupOf,
  type ListKey,
  peopleIn,
  placed,
} from "../../app/_home/entries.ts";
import { partsOf } from "../../app/_home/marks.ts";
import { all, extended, NOTHING, toggled, within } from "../../app/_home/selection.ts";
import { en } from "../../app/_words/en.ts";
import { home } from "../../app/_words/home.ts";
import { aDoc, aRecent, id } from "./home-support.ts";

const KEY: ListKey = { view: "recent", order: "edited", words: "" };
const row = (n: number, over: Parameters<typeof aDoc>[1] = {}): Entry => entryOf(aDoc(n, over));
const ids = (entries: readonly Entry[] | undefined) => entries?.map((entry) => entry.id);

describe("what this browser remembers", () => {
  it("puts an opened document first and keeps its title", () => {
    const list = withOpened([aRecent(1, 30), aRecent(2, 20)], id(2), 40);
    expect(list).toEqual([aRecent(2, 40), aRecent(1, 30)]);
    expect(withOpened([], id(3), 5)).toEqual([{ id: id(3), title: "", at: 5 }]);
  });

  it("is bounded: the oldest leaves", () => {
    let list: readonly Recent[] = [];
    for (let n = 0; n < MAX_RECENTS + 50; n++) list = withOpened(list, id(n), n);
    expect(list).toHaveLength(MAX_RECENTS);
    expect(list[0]?.id).toBe(id(MAX_RECENTS + 49));
    expect(list.at(-1)?.id).toBe(id(50));
  });

  it("takes titles in without moving anything, and is the same list when nothing is new", () => {
    const list = [aRecent(1, 30), aRecent(2, 20)];
    expect(withSeen(list, [{ id: id(2), title: "New", excerpt: "First line" }])).toEqual([
      aRecent(1, 30),
      { ...aRecent(2, 20, "New"), excerpt: "First line" },
    ]);
    expect(withSeen(list, [{ id: id(1), title: "Title 1" }])).toBe(list);
    expect(withSeen(list, [{ id: id(9), title: "Unknown" }])).toBe(list);
    // A page that is left tells of its first line alone, and of none where it showed no text.
    expect(withSeen(list, [{ id: id(1), excerpt: "a".repeat(1_000) }])[0]).toEqual({
      ...aRecent(1, 30),
      excerpt: "a".repeat(300),
    });
    expect(withSeen(list, [{ id: id(1), excerpt: undefined }])).toBe(list);
  });

  it("knows of what could only be read, until one may write in it", () => {
    const one = withRole([], id(1), "view");
    const two = withRole(one, id(2), "comment");
    expect(two).toEqual([
      [id(2), "comment"],
      [id(1), "view"],
    ]);
    expect(parseRoles(JSON.stringify(two))).toEqual(two);
    expect(withRole(two, id(2), "edit")).toEqual(one);
    for (const [which, role] of [
      [2, "comment"],
      [9, "own"],
    ] as const)
      expect(withRole(two, id(which), role)).toBe(two);
    let many = two;
    for (let n = 0; n < MAX_ROLES + 5; n++) many = withRole(many, id(n), "view");
    expect(many).toHaveLength(MAX_ROLES);
    expect(many[0]).toEqual([id(MAX_ROLES + 4), "view"]);
    for (const text of [null, "", "{}", "[1]", '[["short","view"]]', JSON.stringify([[id(1), "own"]])])
      expect(parseRoles(text)).toEqual([]);
  });

  it("reads anything that stands in the storage", () => {
    for (const text of [null, "", "nonsense", "{}", "null", "[null, 1, {}]", '[{"id":"short","at":1}]']) {
      expect(parseRecents(text)).toEqual([]);
    }
    const kept = JSON.stringify([
      { id: id(1), title: "A", at: 1 },
      { id: id(2), title: 7, at: 2, excerpt: null, more: true },
      { id: id(1), title: "again", at: 9 },
      { id: id(3), title: "no time", at: "x" },
    ]);
    expect(parseRecents(kept)).toEqual([
      { id: id(2), title: "", at: 2 },
      { id: id(1), title: "A", at: 1 },
    ]);
  });
});

describe("a row", () => {
  it("believes the server's title, but not its ignorance", () => {
    const unread = aDoc(1, { title: "", excerpt: "", words: 0 });
    const untitled = aDoc(2, { title: "", excerpt: "Text without a title", words: 4 });
    expect(entryOf(unread, aRecent(1, 30)).title).toBe("Title 1");
    expect(entryOf(untitled, aRecent(2, 20)).title).toBe("");
  });

  it("says the later of opened and edited; in the trash, since when", () => {
    expect(row(1, { editedAt: 5, openedAt: 9 }).at).toBe(9);
    expect(row(1, { editedAt: 12, openedAt: 9 }).at).toBe(12);
    expect(row(1, { editedAt: 12, trashedAt: 3 }).at).toBe(3);
  });

  it("belongs to the lists that its state says", () => {
    const lists = (entry: Entry) =>
      (["recent", "mine", "shared", "trash"] as const).filter((view) => belongs(entry, view));
    expect(lists(row(1, { role: "own" }))).toEqual(["recent", "mine"]);
    expect(lists(row(1, { role: "view" }))).toEqual(["recent", "shared"]);
    expect(lists(row(1, { role: "own", trashedAt: 4 }))).toEqual(["trash"]);
    expect(lists(entryOfRecent(aRecent(1, 2)))).toEqual(["recent"]);
  });
});

describe("the order", () => {
  const three = [row(1, { editedAt: 30, title: "b" }), row(2, { editedAt: 20, title: "C" })];

  it("is that of the server: starred first, but in the trash", () => {
    const starred = row(3, { editedAt: 1, starred: true, title: "a" });
    expect(ids([...three, starred].sort(compare(KEY)))).toEqual([id(3), id(1), id(2)]);
    const trash = compare({ view: "trash", order: "edited" });
    expect(ids([starred, ...three].sort(trash))).toEqual([id(1), id(2), id(3)]);
  });

  it("has a place for one that appears, or leaves it to a later page", () => {
    expect(ids(placed(three, row(4, { editedAt: 25 }), KEY, true))).toEqual([id(1), id(4), id(2)]);
    expect(ids(placed(three, row(4, { editedAt: 5 }), KEY, false))).toEqual([id(1), id(2), id(4)]);
    expect(placed(three, row(4, { editedAt: 5 }), KEY, true)).toBeUndefined();
  });

  it("hangs a word in the margin for each kind", () => {
    const now = new Date(2026, 5, 10, 12).getTime();
    const entry = row(1, { editedAt: now, createdAt: now - 86_400_000, title: "„älteste“" });
    expect(groupOf(entry, KEY, now)).toBe("Today");
    expect(groupOf(entry, { ...KEY, order: "created" }, now)).toBe("Yesterday");
    expect(groupOf(entry, { ...KEY, order: "title" }, now)).toBe("Ä");
    expect(groupOf(row(1, { title: "" }), { ...KEY, order: "title" }, now)).toBe(home.noLetter);
    expect(groupOf({ ...entry, starred: true }, KEY, now)).toBe(home.starred);
    expect(groupOf(entry, { ...KEY, words: "x" }, now)).toBe(home.results);
  });
});

describe("without the server", () => {
  it("rows are found by words of title and first line, whatever the case and the accents", () => {
    const rows = [
      entryOfRecent({ ...aRecent(1, 3, "Übersicht über Westen"), excerpt: "Stand der Zählung" }),
      entryOfRecent(aRecent(2, 2, "Minutes")),
    ];
    const hits = (query: string) => ids(found(rows, query));
    expect(hits("uber")).toEqual([id(1)]);
    expect(hits("  WESTEN   zahlung ")).toEqual([id(1)]);
    expect(hits("westen minutes")).toEqual([]);
    expect(hits("")).toEqual([id(1), id(2)]);
  });
});

describe("people", () => {
  it("are counted once each", () => {
    const mina = { name: "Mina", hue: 1 };
    const rows = [row(1, { people: [mina, { name: "Tomas", hue: 2 }] }), row(2, { people: [mina] })];
    expect(peopleIn(rows)).toBe(2);
  });

  it("are named in a sentence", () => {
    expect(en.people.hereNow(["Mina"])).toBe("Here now: Mina");
    expect(en.people.hereNow(["Mina", "Tomas"])).toBe("Here now: Mina and Tomas");
    expect(en.people.hereNow(["Mina", "Tomas", "Priya", "Jonas", "Hana"])).toBe(
      "Here now: Mina, Tomas, Priya and 2 more",
    );
  });
});

describe("the marks of a hit", () => {
  const marked = (line: string, question: string) =>
    partsOf(line, question)
      .map(({ text, hit }) => (hit ? `[${text}]` : text))
      .join("");

  it.each([
    ["The ferry, the Ferryman", "ferry", "The [ferry], the [Ferry]man"],
    ["Der Zug läuft ein", "lauft", "Der Zug [läuft] ein"],
    ["Der Zug la\u0308uft ein", "läu", "Der Zug [la\u0308u]ft ein"],
    ["butterfly", "fly", "butterfly"],
    ["東京都の天気は晴れ", "天気", "東京都の[天気]は晴れ"],
    ["one two one", "two one", "[one] [two] [one]"],
    ["a+b (c)", "b c", "a+[b] ([c])"],
    ["ﬁnd it 👩‍👩‍👧 here", "find here", "[ﬁnd] it 👩‍👩‍👧 [here]"],
    ["nothing", "", "nothing"],
    ["", "x", ""],
  ])("%s, asked for %s", (line, question, shown) => {
    expect(marked(line, question)).toBe(shown);
  });
});

describe("selecting", () => {
  const order = [1, 2, 3, 4, 5].map(id);
  const chosen = (selection: typeof NOTHING) => order.filter((one) => selection.ids.has(one));

  it("adds and takes one by one, and ends with the last", () => {
    const one = toggled(NOTHING, id(2));
    expect(chosen(toggled(one, id(4)))).toEqual([id(2), id(4)]);
    expect(toggled(one, id(2))).toBe(NOTHING);
  });

  it("reaches from the last one to here, in both directions", () => {
    const from = toggled(toggled(NOTHING, id(1)), id(4));
    expect(chosen(extended(from, id(2), order))).toEqual([id(1), id(2), id(3), id(4)]);
    expect(chosen(extended(NOTHING, id(3), order))).toEqual([id(3)]);
  });

  it("takes all, and loses what left the list", () => {
    expect(chosen(all(order))).toEqual(order);
    expect(chosen(within(all(order), [id(2), id(9)]))).toEqual([id(2)]);
    expect(within(all(order), [])).toBe(NOTHING);
    const some = all(order);
    expect(within(some, order)).toBe(some);
  });
});
