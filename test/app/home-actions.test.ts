// What is done with documents from their rows, when the server takes it, refuses it, or takes some of it.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ApiError } from "../../app/_client/request.ts";
import { type Actions, type ActionsEnv, createActions } from "../../app/_home/actions.ts";
import { createDocList, type DocList } from "../../app/_home/doc-list.ts";
import { currentToasts, dismiss } from "../../app/_ui/toast-store.ts";
import { home } from "../../app/_words/home.ts";
import type { DocSummary } from "../../lib/api.ts";
import type { DocId } from "../../lib/names.ts";
import { settle } from "../client/feed-support.ts";
import { HandClock } from "../client/support.ts";
import { aDoc, id } from "./home-support.ts";

let docs: DocSummary[];
let refused: Set<DocId>;
let asked: string[];
let atOnce: number;
let most: number;
let list: DocList;
let actions: Actions;
let forgotten: DocId[];
let told: DocSummary[];

const titles = () => list.state.entries.map((entry) => entry.title);
const entries = (...numbers: number[]) =>
  numbers.map((n) => {
    const entry = list.entry(id(n));
    if (entry === undefined) throw new Error("no such row");
    return entry;
  });
const said = () => currentToasts().map(({ text, detail }) => [text, detail]);

beforeEach(async () => {
  docs = Array.from({ length: 12 }, (_, n) => aDoc(n, { editedAt: 100 - n, openedAt: 1, title: `T${n}` }));
  refused = new Set();
  [asked, forgotten, told] = [[], [], []];
  [atOnce, most] = [0, 0];
  const verb =
    (name: string, change: (doc: DocSummary) => DocSummary) =>
    async (one: DocId): Promise<void> => {
      asked.push(`${name} ${docs.findIndex((doc) => doc.id === one)}`);
      most = Math.max(most, ++atOnce);
      await settle();
      atOnce--;
      if (refused.has(one)) throw new ApiError("forbidden", "You may not.");
      docs = docs.map((doc) => (doc.id === one ? change(doc) : doc));
    };
  const api: ActionsEnv["api"] = {
    rename: (one, title) => verb("rename", (doc) => ({ ...doc, title }))(one),
    duplicate: async () => aDoc(50, { title: "T0 (copy)", editedAt: 200, openedAt: 1 }),
    star: verb("star", (doc) => ({ ...doc, starred: true })),
    unstar: verb("unstar", (doc) => ({ ...doc, starred: false })),
    trash: verb("trash", (doc) => ({ ...doc, trashedAt: 5 })),
    restore: verb("restore", ({ trashedAt: _, ...doc }) => doc),
    deleteForEver: verb("delete", (doc) => doc),
    leaveList: verb("leave", (doc) => doc),
    noteOpenedThere: verb("open", (doc) => doc),
    fetchDocs: async (ids) => docs.filter((doc) => ids.includes(doc.id)),
  };
  list = createDocList(
    {
      list: async () => ({ docs: docs.filter((doc) => doc.trashedAt === undefined) }),
      byIds: async () => [],
      recents: () => [],
      seen: () => {},
      clock: new HandClock(),
    },
    { view: "recent", order: "edited", words: "" },
  );
  actions = createActions({
    list,
    api,
    forget: (one) => forgotten.push(one),
    dropCopy: async () => {},
    tellDoc: (doc) => told.push(doc),
    tellGone: () => {},
    open: () => {},
  });
  list.load();
  await settle();
});

afterEach(() => {
  for (const { id: toast } of currentToasts()) dismiss(toast);
});

describe("moving to the trash", () => {
  it("is seen at once, asks for a few at a time, and is undone as a whole", async () => {
    const work = actions.trash(entries(0, 1, 2, 3, 4, 5, 6, 7));
    expect(titles()).toEqual(["T8", "T9", "T10", "T11"]);
    await work;
    expect(most).toBe(4);
    expect(said()).toEqual([[home.trashed("T0", 8), home.trashedDetailMany]]);
    expect(forgotten).toHaveLength(8);
    currentToasts()[0]?.action?.run();
    expect(titles()).toHaveLength(12);
    await settle();
    await settle();
    await settle();
    expect(docs.every((doc) => doc.trashedAt === undefined)).toBe(true);
    expect(titles()[0]).toBe("T0");
  });

  it("brings back what the server refused, says how much was done, and undoes only that", async () => {
    refused.add(id(1));
    await actions.trash(entries(0, 1, 2));
    expect(titles().slice(0, 2)).toEqual(["T1", "T3"]);
    expect(said()).toEqual([
      [home.failed.trash, `${home.someOnly(2, 3)}. You may not.`],
      [home.trashed("T0", 2), home.trashedDetailMany],
    ]);
    asked = [];
    currentToasts()[1]?.action?.run();
    await settle();
    await settle();
    expect(asked).toEqual(["restore 0", "restore 2"]);
  });
});

describe("a new title", () => {
  it("goes back to the old one when the server refuses it", async () => {
    refused.add(id(2));
    const work = actions.rename(entries(2)[0] as never, "  New \n title ");
    expect(titles()[2]).toBe("New title");
    await work;
    expect(titles()[2]).toBe("T2");
    expect(said()).toEqual([[home.failed.rename, "You may not."]]);
  });

  it("that is the old one is no work for anybody", async () => {
    await actions.rename(entries(2)[0] as never, " T2 ");
    expect(asked).toEqual([]);
  });
});

describe("stars", () => {
  it("are set where there is none, and told to the other tabs", async () => {
    await actions.star(entries(3), true);
    asked = [];
    await actions.star(entries(3, 4), true);
    expect(asked).toEqual(["star 4"]);
    expect(titles().slice(0, 2)).toEqual(["T3", "T4"]);
    expect(told.map((doc) => [doc.title, doc.starred])).toEqual([
      ["T3", true],
      ["T4", true],
    ]);
  });
});

describe("a copy", () => {
  it("stands in the list at once", async () => {
    await actions.duplicate(entries(0)[0] as never);
    expect(titles()[0]).toBe("T0 (copy)");
  });
});
