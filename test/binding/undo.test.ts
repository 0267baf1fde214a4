// Undo: one's own work only, the caret with it (B17), and letters in one order for everybody (B18).

import { describe, expect, it } from "vitest";
import { copyOf, sync } from "./headless.ts";
import { testSchema } from "./schemas.ts";
import { caret, docOf, el, open, p, sound, textOf, two } from "./support.ts";
import { live } from "./world.ts";

describe("B17: undo", () => {
  it("takes back one's own letters, leaves those of others, and sets the caret to where it was", () => {
    const [a, b] = two(p("word"), p("more"));
    caret(a, 3);
    a.dispatch(a.state.tr.insertText("MINE"));
    caret(a, 12);
    b.dispatch(b.state.tr.insertText("others ", 1));
    sync(b.doc, a.doc);
    expect(textOf(a)).toBe("others woMINErd|more");
    a.undoManager.undo();
    expect(textOf(a)).toBe("others word|more");
    expect(a.state.selection.head).toBe(10);
    a.undoManager.redo();
    expect(textOf(a)).toBe("others woMINErd|more");
    sync(a.doc, b.doc);
    sound(a, b);
  });

  it("does not count what says that it is not for the history, nor grows a step with it", () => {
    const a = open(docOf(p("x")));
    a.dispatch(a.state.tr.insertText("1", 2));
    a.dispatch(a.state.tr.insertText("2", 3).setMeta("addToHistory", false));
    a.dispatch(a.state.tr.insertText("3", 4));
    a.undoManager.undo();
    expect(textOf(a)).toBe("x12");
    a.undoManager.undo();
    expect(textOf(a)).toBe("x2");
    sound(a);
  });

  it("brings back a deleted block with all it held, also an unknown one", () => {
    const a = open(
      docOf(
        p("a"),
        el("video", { url: "u" }),
        el("bulletList", {}, el("listItem", {}, p("b", el("hardBreak"), "c"))),
      ),
    );
    const before = a.state.doc;
    a.dispatch(a.state.tr.delete(3, a.state.doc.content.size));
    a.undoManager.undo();
    expect(a.state.doc.eq(before)).toBe(true);
    sound(a);
  });
});

describe("B18: the order of letters", () => {
  it("worlds in which Yjs alone ends in two orders end in one", () => {
    // Found by the fuzz, with a schema that stays as it is: the guard has something to mend in these.
    let mended = 0;
    for (const seed of [18, 37, 39]) {
      mended += live({
        seed,
        steps: 150,
        clients: ["own", "own"],
        schema: testSchema,
        undo: true,
      }).mended;
    }
    expect(mended).toBeGreaterThan(0);
  });

  it("finds nothing to mend in ordinary undo", () => {
    const [a, b] = two(p("hello world"));
    for (let round = 0; round < 5; round++) {
      a.dispatch(a.state.tr.delete(2, 5));
      a.undoManager.stopCapturing();
      b.dispatch(b.state.tr.insertText("b", 4));
      sync(b.doc, a.doc);
      a.undoManager.undo();
      sync(a.doc, b.doc);
    }
    expect((a.undoManager as unknown as { mended: number }).mended).toBe(0);
    expect(textOf(a)).toBe(textOf(b));
    const copy = open(copyOf(a.doc));
    expect(copy.state.doc.eq(a.state.doc)).toBe(true);
  });
});
