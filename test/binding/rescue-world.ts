// A world in which people type words while others make something else of the very blocks they type into,
// over a slow and unfair network; some join late. Nobody takes a word out, so at the end every word is
// there. Used by the tests of the rescue (fixed seeds) and by `npm run fuzz:editor -- --words N`.

import { joinTextblockBackward, lift, setBlockType, wrapIn } from "@tiptap/pm/commands";
import type { Node, Schema } from "@tiptap/pm/model";
import { wrapInList } from "@tiptap/pm/schema-list";
import { TextSelection } from "@tiptap/pm/state";
import * as Y from "yjs";
import { brokenInvariants } from "../../app/_editor/binding/check.ts";
import { contentOf, copyOf, FIELD, Headless, REMOTE } from "./headless.ts";
import { Random } from "./operations.ts";
import { docOf, el, p } from "./trees.ts";

export interface WordsOptions {
  readonly seed: number;
  readonly steps: number;
  readonly schema: Schema;
  readonly people: number;
  /** People who come while the others write. */
  readonly late: number;
  /**
   * Who makes something else of blocks: the first person, in any way (lists, quotes, lifted, moved), or joining
   * blocks too; or everybody, by changing kinds and by moving; or everybody in any way, joining blocks too. Then a block may come to be twice, and
   * its words with it.
   */
  readonly changers: "one" | "one, joining too" | "all" | "all, in any way";
  readonly rescue?: boolean;
}

export interface WordsReport {
  readonly words: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly carried: number;
}

export function liveByWords(options: WordsOptions): WordsReport {
  const random = new Random(options.seed);
  const start = docOf(
    p("w1q w2q"),
    el("bulletList", {}, el("listItem", {}, p("w3q")), el("listItem", {}, p("w4q w5q"))),
    el("blockquote", {}, p("w6q"), p("")),
    p(""),
    el("heading", { level: 1 }, "w7q"),
  );
  start.clientID = 1;
  const people: Headless[] = [];
  const inbox: Uint8Array[][] = [];
  const join = (doc: Y.Doc) => {
    doc.clientID = 10 + random.below(1_000) * 10 + people.length;
    const person = new Headless("own", options.schema, doc, [], { rescue: options.rescue ?? true });
    const from = people.push(person) - 1;
    inbox.push([]);
    doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === REMOTE) return;
      inbox.forEach((box, to) => {
        if (to !== from) box.push(update);
      });
    });
  };
  for (let count = 0; count < options.people; count++) join(copyOf(start));

  const fail = (what: string): never => {
    throw new Error(`seed ${options.seed}: ${what}`);
  };
  const check = (person: Headless, what: string) => {
    const broken = person.binding === undefined ? [] : brokenInvariants(person.binding);
    if (broken.length > 0) fail(`${what}: ${broken.slice(0, 3).join("; ")}`);
  };
  const deliver = (index: number, most: number) => {
    const updates = inbox[index]?.splice(0, most) ?? [];
    const person = people[index];
    if (updates.length === 0 || person === undefined) return;
    Y.applyUpdate(
      person.doc,
      updates.length === 1 ? (updates[0] as Uint8Array) : Y.mergeUpdates(updates),
      REMOTE,
    );
    check(person, "after a change of others");
  };

  let words = 7;
  let late = options.late;
  for (let step = 0; step < options.steps; step++) {
    const index = random.below(people.length);
    const person = people[index] as Headless;
    if (late > 0 && random.chance(2 / options.steps)) {
      // With the state of somebody, and what that one has not been told yet still to come.
      const source = random.below(people.length);
      join(copyOf((people[source] as Headless).doc));
      inbox.at(-1)?.push(...(inbox[source] ?? []));
      late--;
      continue;
    }
    if ((index > 0 && options.changers.startsWith("one")) || random.chance(0.6)) {
      if (typeWord(random, person, ` w${words + 1}q`)) words++;
    } else replaceBlock(random, person, options.changers);
    check(person, "after an edit");
    if (random.chance(0.5))
      deliver(random.below(people.length), 1 + random.below(random.chance(0.7) ? 2 : 20));
  }
  while (inbox.some((box) => box.length > 0)) {
    for (const index of people.keys()) deliver(index, random.chance(0.5) ? 1_000 : 1 + random.below(4));
  }

  const [first] = people as [Headless, ...Headless[]];
  for (const person of people) {
    if (contentOf(person.fragment) !== contentOf(first.fragment)) fail("content differs between clients");
    if (!person.state.doc.eq(first.state.doc)) fail("two editors show different documents");
    const hard = person.troubles.filter((one) => !one.startsWith("repair") && !one.startsWith("plan"));
    if (hard.length > 0) fail(hard.join("; "));
  }
  const copy = contentOf(copyOf(first.doc).getXmlFragment(FIELD));
  if (copy !== contentOf(first.fragment)) fail("a copy of the state differs");
  const counts = new Map<string, number>();
  for (const word of textIn(first.state.doc).match(/w\d+q/g) ?? [])
    counts.set(word, (counts.get(word) ?? 0) + 1);
  const names = Array.from({ length: words }, (_, at) => `w${at + 1}q`);
  const report = {
    words,
    lost: names.filter((word) => !counts.has(word)),
    doubled: names.filter((word) => (counts.get(word) ?? 0) > 1),
    carried: people.reduce((sum, person) => sum + (person.binding?.answers.carried ?? 0), 0),
  };
  for (const person of people) person.destroy();
  return report;
}

const textIn = (doc: Node): string => doc.textBetween(0, doc.content.size, "\n", "\n");

function textblocks(doc: Node): { readonly node: Node; readonly at: number }[] {
  const found: { node: Node; at: number }[] = [];
  doc.descendants((node, at) => {
    if (node.isTextblock) found.push({ node, at });
    return !node.isTextblock;
  });
  return found;
}

/** Between two words, never inside of one. */
function typeWord(random: Random, person: Headless, word: string): boolean {
  const block = random.pick(textblocks(person.state.doc));
  if (block === undefined) return false;
  const text = block.node.textBetween(0, block.node.content.size, " ", " ");
  const at = random.below(text.length + 1);
  const inside = /\w/.test(text.charAt(at - 1)) && /\w/.test(text.charAt(at));
  const place = block.at + 1 + (inside ? text.length : at);
  person.dispatch(person.state.tr.setSelection(TextSelection.create(person.state.doc, place)));
  person.dispatch(person.state.tr.insertText(`${word} `));
  return true;
}

/** A heading, code, a list, a quote, out of it again, somewhere else, or joined to the one before. */
function replaceBlock(random: Random, person: Headless, changers: WordsOptions["changers"]): void {
  const { schema } = person.state;
  const block = random.pick(textblocks(person.state.doc));
  if (block === undefined) return;
  person.dispatch(person.state.tr.setSelection(TextSelection.create(person.state.doc, block.at + 1)));
  const types = Object.values(schema.nodes);
  if ((changers === "all, in any way" || changers === "one, joining too") && random.chance(0.15)) {
    joinTextblockBackward(person.state, person.dispatch);
    return;
  }
  const dice = changers === "all" ? (random.chance(0.5) ? 0 : 1) : random.next();
  if (dice < 0.4) {
    const type = random.pick(types.filter((one) => one.isTextblock && !one.isInline));
    if (type !== undefined) setBlockType(type)(person.state, person.dispatch);
  } else if (dice < 0.55) {
    const lists = types.filter((one) => /list/i.test(one.name) && !/item/i.test(one.name));
    const list = random.pick(lists);
    if (list !== undefined) wrapInList(list)(person.state, person.dispatch);
  } else if (dice < 0.7) {
    const type = random.pick(types.filter((one) => one.name === "blockquote" || one.name === "callout"));
    if (type !== undefined) wrapIn(type)(person.state, person.dispatch);
  } else if (dice < 0.85) lift(person.state, person.dispatch);
  else move(random, person);
}

function move(random: Random, person: Headless): void {
  const { doc, tr } = person.state;
  if (doc.childCount < 2) return;
  const from = random.below(doc.childCount);
  const block = doc.child(from);
  const start = offsetOf(doc, from);
  tr.delete(start, start + block.nodeSize);
  person.dispatch(tr.insert(offsetOf(tr.doc, random.below(tr.doc.childCount + 1)), block));
}

function offsetOf(doc: Node, index: number): number {
  let offset = 0;
  for (let at = 0; at < index; at++) offset += doc.child(at).nodeSize;
  return offset;
}

/** By seed: two, three and five people, up to three who join late, one who changes blocks or all. */
export const wordsWorld = (seed: number, test: Schema, product: Schema): WordsOptions => ({
  seed,
  steps: 120,
  schema: seed % 5 < 2 ? product : test,
  people: [2, 3, 5][seed % 3] as number,
  late: seed % 4,
  changers: seed % 2 === 0 ? "all" : "one",
});

/** Shorter and longer ones, with up to six people and four who join late; everybody nests, lifts and joins as well. */
export const variedWorld = (seed: number, test: Schema, product: Schema): WordsOptions => ({
  ...wordsWorld(seed, test, product),
  steps: [50, 120, 260, 30][seed % 4] as number,
  people: [2, 3, 4, 5, 6][seed % 5] as number,
  late: [0, 1, 2, 3, 4, 1, 0][seed % 7] as number,
  changers: "all, in any way",
});
