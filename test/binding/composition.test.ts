// B22: a word that is being composed while others change the same block.

import { describe, expect, it } from "vitest";
import { MAX_HOLD_MS } from "../../app/_editor/binding/options.ts";
import { copyOf, Headless, sync } from "./headless.ts";
import { testSchema } from "./schemas.ts";
import { at, caret, docOf, p, sound, textOf } from "./support.ts";

function composing() {
  const waiting: { readonly run: () => void; readonly ms: number }[] = [];
  const doc = docOf(p("hello world"), p("else"));
  const other = copyOf(doc);
  const timers = {
    set: (run: () => void, ms: number) => waiting.push({ run, ms }),
    clear: () => undefined,
  };
  const person = new Headless("own", testSchema, copyOf(doc), [], { timers });
  caret(person, 7);
  person.composing = true;
  const type = (text: string) => person.dispatch(person.state.tr.insertText(text));
  return { person, other, waiting, type };
}

describe("while a word is being composed", () => {
  it("changes of others in another block are shown at once", () => {
    const { person, other } = composing();
    at(other, 1, 0).insert(0, "something ");
    sync(other, person.doc);
    expect(textOf(person)).toBe("hello world|something else");
  });

  it("changes of others in this block wait for its end; then both are there, once and in place", () => {
    const { person, other, waiting, type } = composing();
    type("k");
    at(other, 0, 0).insert(0, "Oh, ");
    sync(other, person.doc);
    type("a");
    at(other, 0, 0).insert(15, "!");
    at(other, 1, 0).insert(4, "?");
    sync(other, person.doc);
    expect(textOf(person)).toBe("hello kaworld|else");
    person.composing = false;
    person.binding?.composed();
    for (const { run } of waiting.splice(0)) run();
    expect(textOf(person)).toBe("Oh, hello kaworld!|else?");
    expect(person.state.doc.textBetween(1, person.state.selection.head)).toBe("Oh, hello ka");
    sync(person.doc, other);
    expect(at(other, 0, 0).toString()).toBe("Oh, hello kaworld!");
    expect(person.troubles).toEqual([]);
    sound(person);
  });

  it("they wait no longer than the bound, and not at all for undo or when the editor closes", () => {
    for (const end of ["bound", "undo", "close"] as const) {
      const { person, other, waiting, type } = composing();
      type("k");
      at(other, 0, 0).insert(0, "Oh, ");
      sync(other, person.doc);
      expect(textOf(person)).toBe("hello kworld|else");
      if (end === "bound") {
        expect(waiting.map(({ ms }) => ms)).toEqual([MAX_HOLD_MS]);
        waiting[0]?.run();
      } else if (end === "undo") person.undoManager.undo();
      else person.destroy();
      sync(person.doc, other);
      expect(at(other, 0, 0).toString()).toBe(end === "undo" ? "Oh, hello world" : "Oh, hello kworld");
    }
  });

  it("a block that others delete meanwhile goes, and nothing breaks", () => {
    const { person, other, type } = composing();
    type("k");
    at(other, 0, 0).insert(0, "Oh, ");
    sync(other, person.doc);
    type("a");
    other.getXmlFragment("default").delete(0, 1);
    sync(other, person.doc);
    type("n");
    person.composing = false;
    person.destroy();
    sync(person.doc, other);
    expect(other.getXmlFragment("default").length).toBeGreaterThan(0);
    expect(person.troubles.filter((one) => one.startsWith("error"))).toEqual([]);
  });
});
