// B29: lines that stand again, since what they went on in is gone, or has not their text. Each is the smallest of a
// world of words in which some were lost.

import { joinTextblockBackward, lift } from "@tiptap/pm/commands";
import type { NodeType } from "@tiptap/pm/model";
import { wrapInList } from "@tiptap/pm/schema-list";
import type { Command } from "@tiptap/pm/state";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { type Headless, REMOTE } from "./headless.ts";
import { gaveWay, heading, meet, move, people, quote, type } from "./people.ts";
import { testSchema } from "./schemas.ts";
import { caret, el, p, shown, sound, type Tree, textOf } from "./support.ts";

const { bulletList } = testSchema.nodes as unknown as Record<string, NodeType>;
const intoList = wrapInList(bulletList as NodeType);

const at = (person: Headless, place: number, command: Command) => {
  caret(person, place);
  expect(command(person.state, person.dispatch)).toBe(true);
};
/** So many of what the other one wrote, in one update. */
const hear = (person: Headless, from: Headless, start: number, end: number) =>
  Y.applyUpdate(person.doc, Y.mergeUpdates(from.written.slice(start, end)), REMOTE);
/** All that they wrote, in one update. */
const hearAll = (person: Headless, ...from: readonly Headless[]) =>
  Y.applyUpdate(person.doc, Y.mergeUpdates(from.flatMap(({ written }) => written)), REMOTE);
const count = (person: Headless, word: string) => textOf(person).split(word).length - 1;

/** With ids in their order: of two copies the one with the smaller id stays. */
function four(...trees: readonly Tree[]): [Headless, Headless, Headless, Headless] {
  const all = people(4, ...trees) as [Headless, Headless, Headless, Headless];
  for (const [index, { doc }] of all.entries()) doc.clientID = 100 + index;
  return all;
}

/** The first heads a line in a quote, the second lifts it out of that, and gives way; the third knows only the latter. */
function liftedAndHeaded(): [Headless, Headless, Headless, Headless] {
  const all = four(el("blockquote", {}, p("six"), p("")), p("end"));
  const [first, second, third] = all;
  at(second, 2, lift);
  heading(first, 2);
  hear(third, second, 0, 1);
  at(third, 7, joinTextblockBackward);
  expect(shown(third.state.doc)).toBe('doc(paragraph("six") paragraph("end"))');
  return all;
}

describe("B29 a copy that gave way to one that is gone", () => {
  it("stands again where that stood in a quote which somebody took apart", () => {
    const all = liftedAndHeaded();
    const [first, second, third] = all;
    hear(first, third, 0, 1);
    hear(first, second, 0, 1);
    hear(second, first, 0, 1);
    expect(gaveWay(second)).toBe(1);
    meet(...all);
    for (const one of all) expect(count(one, "six")).toBe(1);
    sound(...all);
  });

  it("stands again beside a line of what a third one typed into it", () => {
    const all = liftedAndHeaded();
    const [first, second, third, fourth] = all;
    hear(fourth, second, 0, 1);
    type(fourth, 1, "new ");
    hear(second, first, 0, 1);
    expect(gaveWay(second)).toBe(1);
    hearAll(fourth, first, second, third);
    hearAll(first, second, third, fourth);
    meet(...all);
    for (const one of all) for (const word of ["six", "new"]) expect(count(one, word)).toBe(1);
    sound(...all);
  });

  it("stands again beside what the other one's maker had carried to it meanwhile", () => {
    const all = liftedAndHeaded();
    const [first, second, third] = all;
    type(first, 2, "new ");
    hear(second, first, 0, 1);
    expect(gaveWay(second)).toBe(1);
    hear(first, second, 0, 1);
    hear(first, third, 0, 1);
    expect(textOf(first)).toBe("new six|end");
    meet(...all);
    for (const one of all) for (const word of ["six", "new"]) expect(count(one, word)).toBe(1);
    sound(...all);
  });

  it("is named where it was, for who joined the other one to it", () => {
    const all = four(el("blockquote", {}, p("six"), p("")), p("end"));
    const [first, second, third] = all;
    at(first, 2, intoList);
    type(second, 2, "new ");
    quote(second, 2);
    at(second, 3, lift);
    hearAll(third, first, second);
    expect(textOf(third)).toBe("sixnew six|end");
    at(third, 11, joinTextblockBackward);
    // It gives way to a copy that has gone on in another one.
    hear(first, second, 0, 2);
    expect(gaveWay(first)).toBe(1);
    meet(...all);
    for (const one of all) for (const word of ["six", "new"]) expect(count(one, word)).toBeGreaterThan(0);
    sound(...all);
  });
});

describe("B24 what gives way holds nothing that would go with it", () => {
  it("where one took a line out of a quote before both moved that", () => {
    const all = four(el("blockquote", {}, p("six"), p("")), p("one, which is long"), p("x".repeat(40)));
    const [first, second, third] = all;
    type(first, 7, "new ");
    at(first, 2, lift);
    move(first, 1, 2);
    at(second, 7, joinTextblockBackward);
    move(second, 0, 2);
    hearAll(first, second);
    meet(...all);
    for (const one of all) for (const word of ["six", "new"]) expect(count(one, word)).toBe(1);
    sound(first, second, third);
  });

  it("and what was carried to the one that stays is carried back at once, where only that one went", () => {
    const item = (text: string) => el("listItem", {}, p(text));
    const all = four(el("bulletList", {}, item("three"), item("four")), p("x".repeat(40)));
    const [first, second, third] = all;
    at(second, 12, intoList);
    at(first, 12, intoList);
    type(second, 12, "new ");
    hear(second, first, 0, 1);
    expect(gaveWay(second)).toBe(1);
    expect(textOf(second)).toBe(`threenew four|${"x".repeat(40)}`);
    // It has heard that the one gave way, and not of the other one.
    hear(third, second, 0, 3);
    move(third, 0, 1);
    hearAll(second, third);
    expect(count(second, "new")).toBe(1);
    meet(...all);
    for (const one of all) expect([count(one, "four") > 0, count(one, "new")]).toEqual([true, 1]);
    sound(...all);
  });
});

describe("B29 a line that came back to itself", () => {
  it("stands again with all of one's own words, also where somebody who had read them went with it", () => {
    const item = (text: string) => el("listItem", {}, p(text));
    const all = four(el("bulletList", {}, item("three"), item("four")), p("end"));
    const [first, second, third] = all;
    type(third, 12, "new ");
    hear(second, third, 0, 1);
    at(second, 12, intoList);
    at(first, 12, lift);
    at(third, 12, joinTextblockBackward);
    hear(third, second, 0, 1);
    hearAll(second, first, third);
    meet(...all);
    for (const one of all)
      for (const word of ["three", "four", "new"]) expect(count(one, word)).toBeGreaterThan(0);
    sound(...all);
  });
});
