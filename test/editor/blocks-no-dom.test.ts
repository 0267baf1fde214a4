// The schema in plain Node, as the server has it: no document, no window. A body becomes JSON and back.

import { getSchema } from "@tiptap/core";
import { prosemirrorJSONToYDoc, yXmlFragmentToProsemirrorJSON } from "@tiptap/y-tiptap";
import { describe, expect, it } from "vitest";
import { CONTENT, contentOf } from "../../lib/doc.ts";
import { schemaExtensions } from "../../lib/schema.ts";
import { EVERYTHING } from "./everything.ts";
import { docOf } from "./support.ts";

describe("the schema without a browser", () => {
  it("checks one of everything, and gives back what it was given", () => {
    expect(globalThis).not.toHaveProperty("document");
    const schema = getSchema(schemaExtensions());
    const json: unknown = yXmlFragmentToProsemirrorJSON(contentOf(docOf(...EVERYTHING)));
    const node = schema.nodeFromJSON(json);
    expect(() => node.check()).not.toThrow();
    const again = prosemirrorJSONToYDoc(schema, node.toJSON(), CONTENT);
    expect(schema.nodeFromJSON(yXmlFragmentToProsemirrorJSON(contentOf(again))).eq(node)).toBe(true);
  });

  it("refuses JSON with a cell that no page can hold", () => {
    const schema = getSchema(schemaExtensions());
    const cell = { type: "tableCell", attrs: { colspan: 1e9 }, content: [{ type: "paragraph" }] };
    const table = { type: "table", content: [{ type: "tableRow", content: [cell] }] };
    expect(() => schema.nodeFromJSON({ type: "doc", content: [table] }).check()).toThrow(/columns or rows/);
  });
});
