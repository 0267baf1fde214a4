// The list of the home page against a server in the hand: pages, news, searches, what is done before the
// server has it, and what is shown while it does not answer.

import { beforeEach, describe, expect, it } from "vitest";
import type { ListQuestion } from "../../app/_client/documents-api.ts";
import type { Recent } from "../../app/_client/recents.ts";
import { ApiError } from "../../app/_client/request.ts";
import {
  createDocList,
  type DocList,
  FIRST_PAGE,
  NEXT_PAGE,
  PATIENCE_MS,
  RETRY_MS,
  SEARCH_AGAIN_MS,
  TYPING_MS,
} from "../../app/_home/doc-list.ts";
import type { ListKey } from "../../app/_home/entries.ts";
import type { DocPage, DocSummary } from "../../lib/api.ts";
import type { DocId } from "../../lib/names.ts";
import { settle } from "../client/feed-support.ts";
import { HandClock } from "../client/support.ts";
import { aDoc, aRecent, id } from "./home-support.ts";

const RECENT: ListKey = { view: "recent", order: "edited", words: "" };

/** Pages like the server: by place, newest first. Answers when it is told to. */
class Server {
  docs: DocSummary[] = [];
  asked: ListQuestion[] = [];
  down = false;
  slow = false;
  private waiting: (() => void)[] = [];

  list = async (question: ListQuestion, signal: AbortSignal): Promise<DocPage> => {
    this.asked.push(question);
    const from = Number(question.cursor ?? 0);
    const limit = question.limit ?? 50;
    // What it knew when it was asked.
    const all = this.docs
      .filter((doc) => doc.openedAt !== undefined)
      .filter((doc) => (question.view === "trash") === (doc.trashedAt !== undefined))
      .filter((doc) => (question.words ?? "") === "" || doc.title.includes(question.words ?? ""))
      .sort((a, b) => b.editedAt - a.editedAt);
    if (this.slow) {
      await new Promise<void>((resolve, reject) => {
        this.waiting.push(resolve);
        signal.addEventListener("abort", () => reject(signal.reason));
      });
    }
    if (this.down) throw new ApiError("unreachable", "away");
    return {
      docs: all.slice(from, from + limit),
      next: from + limit < all.length ? String(from + limit) : undefined,
    };
  };
  byIds = async (ids: readonly DocId[]) => this.docs.filter((doc) => ids.includes(doc.id));
  answer(): void {
    for (const go of this.waiting.splice(0)) go();
  }
  edit(n: number, over: Partial<DocSummary>): DocSummary {
    const doc = { ...(this.docs.find((one) => one.id === id(n)) ?? aDoc(n)), ...over };
    this.docs = [...this.docs.filter((one) => one.id !== doc.id), doc];
    return doc;
  }
  remove(n: number): void {
    this.docs = this.docs.filter((one) => one.id !== id(n));
  }
}

let server: Server;
let clock: HandClock;
let recents: Recent[];
let list: DocList;

const titles = () => list.state.entries.map((entry) => entry.title);
const open = async (key = RECENT) => {
  list = createDocList(
    { list: server.list, byIds: server.byIds, recents: () => recents, seen: () => {}, clock },
    key,
  );
  list.load();
  await settle();
};

beforeEach(() => {
  server = new Server();
  clock = new HandClock();
  recents = [];
  for (let n = 1; n <= 3; n++) server.edit(n, { editedAt: n * 10, openedAt: 1 });
});

describe("the list", () => {
  it("comes page by page, each document once", async () => {
    for (let n = 1; n <= 400; n++) server.edit(n, { editedAt: n, openedAt: 1 });
    await open();
    expect(list.state.entries).toHaveLength(FIRST_PAGE);
    await Promise.all([list.more(), list.more()]);
    expect(list.state.entries).toHaveLength(FIRST_PAGE + NEXT_PAGE);
    while (list.state.more) await list.more();
    expect(new Set(titles()).size).toBe(400);
    expect(titles()[0]).toBe("Title 400");
    expect(titles().at(-1)).toBe("Title 1");
  });

  it("goes on at its end, though it was just read anew when somebody came there", async () => {
    for (let n = 1; n <= 120; n++) server.edit(n, { editedAt: n, openedAt: 1 });
    await open();
    server.slow = true;
    void list.refresh(true);
    void list.more();
    server.slow = false;
    server.answer();
    await settle();
    expect(list.state.entries).toHaveLength(120);
  });

  it("goes on where its end came near while it was read once more", async () => {
    for (let n = 1; n <= 400; n++) server.edit(n, { editedAt: n, openedAt: 1 });
    await open();
    server.slow = true;
    void list.refresh();
    // Asked once: the end that is in sight already comes no nearer.
    await list.more();
    server.slow = false;
    server.answer();
    await settle();
    expect(list.state.entries).toHaveLength(FIRST_PAGE + NEXT_PAGE);
    await settle();
    expect(list.state.entries).toHaveLength(FIRST_PAGE + NEXT_PAGE);
  });

  it("loses no document when others leave between two pages", async () => {
    for (let n = 1; n <= 200; n++) server.edit(n, { editedAt: n, openedAt: 1 });
    await open();
    for (let n = 200; n > 190; n--) {
      const doc = server.edit(n, { trashedAt: 5 });
      list.hear({ kind: "doc", doc });
    }
    while (list.state.more) await list.more();
    expect(new Set(titles()).size).toBe(190);
    expect(titles().at(-1)).toBe("Title 1");
  });

  it("brings what is remembered here and listed nowhere, at its place", async () => {
    recents = [aRecent(9, 25), aRecent(8, 5)];
    server.docs.push(aDoc(9, { role: "edit" }));
    // What was opened elsewhere is further down on the server's list; what is gone does not come.
    await open();
    expect(titles()).toEqual(["Title 3", "Title 9", "Title 2", "Title 1"]);
  });
});

describe("news", () => {
  it("of a document that appears puts it where it belongs; of one that goes takes it away", async () => {
    await open();
    list.hear({ kind: "doc", doc: server.edit(4, { editedAt: 99, openedAt: 1, title: "New" }) });
    expect(titles()).toEqual(["New", "Title 3", "Title 2", "Title 1"]);
    list.hear({ kind: "doc", doc: server.edit(4, { trashedAt: 100 }) });
    list.hear({ kind: "gone", id: id(2) });
    expect(titles()).toEqual(["Title 3", "Title 1"]);
  });

  it("of an edit changes the row in place; it moves when the list is asked for anew", async () => {
    await open();
    list.hear({ kind: "doc", doc: server.edit(1, { editedAt: 99, title: "Renamed" }) });
    expect(titles()).toEqual(["Title 3", "Title 2", "Renamed"]);
    expect(list.state.entries[2]).toMatchObject({ at: 99, order: 10 });
    await list.refresh();
    expect(titles()).toEqual(["Title 3", "Title 2", "Renamed"]);
    await list.refresh(true);
    expect(titles()).toEqual(["Renamed", "Title 3", "Title 2"]);
  });

  it("that says nothing new draws nothing anew", async () => {
    await open();
    const before = list.state.entries;
    let told = 0;
    list.subscribe(() => told++);
    for (const doc of server.docs) list.hear({ kind: "doc", doc });
    expect(told).toBe(0);
    await list.refresh();
    expect(list.state.entries).toEqual(before);
    for (const [at, entry] of list.state.entries.entries()) expect(entry).toBe(before[at]);
  });

  it("that something was missed reads everything again that is shown, and finds what went and came", async () => {
    for (let n = 1; n <= 120; n++) server.edit(n, { editedAt: n, openedAt: 1 });
    await open();
    await list.more();
    server.remove(120);
    server.remove(3);
    server.edit(200, { editedAt: 300, openedAt: 1 });
    list.hear({ kind: "anew" });
    await settle();
    expect(list.state.entries).toHaveLength(119);
    expect(titles()[0]).toBe("Title 200");
    expect(titles()).not.toContain("Title 3");
  });

  it("that comes while an older answer is on its way is not overwritten by it", async () => {
    await open();
    server.slow = true;
    void list.refresh();
    list.hear({ kind: "doc", doc: server.edit(2, { title: "Newer" }) });
    list.hear({ kind: "doc", doc: server.edit(5, { editedAt: 90, openedAt: 1, title: "Newest" }) });
    list.hear({ kind: "gone", id: id(1) });
    server.answer();
    await settle();
    expect(titles()).toEqual(["Newest", "Title 3", "Newer"]);
  });

  it("that something may have been missed counts for an answer that is on its way too", async () => {
    server.slow = true;
    await open();
    server.edit(9, { editedAt: 99, openedAt: 1 });
    list.hear({ kind: "anew" });
    server.slow = false;
    server.answer();
    await settle();
    expect(titles()).toEqual(["Title 9", "Title 3", "Title 2", "Title 1"]);
  });

  it("of a document further down does not tear it out of its page", async () => {
    for (let n = 1; n <= 100; n++) server.edit(n, { editedAt: n, openedAt: 1 });
    await open({ ...RECENT, order: "created" });
    const before = titles();
    list.hear({ kind: "doc", doc: server.edit(2, { createdAt: -5, title: "Far below" }) });
    expect(titles()).toEqual(before);
  });
});

describe("a search", () => {
  it("waits for a pause in typing, and only the last words are answered", async () => {
    await open();
    server.slow = true;
    for (const words of ["T", "Ti", "Title 2"]) {
      list.ask({ ...RECENT, words });
      clock.turn(TYPING_MS - 1);
    }
    expect(server.asked.filter((one) => one.words !== "")).toHaveLength(0);
    clock.turn(1);
    list.ask({ ...RECENT, words: "Title 3" });
    clock.turn(TYPING_MS);
    server.answer();
    await settle();
    expect(server.asked.map((one) => one.words)).toEqual(["", "Title 2", "Title 3"]);
    expect(titles()).toEqual(["Title 3"]);
    expect(list.state.shown.words).toBe("Title 3");
  });

  it("keeps the old rows until the answer is there", async () => {
    await open();
    server.slow = true;
    list.ask({ ...RECENT, words: "2" });
    clock.turn(TYPING_MS);
    expect(titles()).toHaveLength(3);
    expect(list.state.shown.words).toBe("");
    server.answer();
    await settle();
    expect(titles()).toEqual(["Title 2"]);
  });

  it("is asked again when texts change: a hit may come or go", async () => {
    await open({ ...RECENT, words: "late" });
    expect(titles()).toEqual([]);
    list.hear({ kind: "doc", doc: server.edit(2, { title: "A late word" }) });
    clock.turn(SEARCH_AGAIN_MS);
    await settle();
    expect(titles()).toEqual(["A late word"]);
  });
});

describe("what is done", () => {
  it("is seen at once, and comes back when the server refuses", async () => {
    await open();
    const back = list.hide([id(2)]);
    expect(titles()).toEqual(["Title 3", "Title 1"]);
    // Somebody types in it meanwhile.
    list.hear({ kind: "doc", doc: server.edit(2, { editedAt: 21 }) });
    await list.refresh();
    expect(titles()).toEqual(["Title 3", "Title 1"]);
    back();
    expect(titles()).toEqual(["Title 3", "Title 2", "Title 1"]);
  });

  it("a new title stays over old news until the server has it", async () => {
    await open();
    const end = list.change(id(2), { title: "Mine" });
    list.hear({ kind: "doc", doc: server.edit(2, { people: [{ name: "Mina", hue: 1 }] }) });
    expect(titles()).toEqual(["Title 3", "Mine", "Title 1"]);
    end(true);
    expect(titles()).toEqual(["Title 3", "Mine", "Title 1"]);
    const refused = list.change(id(2), { title: "Not mine" });
    expect(titles()[1]).toBe("Not mine");
    refused(false);
    expect(titles()[1]).toBe("Mine");
  });

  it("a star lifts its row, and lets it down again", async () => {
    await open();
    list.change(id(1), { starred: true })(true);
    expect(titles()).toEqual(["Title 1", "Title 3", "Title 2"]);
    list.change(id(1), { starred: false })(true);
    expect(titles()).toEqual(["Title 3", "Title 2", "Title 1"]);
  });
});

describe("while the server does not answer", () => {
  it("shows what the browser remembers, finds in it, and takes the list as soon as it can", async () => {
    server.down = true;
    recents = [aRecent(7, 50, "Remembered"), aRecent(6, 40, "Another")];
    await open();
    expect(list.state).toMatchObject({ phase: "known", problem: { code: "unreachable" } });
    expect(titles()).toEqual(["Remembered", "Another"]);
    list.ask({ ...RECENT, words: "anoth" });
    expect(titles()).toEqual(["Another"]);
    server.down = false;
    list.ask(RECENT);
    await settle();
    expect(titles()).toEqual(["Title 3", "Title 2", "Title 1"]);
    expect(list.state).toMatchObject({ phase: "ready", problem: undefined });
  });

  it("does not let anybody wait for a slow one", async () => {
    server.slow = true;
    recents = [aRecent(7, 50, "Remembered")];
    await open();
    expect(list.state.phase).toBe("loading");
    clock.turn(PATIENCE_MS);
    expect(titles()).toEqual(["Remembered"]);
    server.answer();
    await settle();
    expect(titles()).toEqual(["Title 3", "Title 2", "Title 1"]);
  });

  it("keeps the rows that it has, and asks again by itself", async () => {
    await open();
    server.down = true;
    list.hear({ kind: "anew" });
    await settle();
    expect(titles()).toEqual(["Title 3", "Title 2", "Title 1"]);
    expect(list.state.problem?.offline).toBe(true);
    server.down = false;
    server.edit(1, { title: "Changed meanwhile" });
    clock.turn(RETRY_MS);
    await settle();
    expect(titles()).toEqual(["Title 3", "Title 2", "Changed meanwhile"]);
    expect(list.state.problem).toBeUndefined();
  });

  it("knows the documents of lists that were seen before", async () => {
    await open();
    server.down = true;
    list.ask({ ...RECENT, view: "mine" });
    await settle();
    expect(titles()).toEqual(["Title 3", "Title 2", "Title 1"]);
    list.ask({ ...RECENT, view: "trash" });
    await settle();
    expect(titles()).toEqual([]);
    expect(list.state.phase).toBe("known");
  });
});
