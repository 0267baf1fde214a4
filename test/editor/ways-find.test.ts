// @vitest-environment jsdom
// Find and replace: what is a hit, patterns that never end, text cut by marks, and others who type.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { findPlugin } from "../../app/_editor/find/extension.ts";
import { Finder } from "../../app/_editor/find/finder.ts";
import { type RegexRunner, regexRunner, type WorkerLike } from "../../app/_editor/find/run-regex.ts";
import { hitsIn, MAX_HITS, patternOf, type Query } from "../../app/_editor/find/search.ts";
import type { Ask } from "../../app/_editor/find/worker.ts";
import { copyOf, docOf, open, type Person, sync, type Tree } from "./support.ts";

const p = (...parts: Tree[]): Exclude<Tree, string> => ["paragraph", {}, ...parts];
const query = (text: string, more: Partial<Query> = {}): Query => ({
  text,
  matchCase: false,
  wholeWord: false,
  regex: false,
  ...more,
});

function found(text: string, asked: Query): string[] {
  const pattern = patternOf(asked);
  if (!pattern.ok) throw new Error(pattern.why);
  return (hitsIn([text], pattern).hits[0] ?? []).map(({ from, to }) => text.slice(from, to));
}

describe("a query", () => {
  it("is text, not a pattern", () => {
    expect(found("a.c abc a.c", query("a.c"))).toEqual(["a.c", "a.c"]);
    expect(found("(1+1) [x] {y} a|b ^$ \\ / -", query("(1+1) [x] {y} a|b ^$ \\ / -"))).toHaveLength(1);
  });

  it("minds capitals and whole words only when asked, in every alphabet", () => {
    expect(found("Über über", query("über"))).toEqual(["Über", "über"]);
    expect(found("Über über", query("über", { matchCase: true }))).toEqual(["über"]);
    expect(found("Boot Hausboot Boote боты бот", query("boot", { wholeWord: true }))).toEqual(["Boot"]);
    expect(found("боты бот", query("бот", { wholeWord: true }))).toEqual(["бот"]);
  });

  it("finds a space whichever kind it is", () => {
    expect(found("10\u00a0km and 10 km", query("10 km"))).toHaveLength(2);
  });

  it("keeps positions where small letters are longer than capitals", () => {
    const text = "İİİ dot";
    expect(found(text, query("dot"))).toEqual(["dot"]);
  });

  it("says why a pattern is none", () => {
    expect(patternOf(query("(", { regex: true }))).toMatchObject({ ok: false, why: "wrong" });
    expect(patternOf(query("x".repeat(501)))).toMatchObject({ ok: false, why: "too-long" });
    expect(patternOf(query(""))).toMatchObject({ ok: false, why: "empty" });
  });

  it("skips hits without letters, and stops counting at the limit", () => {
    expect(found("abc", query("x*", { regex: true }))).toEqual([]);
    const pattern = patternOf(query("a"));
    if (!pattern.ok) throw new Error("no pattern");
    const { hits, more } = hitsIn(["a".repeat(MAX_HITS), "aaa"], pattern);
    expect(hits.flat()).toHaveLength(MAX_HITS);
    expect(more).toBe(true);
  });
});

/** The worker, without a thread: answers in a later turn, or never. */
class Thread implements WorkerLike {
  static never = false;
  static started = 0;
  static ended = 0;
  onmessage: WorkerLike["onmessage"] = null;
  onerror: WorkerLike["onerror"] = null;
  constructor() {
    Thread.started += 1;
  }
  postMessage({ id, texts, source, flags, template }: Ask): void {
    if (Thread.never) return;
    queueMicrotask(() => {
      const data = { id, ...hitsIn(texts, { source, flags }, template) };
      this.onmessage?.(new MessageEvent("message", { data }));
    });
  }
  terminate(): void {
    Thread.ended += 1;
  }
}

describe("a pattern that takes too long", () => {
  beforeEach(() => {
    Thread.never = true;
    Thread.started = 0;
    Thread.ended = 0;
    vi.useFakeTimers();
  });
  afterEach(() => {
    Thread.never = false;
    vi.useRealTimers();
  });

  it("is ended with its worker, and the next one gets another", async () => {
    const runner = regexRunner(() => new Thread());
    const answer = runner.run({ texts: ["aaaa"], source: "(a+)+b", flags: "gu" });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await answer).toEqual({ state: "too-slow" });
    expect(Thread.ended).toBe(1);
    Thread.never = false;
    expect(await runner.run({ texts: ["ab"], source: "b", flags: "gu" })).toMatchObject({ state: "done" });
    expect(Thread.started).toBe(2);
  });

  it("is overtaken by the next question", async () => {
    const runner = regexRunner(() => new Thread());
    const first = runner.run({ texts: ["aaaa"], source: "(a+)+b", flags: "gu" });
    Thread.never = false;
    const second = runner.run({ texts: ["ab"], source: "b", flags: "gu" });
    expect(await first).toEqual({ state: "overtaken" });
    expect(await second).toMatchObject({ state: "done" });
  });

  it("a browser without workers says so", async () => {
    const runner = regexRunner(() => {
      throw new Error("no workers");
    });
    expect(await runner.run({ texts: ["a"], source: "a", flags: "gu" })).toEqual({ state: "not-here" });
  });
});

interface Seeker extends Person {
  readonly finder: Finder;
}

const finders: Finder[] = [];
afterEach(() => {
  for (const finder of finders.splice(0)) finder.destroy();
});

function seek(person: Person, runner?: RegexRunner): Seeker {
  const finder = new Finder(person.editor, runner ?? regexRunner(() => new Thread()));
  person.editor.registerPlugin(findPlugin(person.editor));
  person.editor.on("transaction", ({ transaction }) => {
    if (transaction.docChanged) finder.changed(transaction.before, transaction.doc);
  });
  finders.push(finder);
  finder.start();
  return { ...person, finder };
}

const paragraphs = ({ editor }: Person) => editor.state.doc.children.map((node) => node.textContent);
const selected = ({ editor: { state } }: Person) =>
  state.doc.textBetween(state.selection.from, state.selection.to);

describe("in a document", () => {
  it("counts, steps around the ends, and puts the selection on the hit", async () => {
    const ada = seek(open(docOf(p("one two"), p("two"), p("three two"))));
    await ada.finder.ask(query("two"), 0);
    expect(ada.finder.get()).toMatchObject({ count: 3, current: 0 });
    ada.finder.go(-1);
    expect(ada.finder.get().current).toBe(2);
    ada.finder.go(1);
    ada.finder.go(1);
    expect(ada.finder.get().current).toBe(1);
    ada.finder.selectCurrent();
    expect(selected(ada)).toBe("two");
    expect(ada.editor.state.selection.$from.index(0)).toBe(1);
  });

  it("finds and replaces text that marks cut into pieces, and the rest keeps its marks", async () => {
    const ada = seek(open());
    ada.editor.commands.setContent("<p>un<strong>bel</strong><em>iev</em>able things</p>");
    await ada.finder.ask(query("unbelievable"), 0);
    expect(ada.finder.get().count).toBe(1);
    expect(await ada.finder.replaceAll("plain")).toEqual({ replaced: 1, more: false });
    expect(ada.editor.getHTML()).toBe("<p>plain things</p>");

    ada.editor.commands.setContent("<p>a <strong>bold</strong> word</p>");
    await ada.finder.ask(query("bold"), 0);
    await ada.finder.replaceAll("brave");
    expect(ada.editor.getHTML()).toBe("<p>a <strong>brave</strong> word</p>");
  });

  it("replaces all as one undo step, apart from the typing before it", async () => {
    const ada = seek(open(docOf(p("cat cat"), p("cat"))));
    ada.editor.view.dispatch(ada.editor.state.tr.insertText("a ", 1));
    await ada.finder.ask(query("cat"), 0);
    expect(await ada.finder.replaceAll("dog")).toEqual({ replaced: 3, more: false });
    expect(paragraphs(ada)).toEqual(["a dog dog", "dog"]);
    ada.editor.commands.undo();
    expect(paragraphs(ada)).toEqual(["a cat cat", "cat"]);
    ada.editor.commands.redo();
    expect(paragraphs(ada)).toEqual(["a dog dog", "dog"]);
  });

  it("a replacement that holds the query is not replaced again", async () => {
    const ada = seek(open(docOf(p("a a a"))));
    await ada.finder.ask(query("a"), 0);
    await ada.finder.replaceAll("aa");
    expect(paragraphs(ada)).toEqual(["aa aa aa"]);
  });

  it("replaces one and goes on to the next", async () => {
    const ada = seek(open(docOf(p("x x x"))));
    await ada.finder.ask(query("x"), 0);
    ada.finder.go(1);
    await ada.finder.replaceOne("yyy");
    expect(paragraphs(ada)).toEqual(["x yyy x"]);
    expect(ada.finder.get()).toMatchObject({ count: 2, current: 1 });
  });

  it("patterns put groups in, and an empty replacement deletes", async () => {
    const ada = seek(open(docOf(p("2026-11-21 and 2025-01-02"))));
    await ada.finder.ask(query("(\\d+)-(?<month>\\d+)-(\\d+)", { regex: true }), 0);
    expect(ada.finder.get().count).toBe(2);
    await ada.finder.replaceAll("$3.$<month>.$1 $$ $9");
    expect(paragraphs(ada)).toEqual(["21.11.2026 $ $9 and 02.01.2025 $ $9"]);
    await ada.finder.ask(query(" \\$ \\$9", { regex: true }), 0);
    await ada.finder.replaceAll("");
    expect(paragraphs(ada)).toEqual(["21.11.2026 and 02.01.2025"]);
  });

  it("a hit never spans what is no text, so replacing deletes no line break", async () => {
    const ada = seek(open());
    ada.editor.commands.setContent("<p>one<br>two</p>");
    await ada.finder.ask(query("one.two", { regex: true }), 0);
    expect(ada.finder.get().count).toBe(0);
    await ada.finder.ask(query("^two$", { regex: true }), 0);
    expect(ada.finder.get().count).toBe(1);
  });

  it("stays on its hit while somebody else types above it, and counts what they write", async () => {
    const ada = seek(open(docOf(p("first"), p("needle"), p("needle"))));
    const ben = open(copyOf(ada.doc));
    await ada.finder.ask(query("needle"), 0);
    ada.finder.go(1);
    expect(ada.finder.get()).toMatchObject({ count: 2, current: 1 });
    ben.editor.commands.insertContentAt(1, "a needle before the ");
    sync(ben.doc, ada.doc);
    // At once, before it has searched anew: on the same words.
    ada.finder.selectCurrent();
    expect(selected(ada)).toBe("needle");
    expect(ada.editor.state.selection.$from.index(0)).toBe(2);
    await vi.waitFor(() => expect(ada.finder.get()).toMatchObject({ count: 3, current: 2 }));
  });

  it("a hit that somebody deletes is gone, and replacing does not touch what took its place", async () => {
    const ada = seek(open(docOf(p("needle"), p("hay"))));
    const ben = open(copyOf(ada.doc));
    await ada.finder.ask(query("needle"), 0);
    ben.editor.commands.deleteRange({ from: 1, to: 7 });
    sync(ben.doc, ada.doc);
    expect(await ada.finder.replaceOne("pin")).toBe(false);
    expect(paragraphs(ada)).toEqual(["", "hay"]);
  });

  it("what others change while the worker looks is not overwritten", async () => {
    const ada = seek(open(docOf(p("cat"), p("cat"))));
    const ben = open(copyOf(ada.doc));
    await ada.finder.ask(query("c(a)t", { regex: true }), 0);
    const done = ada.finder.replaceAll("d$1g");
    ben.editor.commands.insertContentAt(1, "my new ");
    sync(ben.doc, ada.doc);
    expect(await done).toEqual({ replaced: 2, more: false });
    expect(paragraphs(ada)).toEqual(["my new dag", "dag"]);
  });

  it("draws hits as decorations only, and none after it is closed", async () => {
    const ada = seek(open(docOf(p("two two"))));
    const before = ada.written.length;
    await ada.finder.ask(query("two"), 0);
    expect(ada.editor.view.dom.querySelectorAll(".find-hit")).toHaveLength(2);
    expect(ada.editor.view.dom.querySelectorAll(".find-current")).toHaveLength(1);
    ada.finder.stop();
    expect(ada.editor.view.dom.querySelectorAll(".find-hit")).toHaveLength(0);
    expect(ada.written.length).toBe(before);
  });
});
