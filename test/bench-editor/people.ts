// npm run bench:editor -- --people: a key in a long document while others write in it, through the built app:
// both processes, real sockets, a real Chromium. Measures from the key to the frame that shows it, and the long
// tasks meanwhile. Called by run.ts. The others are stock y-websocket clients in this process.

import type { Page } from "playwright-core";
import * as Y from "yjs";
import { contentOf } from "../../lib/doc.ts";
import { launchBrowser } from "../support/browser.ts";
import { arrive } from "../support/person.ts";
import { join, type Writer } from "../support/server.ts";
import { startStack } from "../support/stack.ts";

export interface PeopleOptions {
  readonly paragraphs: number;
  readonly people: number;
  readonly keys: number;
}

export interface Phase {
  readonly name: string;
  /** From the key's own time to the first task after the frame it is in. */
  readonly p50: number;
  readonly p95: number;
  /** Tasks of more than 50 ms, as the browser counts them. */
  readonly longTasks: number;
  readonly longest: number;
  readonly remoteKeys: number;
}

interface Notes {
  readonly keys: number[];
  readonly long: number[];
}

const WORDS = "The ferry runs from May to September, and in June it is always";
/** Between two of our own keys: a quick typist. */
const KEY_EVERY_MS = 100;
/** How often each of the others types, in each phase. */
const PHASES = [
  { name: "alone", everyMs: undefined },
  { name: "others at 8 keys a second each", everyMs: 125 },
  { name: "others at 40 keys a second each", everyMs: 25 },
] as const;

export async function measurePeople({ paragraphs, people, keys }: PeopleOptions): Promise<Phase[]> {
  const stack = await startStack();
  const browser = await launchBrowser();
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
    await note(ada.page);
    const phases: Phase[] = [];
    for (const { name, everyMs } of PHASES) {
      let remoteKeys = 0;
      const timers =
        everyMs === undefined
          ? []
          : writers.map(({ doc }, index) =>
              setInterval(() => {
                typeIn(doc, Math.floor(((index + 0.5) * paragraphs) / people));
                remoteKeys++;
              }, everyMs),
            );
      // What the phase before left to do is no part of this one.
      await ada.page.waitForTimeout(1_000);
      await ada.page.evaluate(() => {
        window.notes = { keys: [], long: [] };
      });
      for (let key = 0; key < keys; key++) {
        await ada.page.keyboard.press("k");
        await ada.page.waitForTimeout(KEY_EVERY_MS);
      }
      const notes = await ada.page.evaluate(() => window.notes);
      for (const timer of timers) clearInterval(timer);
      phases.push({
        name,
        ...quantiles(notes.keys),
        longTasks: notes.long.length,
        longest: Math.max(0, ...notes.long),
        remoteKeys,
      });
    }
    return phases;
  } finally {
    for (const writer of writers) writer.leave();
    await browser.close();
    await stack.close();
  }
}

function fill(doc: Y.Doc, paragraphs: number): void {
  contentOf(doc).insert(
    0,
    Array.from({ length: paragraphs }, (_, index) => {
      const paragraph = new Y.XmlElement("paragraph");
      paragraph.insert(0, [new Y.XmlText(`${WORDS} ${index}.`)]);
      return paragraph;
    }),
  );
}

function typeIn(doc: Y.Doc, index: number): void {
  const text = (contentOf(doc).get(index) as Y.XmlElement).get(0);
  if (text instanceof Y.XmlText) text.insert(text.length, "r");
}

const quantiles = (times: readonly number[]) => {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
};

async function note(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.notes = { keys: [], long: [] };
    document.addEventListener(
      "keydown",
      ({ timeStamp }) => {
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => window.notes.keys.push(performance.now() - timeStamp);
          port2.postMessage(undefined);
        });
      },
      true,
    );
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.notes.long.push(entry.duration);
    }).observe({ type: "longtask" });
  });
}

export function printPeople(phases: readonly Phase[], { paragraphs, people, keys }: PeopleOptions): void {
  process.stdout.write(
    `\n| ${paragraphs} paragraphs, ${people} others, ${keys} own keys | key to paint p50 | p95 | long tasks | longest | their keys |\n|---|---|---|---|---|---|\n`,
  );
  for (const { name, p50, p95, longTasks, longest, remoteKeys } of phases) {
    process.stdout.write(
      `| ${name} | ${p50.toFixed(1)} ms | ${p95.toFixed(1)} ms | ${longTasks} | ${longest.toFixed(0)} ms | ${remoteKeys} |\n`,
    );
  }
}

declare global {
  interface Window {
    notes: Notes;
  }
}
