// @vitest-environment jsdom
// The title's binding: smallest edits, whole emoji, a caret that stays, own undo, composition.

import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { bindText, cutToFit, editBetween, movedBy, shownAs } from "../../app/_editor/bind-text.ts";

const LETTERS = ["a", "a", "b", "é", "👩‍🚀", "🚀", "🚁", " ", "中"];

function dice(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const apply = (text: string, edit: ReturnType<typeof editBetween>) =>
  edit === undefined ? text : text.slice(0, edit.at) + edit.insert + text.slice(edit.at + edit.remove);

const whole = (text: string) =>
  !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text);

describe("the edit between two texts", () => {
  it("is one insertion for one letter", () => {
    expect(editBetween("ferry", "fer0ry", 4)).toEqual({ at: 3, remove: 0, insert: "0" });
  });

  it("ends at the caret in a run of equal letters", () => {
    expect(editBetween("aaa", "aaaa", 1)).toEqual({ at: 0, remove: 0, insert: "a" });
    expect(editBetween("aaa", "aaaa", 4)).toEqual({ at: 3, remove: 0, insert: "a" });
    expect(editBetween("aaa", "aa", 1)).toEqual({ at: 1, remove: 1, insert: "" });
  });

  it("replaces an emoji by another as a whole, though they share half", () => {
    expect(editBetween("🚀", "🚁", 2)).toEqual({ at: 0, remove: 2, insert: "🚁" });
    expect(editBetween("x🚀🚀", "x🚀", 1)).toEqual({ at: 1, remove: 2, insert: "" });
  });

  it("turns any text into any other and never cuts a pair (2,000 tries)", () => {
    const roll = dice(7);
    const word = () => Array.from({ length: roll(7) }, () => LETTERS[roll(LETTERS.length)]).join("");
    for (let i = 0; i < 2_000; i++) {
      const [before, after] = [word(), word()];
      const edit = editBetween(before, after, roll(after.length + 1));
      expect(apply(before, edit)).toBe(after);
      if (edit === undefined) continue;
      expect(whole(edit.insert)).toBe(true);
      expect(whole(before.slice(edit.at, edit.at + edit.remove))).toBe(true);
    }
  });

  it("is cut to what fits, at a whole character", () => {
    expect(cutToFit({ at: 0, remove: 0, insert: "🚀🚁" }, 7, 10)).toEqual({ at: 0, remove: 0, insert: "🚀" });
    expect(cutToFit({ at: 0, remove: 3, insert: "abc" }, 10, 10).insert).toBe("abc");
    expect(cutToFit({ at: 0, remove: 0, insert: "a" }, 12, 10).insert).toBe("");
  });

  it("shows line ends as spaces, one for one", () => {
    expect(shownAs("a\r\nb\u2028c")).toBe("a  b c");
  });
});

describe("a place in the text", () => {
  it("moves behind what is inserted before it, and stays before what is inserted at it", () => {
    expect(movedBy([{ retain: 2 }, { insert: "xy" }], 3)).toBe(5);
    expect(movedBy([{ retain: 3 }, { insert: "xy" }], 3)).toBe(3);
  });

  it("falls to where a deletion began when it was inside", () => {
    expect(movedBy([{ retain: 1 }, { delete: 4 }], 3)).toBe(1);
    expect(movedBy([{ delete: 2 }], 5)).toBe(3);
    expect(movedBy([{ delete: 2 }, { retain: 1 }, { insert: "abc" }], 5)).toBe(6);
  });
});

function person(others?: Y.Doc) {
  const doc = new Y.Doc();
  if (others) Y.applyUpdate(doc, Y.encodeStateAsUpdate(others));
  const field = document.createElement("textarea");
  document.body.append(field);
  const seen: string[] = [];
  const text = doc.getText("title");
  const binding = bindText(text, field, { max: 40, onText: (now) => seen.push(now) });
  const type = (value: string, caret = value.length) => {
    field.value = value;
    field.setSelectionRange(caret, caret);
    field.dispatchEvent(new Event("input"));
  };
  return { doc, field, text, binding, type, seen };
}

const sync = (from: Y.Doc, to: Y.Doc) =>
  Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)), "elsewhere");

describe("the bound field", () => {
  it("writes nothing when it is bound", () => {
    const doc = new Y.Doc();
    doc.getText("title").insert(0, "Plan");
    let updates = 0;
    doc.on("update", () => updates++);
    const field = document.createElement("textarea");
    bindText(doc.getText("title"), field, { max: 40, onText: () => {} }).destroy();
    expect(field.value).toBe("Plan");
    expect(updates).toBe(0);
  });

  it("keeps the caret where it is while somebody writes before it", () => {
    const a = person();
    a.type("harbour");
    const b = person(a.doc);
    a.field.focus();
    a.field.setSelectionRange(3, 3);
    b.type("The harbour", 4);
    sync(b.doc, a.doc);
    expect(a.field.value).toBe("The harbour");
    expect(a.field.selectionStart).toBe(7);
  });

  it("leaves the field alone while it composes, and puts both together after", () => {
    const a = person();
    a.type("one two");
    const b = person(a.doc);
    a.field.focus();
    a.field.dispatchEvent(new Event("compositionstart"));
    a.field.value = "one 中two";
    a.field.setSelectionRange(5, 5);
    b.type("zero one two", 5);
    sync(b.doc, a.doc);
    expect(a.field.value).toBe("one 中two");
    a.field.dispatchEvent(new Event("compositionend"));
    expect(a.text.toString()).toBe("zero one 中two");
    expect(a.field.value).toBe("zero one 中two");
    expect(a.field.selectionStart).toBe(10);
  });

  it("keeps what others wrote inside a word that is composed anew, and takes nothing for what they took", () => {
    for (const [theirs, both] of [
      [["buy teXh bread"], "buy theX bread"],
      [["buy t-eh bread", "Oh, buy t-eh bread"], "Oh, buy the- bread"],
      [["buy te+h bread", "buy t+h bread"], "buy the+ bread"],
      [["buy t bread"], "buy the bread"],
      [["buy teh nice bread"], "buy the nice bread"],
    ] as const) {
      const a = person();
      a.type("buy teh bread");
      const b = person(a.doc);
      a.field.focus();
      a.field.dispatchEvent(new Event("compositionstart"));
      a.field.value = "buy the bread";
      a.field.setSelectionRange(7, 7);
      for (const text of theirs) {
        b.type(text);
        sync(b.doc, a.doc);
      }
      a.field.dispatchEvent(new Event("compositionend"));
      expect(a.field.value).toBe(both);
      expect(a.text.toString()).toBe(both);
      expect(both.slice(0, a.field.selectionStart)).toMatch(/the$/);
      sync(a.doc, b.doc);
      expect(b.field.value).toBe(both);
    }
  });

  it("takes back own edits only", () => {
    const a = person();
    a.type("mine");
    const b = person(a.doc);
    b.type("mine yours");
    sync(b.doc, a.doc);
    a.binding.undo();
    expect(a.field.value).toBe(" yours");
    a.binding.redo();
    expect(a.field.value).toBe("mine yours");
  });

  it("turns pasted lines into one, and stops at its length", () => {
    const a = person();
    a.type("one\ntwo");
    expect(a.text.toString()).toBe("one two");
    a.type(`one two${"x".repeat(90)}`);
    expect(a.text.length).toBe(40);
    expect(a.field.value).toBe(a.text.toString());
  });

  it("two people typing at random end with the same text, and nobody's pair is cut (60 runs)", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const roll = dice(seed * 7919);
      const a = person();
      const b = person();
      for (let step = 0; step < 40; step++) {
        const one = roll(2) === 0 ? a : b;
        const composes = roll(6) === 0;
        if (composes) one.field.dispatchEvent(new Event("compositionstart"));
        const now = one.field.value;
        const letters = Array.from(now);
        const at = roll(letters.length + 1);
        const next =
          roll(3) === 0
            ? [...letters.slice(0, at), ...letters.slice(at + 1 + roll(2))]
            : [...letters.slice(0, at), LETTERS[roll(LETTERS.length)] ?? "", ...letters.slice(at)];
        one.field.value = next.join("");
        if (composes && roll(2) === 0) sync(a.doc, b.doc);
        one.field.dispatchEvent(new Event(composes ? "compositionend" : "input"));
        if (roll(3) === 0) sync(a.doc, b.doc);
        if (roll(3) === 0) sync(b.doc, a.doc);
        expect(one.field.value).toBe(one.text.toString());
      }
      sync(a.doc, b.doc);
      sync(b.doc, a.doc);
      expect(a.field.value).toBe(b.field.value);
      expect(a.field.value).toBe(a.text.toString());
      expect(whole(a.field.value)).toBe(true);
    }
  });
});
