// What stands in for the stock binding in browsers says what the library says.

import * as library from "@tiptap/y-tiptap";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import * as part from "../../app/_editor/y-tiptap-part.ts";

describe("the part of y-tiptap that goes to browsers", () => {
  it("has nothing that the library has not", () => {
    for (const name of Object.keys(part)) expect(library).toHaveProperty(name);
  });

  it("names the plugins as the library does", () => {
    // A key's number counts those of the same name in this process.
    const named = (key: object) => String((key as { key?: string }).key).replace(/\$.*$/, "");
    expect(named(part.ySyncPluginKey)).toBe(named(library.ySyncPluginKey));
    expect(named(part.yUndoPluginKey)).toBe(named(library.yUndoPluginKey));
  });

  it("lets Undo take away what the library would let it take away", () => {
    const doc = new Y.Doc();
    const root = doc.getXmlFragment("r");
    const full = new Y.XmlElement("paragraph");
    full.insert(0, [new Y.XmlText("words")]);
    const heading = new Y.XmlElement("heading");
    heading.insert(0, [new Y.XmlText("more words")]);
    root.insert(0, [full, new Y.XmlElement("paragraph"), heading]);
    doc.getText("t").insert(0, "x");
    const structs = [...doc.store.clients.values()].flat();
    expect(part.defaultProtectedNodes).toEqual(library.defaultProtectedNodes);
    const asked = (filter: typeof library.defaultDeleteFilter) =>
      structs.map((item) => filter(item as Y.Item, part.defaultProtectedNodes));
    const said = asked(part.defaultDeleteFilter);
    expect(said).toEqual(asked(library.defaultDeleteFilter));
    expect(new Set(said)).toEqual(new Set([true, false]));
  });
});
