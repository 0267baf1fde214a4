// The list of recent documents: what is remembered, its bound, and its marriage with the server's answer.

import { describe, expect, it } from "vitest";
import {
  MAX_RECENTS,
  parseRecents,
  type Recent,
  withBack,
  withOpened,
  withSeen,
} from "../../app/_client/recents.ts";
import { type Answer, entriesOf, found, NO_ANSWER, peopleIn } from "../../app/_home/entries.ts";
import { en } from "../../app/_words/en.ts";
import type { DocSummary } from "../../lib/api.ts";
import { type DocId, parseDocId } from "../../lib/names.ts";

function id(n: number): DocId {
  const parsed = parseDocId(`abcdefghijklmnopq${String(n).padStart(4, "0")}`);
  if (parsed === undefined) throw new Error("not an id");
  return parsed;
}

const recent = (n: number, at: number, title = `Title ${n}`): Recent => ({ id: id(n), title, at });
const doc = (n: number, over: Partial<DocSummary> = {}): DocSummary => ({
  id: id(n),
  title: `Title ${n}`,
  excerpt: "",
  words: 1,
  createdAt: 0,
  editedAt: 0,
  people: [],
  role: "edit",
  locked: false,
  starred: false,
  ...over,
});
const answer = (
  docs: readonly DocSummary[],
  asked: readonly DocId[] = docs.map((one) => one.id),
): Answer => ({
  asked: new Set(asked),
  docs: new Map(docs.map((one) => [one.id, one])),
  settled: new Map(docs.map((one) => [one.id, one.editedAt])),
});

describe("what this browser remembers", () => {
  it("puts an opened document first and keeps its title", () => {
    const list = withOpened([recent(1, 30), recent(2, 20)], id(2), 40);
    expect(list).toEqual([recent(2, 40), recent(1, 30)]);
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
    const list = [recent(1, 30), recent(2, 20)];
    expect(withSeen(list, [{ id: id(2), title: "New", excerpt: "First line" }])).toEqual([
      recent(1, 30),
      { ...recent(2, 20, "New"), excerpt: "First line" },
    ]);
    expect(withSeen(list, [{ id: id(1), title: "Title 1" }])).toBe(list);
    expect(withSeen(list, [{ id: id(9), title: "Unknown" }])).toBe(list);
  });

  it("puts a forgotten document back where it stood", () => {
    const list = [recent(1, 30), recent(2, 20), recent(3, 10)];
    expect(withBack([recent(1, 30), recent(3, 10)], recent(2, 20))).toEqual(list);
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

describe("the rows", () => {
  it("stand without the server as they were remembered", () => {
    expect(entriesOf([recent(1, 30)], NO_ANSWER)).toEqual([
      { id: id(1), title: "Title 1", excerpt: "", people: [], at: 30, order: 30, gone: false },
    ]);
  });

  it("believe the server's title, but not its ignorance", () => {
    const list = [recent(1, 30), recent(2, 20)];
    const unread = doc(1, { title: "", excerpt: "", words: 0 });
    const untitled = doc(2, { title: "", excerpt: "Text without a title", words: 4 });
    const rows = entriesOf(list, answer([unread, untitled]));
    expect(rows.map((row) => row.title)).toEqual(["Title 1", ""]);
  });

  it("come by the later of opened and edited, and stay while somebody looks", () => {
    const list = [recent(1, 30), recent(2, 20)];
    const first = answer([doc(1), doc(2, { editedAt: 25 })]);
    const later: Answer = { ...first, docs: answer([doc(1), doc(2, { editedAt: 99 })]).docs };
    expect(entriesOf(list, first).map((row) => row.at)).toEqual([30, 25]);
    expect(entriesOf(list, later).map((row) => [row.id, row.at])).toEqual([
      [id(1), 30],
      [id(2), 99],
    ]);
    const settled = answer([doc(1), doc(2, { editedAt: 99 })]);
    expect(entriesOf(list, settled).map((row) => row.id)).toEqual([id(2), id(1)]);
  });

  it("know what is gone from what was not asked", () => {
    const list = [recent(1, 30), recent(2, 20), recent(3, 10)];
    const rows = entriesOf(list, answer([doc(1)], [id(1), id(2)]));
    expect(rows.map((row) => row.gone)).toEqual([false, true, false]);
  });

  it("are found by words of title and first line, whatever the case and the accents", () => {
    const rows = entriesOf(
      [{ ...recent(1, 3, "Übersicht über Westen"), excerpt: "Stand der Zählung" }, recent(2, 2, "Minutes")],
      NO_ANSWER,
    );
    const hits = (query: string) => found(rows, query).map((row) => row.id);
    expect(hits("uber")).toEqual([id(1)]);
    expect(hits("  WESTEN   zahlung ")).toEqual([id(1)]);
    expect(hits("westen minutes")).toEqual([]);
    expect(hits("")).toEqual([id(1), id(2)]);
  });

  it("show nobody while the server does not answer", () => {
    const docs = [doc(1, { people: [{ name: "Mina", hue: 1 }] })];
    expect(entriesOf([recent(1, 2)], answer(docs), false)[0]?.people).toEqual([]);
  });

  it("count each person once", () => {
    const mina = { name: "Mina", hue: 1 };
    const list = [recent(1, 2), recent(2, 1)];
    const docs = [doc(1, { people: [mina, { name: "Tomas", hue: 2 }] }), doc(2, { people: [mina] })];
    expect(peopleIn(entriesOf(list, answer(docs)))).toBe(2);
  });

  it("say who is here in a sentence", () => {
    expect(en.people.hereNow(["Mina"])).toBe("Here now: Mina");
    expect(en.people.hereNow(["Mina", "Tomas"])).toBe("Here now: Mina and Tomas");
    expect(en.people.hereNow(["Mina", "Tomas", "Priya", "Jonas", "Hana"])).toBe(
      "Here now: Mina, Tomas, Priya and 2 more",
    );
  });
});
