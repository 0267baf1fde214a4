// @vitest-environment jsdom
// Undo: one's own work only, also after a time without a connection; a sentence at a time, a command for
// itself; and the page goes where something is taken back.

import { afterEach, describe, expect, it } from "vitest";
import { STEP_MS, undoManagerOf } from "../../app/_editor/undo-steps.ts";
import { copyOf, docOf, open, type Person, sync } from "./support.ts";

const people: Person[] = [];
const join = (doc: Parameters<typeof open>[0]): Person => {
  const person = open(doc);
  people.push(person);
  return person;
};
afterEach(() => {
  for (const { editor } of people.splice(0)) editor.destroy();
});

/** As keys do it: letter by letter at the caret. */
const type = ({ editor }: Person, text: string) => {
  for (const letter of text) editor.view.dispatch(editor.state.tr.insertText(letter));
};
/** A pause, without waiting for it: the last key was longer ago. */
const wait = ({ editor }: Person, ms: number) => {
  const manager = undoManagerOf(editor.state);
  if (manager !== undefined) manager.lastChange -= ms;
};

describe("undo", () => {
  it("takes back what was typed since the last pause, not letter by letter and not everything", () => {
    const ada = join(docOf(["paragraph", {}, "x"]));
    ada.editor.commands.setTextSelection(2);
    type(ada, " one");
    wait(ada, 100);
    type(ada, " two");
    wait(ada, 2_000);
    type(ada, " three");
    ada.editor.commands.undo();
    expect(ada.editor.getText()).toBe("x one two");
    ada.editor.commands.undo();
    expect(ada.editor.getText()).toBe("x");
    ada.editor.commands.redo();
    ada.editor.commands.redo();
    expect(ada.editor.getText()).toBe("x one two three");
  });

  it("takes back some words at a time where somebody types without a pause", () => {
    const ada = join(docOf(["paragraph", {}, "x"]));
    ada.editor.commands.setTextSelection(2);
    // Five letters a second, for half a minute.
    const words = "yes ".repeat(40);
    const start = Date.now();
    [...words].forEach((letter, index) => {
      ada.editor.view.dispatch(ada.editor.state.tr.insertText(letter).setTime(start + index * 200));
    });
    const lengths: number[] = [];
    while (ada.editor.can().undo()) {
      lengths.push(ada.editor.getText().length);
      ada.editor.commands.undo();
    }
    expect(ada.editor.getText()).toBe("x");
    const steps = lengths.map((length, index) => length - (lengths[index + 1] ?? 1));
    expect(steps).toHaveLength(6);
    // A step ends with a word, so it may take one word more.
    for (const step of steps) expect(step * 200).toBeLessThan(STEP_MS + 1_000);
  });

  it("takes back what was typed at one place, however quickly somebody went on at another", () => {
    const ada = join(docOf(["paragraph", {}, "x"], ["paragraph", {}, "y"]));
    const ben = join(copyOf(ada.doc));
    ada.editor.commands.setTextSelection(2);
    type(ada, "one");
    // What others write in between moves the place, and is none of her own.
    ben.editor.commands.setTextSelection(1);
    type(ben, "Ben: ");
    sync(ben.doc, ada.doc);
    type(ada, " two");
    ada.editor.commands.enter();
    type(ada, "three");
    ada.editor.commands.setTextSelection(ada.editor.state.doc.content.size - 1);
    type(ada, "four");
    const lines = () => ada.editor.getText({ blockSeparator: "|" });
    expect(lines()).toBe("Ben: xone two|three|yfour");
    ada.editor.commands.undo();
    expect(lines()).toBe("Ben: xone two|three|y");
    ada.editor.commands.undo();
    expect(lines()).toBe("Ben: x|y");
  });

  it("takes a command back for itself, however quickly it came after the typing", () => {
    const ada = join(docOf(["paragraph", {}, "x"]));
    ada.editor.commands.setTextSelection(2);
    type(ada, "y");
    ada.editor.chain().selectAll().toggleBold().run();
    ada.editor.commands.undo();
    expect(ada.editor.getHTML()).toBe("<p>xy</p>");
    ada.editor.commands.undo();
    expect(ada.editor.getHTML()).toBe("<p>x</p>");
  });

  it("survives a time apart: after the return it takes back one's own words and leaves what others wrote", () => {
    const ada = join(docOf(["paragraph", {}, "plan"]));
    const ben = join(copyOf(ada.doc));
    ada.editor.commands.setTextSelection(5);
    type(ada, " before");
    sync(ada.doc, ben.doc);
    wait(ada, 2_000);
    // No connection: both go on.
    type(ada, " apart");
    ben.editor.commands.setTextSelection(1);
    type(ben, "Ben: ");
    wait(ada, 60_000);
    sync(ada.doc, ben.doc);
    sync(ben.doc, ada.doc);
    expect(ada.editor.getText()).toBe("Ben: plan before apart");
    ada.editor.commands.undo();
    expect(ada.editor.getText()).toBe("Ben: plan before");
    ada.editor.commands.undo();
    expect(ada.editor.getText()).toBe("Ben: plan");
    ada.editor.commands.undo();
    expect(ada.editor.getText()).toBe("Ben: plan");
    sync(ada.doc, ben.doc);
    expect(ben.editor.getText()).toBe("Ben: plan");
  });

  it("goes to where it acts, while what others write moves nothing", async () => {
    const ada = join(docOf(["paragraph", {}, "first"], ["paragraph", {}, "last"]));
    const ben = join(copyOf(ada.doc));
    ada.editor.commands.setTextSelection(6);
    type(ada, "!");
    wait(ada, 2_000);
    ada.editor.commands.setTextSelection(ada.editor.state.doc.content.size - 1);
    ada.editor.view.focus();
    const asked: { at: number; vetoed: boolean }[] = [];
    ada.editor.view.setProps({
      handleScrollToSelection(view) {
        const vetoed = view.state.plugins.some(
          (plugin) => plugin.props.handleScrollToSelection?.call(plugin, view) === true,
        );
        asked.push({ at: view.state.selection.head, vetoed });
        return true;
      },
    });
    ben.editor.commands.setTextSelection(1);
    type(ben, "Ben ");
    sync(ben.doc, ada.doc);
    expect(asked.filter(({ vetoed }) => !vetoed)).toEqual([]);
    ada.editor.commands.undo();
    await Promise.resolve();
    expect(ada.editor.getText()).toBe("Ben first\n\nlast");
    // Behind "Ben first", where the sign was.
    expect(asked.filter(({ vetoed }) => !vetoed)).toEqual([{ at: 10, vetoed: false }]);
  });
});
