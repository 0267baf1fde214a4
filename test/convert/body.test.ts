// Trees and Y.Docs: what is written here is what the editor's own binding reads, and the other way round.

import { getSchema } from "@tiptap/core";
import { prosemirrorJSONToYXmlFragment, yXmlFragmentToProsemirrorJSON } from "@tiptap/y-tiptap";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { fillDoc, writingOf } from "../../lib/convert/body.ts";
import { fitted, knownTo } from "../../lib/convert/fit.ts";
import { bodyFromJson, jsonOf } from "../../lib/convert/json.ts";
import { Report } from "../../lib/convert/report.ts";
import type { Tree } from "../../lib/convert/tree.ts";
import { contentOf } from "../../lib/doc.ts";
import { schemaExtensions } from "../../lib/schema.ts";
import { aBody } from "./writings.ts";

const schema = getSchema(schemaExtensions());
const known = knownTo(schema);
const valid = (body: Tree) => {
  const node = schema.nodeFromJSON(fitted(body, known, new Report()));
  node.check();
  return node;
};

describe("a tree", () => {
  it("becomes valid for the schema of the editor, whatever it was", () => {
    fc.assert(
      fc.property(aBody, (body) => void valid(body)),
      { numRuns: 200 },
    );
    // Everything in the wrong place.
    const wild: fc.Arbitrary<Tree> = fc.letrec<{ node: Tree }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.constant<Tree>({ type: "text", text: "x" }),
        fc.record({
          type: fc.constantFrom(
            "table",
            "tableRow",
            "tableCell",
            "listItem",
            "taskItem",
            "bulletList",
            "taskList",
            "paragraph",
            "heading",
            "codeBlock",
            "blockquote",
            "doc",
            "widget",
            "hardBreak",
            "image",
          ),
          content: fc.array(tie("node"), { maxLength: 4 }),
        }),
      ),
    })).node;
    fc.assert(
      fc.property(fc.array(wild, { maxLength: 4 }), (content) => {
        const node = valid({ type: "doc", content });
        const count = (of: string) => of.match(/x/g)?.length ?? 0;
        expect(count(node.textContent)).toBe(
          count(JSON.stringify(content).replace(/"type":"\w+"|"text":/g, "")),
        );
      }),
      { numRuns: 3_000 },
    );
  });

  it("is the same in Yjs as the editor's binding makes it", () => {
    fc.assert(
      fc.property(aBody, (body) => {
        const node = valid(body);
        const ours = new Y.Doc();
        fillDoc(ours, { title: "t", body: node.toJSON() as Tree });
        expect(schema.nodeFromJSON(yXmlFragmentToProsemirrorJSON(contentOf(ours))).toJSON()).toEqual(
          node.toJSON(),
        );
        const theirs = new Y.Doc();
        prosemirrorJSONToYXmlFragment(schema, node.toJSON(), contentOf(theirs));
        const read = writingOf(theirs).body;
        expect(schema.nodeFromJSON(fitted(read, known, new Report())).toJSON()).toEqual(node.toJSON());
      }),
      { numRuns: 150 },
    );
  });

  it("goes through JSON whole, and what is no document is refused", () => {
    fc.assert(
      fc.property(aBody, (body) => {
        const back = bodyFromJson(jsonOf({ title: "A  title", body }));
        expect(back.title).toBe("A title");
        expect(fitted(back.body, known, new Report())).toEqual(fitted(body, known, new Report()));
      }),
      { numRuns: 50 },
    );
    for (const source of [
      "",
      "[]",
      "null",
      '{"type":"paragraph"}',
      '{"format":"concord-document","version":99}',
    ]) {
      expect(() => bodyFromJson(source), source).toThrow(/not JSON|no document|newer/);
    }
  });
});
