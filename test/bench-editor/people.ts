// npm run bench:editor -- --people: a key in a long document, alone and while others write in it, through the built app:
// both processes, real sockets, a real Chromium. Beside it, in the same run and measured in the same way (keys.ts),
// editors that are not ours (bare.ts). Called by run.ts. The others are stock y-websocket clients in this process.

import { cpus, loadavg } from "node:os";
import type { Browser } from "playwright-core";
import * as Y from "yjs";
import { contentOf } from "../../lib/doc.ts";
import { launchBrowser } from "../support/browser.ts";
import { arrive } from "../support/person.ts";
import { join, type Writer } from "../support/server.ts";
import { startStack } from "../support/stack.ts";
import { openBarePage } from "./bare.ts";
import type { Bare } from "./bare-page.ts";
import { GOAL_MS, type KeyFigures, pressKeys } from "./keys.ts";

export interface PeopleOptions {
  readonly paragraphs: number;
  readonly people: number;
  readonly keys: number;
}

export interface Phase extends KeyFigures {
  readonly name: string;
  readonly ours: boolean;
  readonly remoteKeys: number;
}

const WORDS = "The ferry runs from May to September, and in June it is always";
const lineOf = (index: number) => `${WORDS} ${index}.`;
const linesOf = (count: number) => Array.from({ length: count }, (_, index) => lineOf(index));

/** What is no part of a phase: what the one before left to do, and what opening does at rest. */
const REST_MS = 1_500;
/** Keys before the first that counts: what is done once, and compiled late, is no part of a key. */
const WARM_UP = 60;

const BARE: readonly { readonly name: string; readonly kind: Bare; readonly whole: boolean }[] = [
  { name: "contenteditable, 1 paragraph", kind: "contenteditable", whole: false },
  { name: "contenteditable", kind: "contenteditable", whole: true },
  { name: "bare Tiptap", kind: "tiptap", whole: true },
];
/** How often each of the others types, in each phase. */
const PHASES = [
  { name: "ours, alone", everyMs: undefined },
  { name: "ours, others at 8 keys a second each", everyMs: 125 },
  { name: "ours, others at 40 keys a second each", everyMs: 25 },
] as const;

export async function measurePeople(options: PeopleOptions): Promise<Phase[]> {
  const browser = await launchBrowser();
  try {
    const phases: Phase[] = [];
    for (const { name, kind, whole } of BARE) {
      const page = await openBarePage(browser, kind, linesOf(whole ? options.paragraphs : 1));
      await page.waitForTimeout(REST_MS);
      await pressKeys(page, WARM_UP);
      phases.push({ name, ours: false, remoteKeys: 0, ...(await pressKeys(page, options.keys)) });
      await page.context().close();
    }
    return [...phases, ...(await measureOurs(browser, options))];
  } finally {
    await browser.close();
  }
}

async function measureOurs(browser: Browser, { paragraphs, people, keys }: PeopleOptions): Promise<Phase[]> {
  const stack = await startStack();
  const writers: Writer[] = [];
  try {
    const ada = await arrive(browser, "Ada");
    const room = await ada.createDocument(stack.url);
    await ada.letIn("edit");
    for (let one = 0; one < people; one++) writers.push(await join(stack.syncUrl, room));
    const [first] = writers;
    if (first === undefined) throw new Error("nobody to write beside");
    fill(first.doc, paragraphs);
    await ada.page.waitForFunction(
      (count) => (document.querySelector(".prose")?.childElementCount ?? 0) >= count,
      paragraphs,
    );
    await ada.caretAtEndOf(Math.floor(paragraphs / 2));
    await pressKeys(ada.page, WARM_UP);
    const phases: Phase[] = [];
    for (const { name, everyMs } of PHASES) {
      const typing = everyMs === undefined ? undefined : othersType(writers, paragraphs, everyMs);
      await ada.page.waitForTimeout(REST_MS);
      const figures = await pressKeys(ada.page, keys);
      const remoteKeys = typing?.stop() ?? 0;
      phases.push({ name, ours: true, remoteKeys, ...figures });
    }
    return phases;
  } finally {
    for (const writer of writers) writer.leave();
    await stack.close();
  }
}

/** One key each in turn, evenly: five people do not press theirs in the same millisecond. */
function othersType(writers: readonly Writer[], paragraphs: number, everyMs: number) {
  let keys = 0;
  const timer = setInterval(() => {
    const index = keys++ % writers.length;
    const writer = writers[index];
    if (writer !== undefined) typeIn(writer.doc, Math.floor(((index + 0.5) * paragraphs) / writers.length));
  }, everyMs / writers.length);
  return {
    stop: () => {
      clearInterval(timer);
      return keys;
    },
  };
}

function fill(doc: Y.Doc, paragraphs: number): void {
  contentOf(doc).insert(
    0,
    linesOf(paragraphs).map((line) => {
      const paragraph = new Y.XmlElement("paragraph");
      paragraph.insert(0, [new Y.XmlText(line)]);
      return paragraph;
    }),
  );
}

function typeIn(doc: Y.Doc, index: number): void {
  const text = (contentOf(doc).get(index) as Y.XmlElement).get(0);
  if (text instanceof Y.XmlText) text.insert(text.length, "r");
}

export function printPeople(phases: readonly Phase[], { paragraphs, people, keys }: PeopleOptions): void {
  const write = (...cells: readonly (string | number)[]) =>
    process.stdout.write(
      `| ${cells.map((cell) => (typeof cell === "number" ? cell.toFixed(1) : cell)).join(" | ")} |\n`,
    );
  process.stdout.write(
    `\n${paragraphs} paragraphs, ${people} others, ${keys} own keys; ms; load of this machine ${loadavg()[0]?.toFixed(1)} on ${cpus().length} cores\n\n`,
  );
  write(
    "key to paint",
    "p50",
    "p95",
    `within ${GOAL_MS} ms`,
    "to commit p50",
    "p95",
    "of it work p50",
    "p95",
    "long tasks",
    "longest",
    "their keys",
  );
  write(
    ..."-"
      .repeat(11)
      .split("")
      .map(() => "---"),
  );
  for (const one of phases) {
    const { p50, p95, within, commit50, commit95, work50, work95, longTasks, longest } = one;
    const share = `${(within * 100).toFixed(0)} %`;
    write(
      one.name,
      p50,
      p95,
      share,
      commit50,
      commit95,
      work50,
      work95,
      `${longTasks}`,
      longest,
      `${one.remoteKeys}`,
    );
  }
  process.stdout.write("\n");
  write("the thread, for each own key", "script", "layout", "paint", "rest");
  write(
    ..."-"
      .repeat(6)
      .split("")
      .map(() => "---"),
  );
  for (const { name, parts } of phases) write(name, parts.script, parts.layout, parts.paint, parts.rest);
}
