// @vitest-environment jsdom
// The one word in next.config.mjs that goes back to the stock binding: where it leads, and that an editor made with
// what is there is the same to two people. What a build with it weighs and how it feels is not looked at here.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Editor } from "@tiptap/core";
import { ySyncPlugin, ySyncPluginKey } from "@tiptap/y-tiptap";
import { afterEach, describe, expect, it, vi } from "vitest";
import type * as Y from "yjs";
import { absoluteIn, relativeIn } from "../../app/_editor/binding/positions.ts";
import { copyOf, docOf, open, type Person, sync } from "./support.ts";

// As the build does it: whoever asks for the one gets the other.
vi.mock("../../app/_editor/binding/bound.ts", () => import("../../app/_editor/binding/stock.ts"));

const ROOT = resolve(import.meta.dirname, "../..");
const APP = join(ROOT, "app");
const { BINDING, ALIASES_OF_BINDING } = (await import(join(ROOT, "next.config.mjs"))) as {
  readonly BINDING: string;
  readonly ALIASES_OF_BINDING: Readonly<Record<"own" | "stock", Readonly<Record<string, unknown>>>>;
};
const editors: Editor[] = [];
const enter = (doc: Y.Doc): Person => {
  const person = open(doc);
  editors.push(person.editor);
  return person;
};
afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
});

describe("the switch", () => {
  it("stands at the own binding", () => {
    expect(BINDING).toBe("own");
  });

  it("catches every file that asks for the binding, and leads to the stock one", async () => {
    const { stock, own } = ALIASES_OF_BINDING;
    const [[asked, led], ...more] = Object.entries(stock) as [[string, string], ...unknown[]];
    expect(more).toEqual([]);
    const askers = readdirSync(APP, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file))
      .flatMap((file) => {
        const text = readFileSync(join(APP, file), "utf8");
        return [...text.matchAll(/from "([^"]*\/bound\.ts)"/g)].map(([, from = ""]) => ({ file, from }));
      });
    expect(askers.length).toBeGreaterThan(1);
    for (const { file, from } of askers) {
      // By these very letters: an alias knows a request, not a file.
      expect([file, from]).toEqual([file, asked]);
      expect(resolve(APP, dirname(file), from)).toBe(join(APP, "_editor/binding/bound.ts"));
    }
    expect(led).toBe("./app/_editor/binding/stock.ts");
    expect(((await import(join(ROOT, led))) as { BINDING: string }).BINDING).toBe("stock");
    // It needs the library itself, which the own one has no use for.
    expect(Object.keys(stock)).not.toContain("@tiptap/y-tiptap");
    expect(Object.keys(own)).toContain("@tiptap/y-tiptap");
  });
});

describe("two people under the stock binding", () => {
  const two = (): readonly [Person, Person] => {
    const ada = enter(docOf(["paragraph", {}, "word"]));
    return [ada, enter(copyOf(ada.doc))];
  };

  it("are really under it", () => {
    const [{ editor }] = two();
    const spec = editor.state.plugins.find(({ spec: { key } }) => key === ySyncPluginKey)?.spec;
    expect(String(spec?.state?.init)).toBe(String(ySyncPlugin(docOf().getXmlFragment("x")).spec.state?.init));
  });

  it("read the same after writing at once, and undo their own", () => {
    const [ada, ben] = two();
    ada.editor.commands.insertContentAt(1, "mine ");
    ben.editor.commands.insertContentAt(5, " yours");
    sync(ada.doc, ben.doc);
    sync(ben.doc, ada.doc);
    for (const { editor } of [ada, ben]) expect(editor.getText()).toBe("mine word yours");
    ada.editor.commands.undo();
    sync(ada.doc, ben.doc);
    for (const { editor } of [ada, ben]) expect(editor.getText()).toBe("word yours");
    ada.editor.commands.redo();
    sync(ada.doc, ben.doc);
    for (const { editor } of [ada, ben]) expect(editor.getText()).toBe("mine word yours");
  });

  it("find each other's carets, which keep with their letters", () => {
    const [ada, ben] = two();
    const told = relativeIn(ben.editor.state, 5);
    if (told === undefined) throw new Error("Ben's caret is nowhere.");
    ada.editor.commands.insertContentAt(1, "mine ");
    sync(ada.doc, ben.doc);
    for (const { editor } of [ada, ben]) expect(absoluteIn(editor.state, told)).toBe(10);
  });
});
