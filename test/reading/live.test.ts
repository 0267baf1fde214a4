// The text of an open document, followed without an editor: only what changed is drawn again, not at every
// key; and the places where others write.

import { getSchema } from "@tiptap/core";
import {
  absolutePositionToRelativePosition,
  initProseMirrorDoc,
  prosemirrorJSONToYDoc,
} from "@tiptap/y-tiptap";
import { afterAll, describe, expect, it } from "vitest";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import type { Body } from "../../app/_client/body.ts";
import { followText, REDRAW_MS } from "../../app/_reading/live.ts";
import { blockOf, headingOver, numbersOf, spotOf } from "../../app/_reading/places.ts";
import { contentOf } from "../../lib/doc.ts";
import { type Piece, textOf } from "../../lib/render/piece.ts";
import { readingOf } from "../../lib/render/reading.ts";
import { schemaExtensions } from "../../lib/schema.ts";

const schema = getSchema(schemaExtensions());
const paragraph = (text: string) => ({ type: "paragraph", content: [{ type: "text", text }] });
const heading = (text: string) => ({
  type: "heading",
  attrs: { level: 2 },
  content: [{ type: "text", text }],
});
const item = (text: string) => ({ type: "listItem", content: [paragraph(text)] });

const docOf = (...content: object[]) => prosemirrorJSONToYDoc(schema, { type: "doc", content }, "default");

/** A clock that somebody turns by hand. */
function handClock() {
  const due: { at: number; fn: () => void }[] = [];
  let now = 0;
  return {
    after(ms: number, fn: () => void) {
      const one = { at: now + ms, fn };
      due.push(one);
      return () => void due.splice(due.indexOf(one) >>> 0, 1);
    },
    turn(ms: number) {
      now += ms;
      for (const one of due.filter(({ at }) => at <= now)) {
        due.splice(due.indexOf(one), 1);
        one.fn();
      }
    },
    get waiting() {
      return due.length;
    },
  };
}

const firstText = (content: Y.XmlFragment, block: number): Y.XmlText => {
  let at: unknown = content.get(block);
  while (!(at instanceof Y.XmlText)) at = (at as Y.XmlElement).get(0);
  return at;
};

const entriesIn = (piece: Piece): string[] => {
  if (typeof piece === "string") return [];
  if (piece.tag === "button") return [textOf(piece)];
  return (piece.of ?? []).flatMap(entriesIn);
};

describe("a text that is followed", () => {
  it("is drawn as the server draws it, and keeps every block that did not change", () => {
    const doc = docOf(paragraph("one"), { type: "bulletList", content: [item("two")] }, paragraph("three"));
    const text = followText(doc, () => {}, handClock().after);
    const before = text.blocks();
    expect(before).toEqual(readingOf(doc).blocks);
    expect(text.blocks().every((block, index) => block === before[index])).toBe(true);
    firstText(contentOf(doc), 1).insert(3, "!");
    const after = text.blocks();
    expect(after.map((block) => textOf(block))).toEqual(["one", "two!", "three"]);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
    expect(after[1]?.key).toBe(before[1]?.key);
    expect(after[2]).toBe(before[2]);
    text.stop();
  });

  it("tells of many keys once, and of none after it was stopped", () => {
    const clock = handClock();
    const doc = docOf(paragraph("one"));
    let told = 0;
    const text = followText(doc, () => told++, clock.after);
    for (const key of "abc") firstText(contentOf(doc), 0).insert(0, key);
    expect(told).toBe(0);
    clock.turn(REDRAW_MS);
    expect(told).toBe(1);
    firstText(contentOf(doc), 0).insert(0, "d");
    text.stop();
    clock.turn(REDRAW_MS);
    firstText(contentOf(doc), 0).insert(0, "e");
    expect([told, clock.waiting]).toEqual([1, 0]);
  });

  it("has lists of contents that follow the headings, and are drawn anew for nothing else", () => {
    const contents = { type: "toc" };
    const doc = docOf(contents, heading("First"), paragraph("one"), heading(" "), {
      type: "blockquote",
      content: [heading("Second"), contents],
    });
    const text = followText(doc, () => {}, handClock().after);
    const listed = () => text.blocks().flatMap((block) => entriesIn(block));
    expect(listed()).toEqual(["First", "Second", "First", "Second"]);
    const [list] = text.blocks();
    firstText(contentOf(doc), 2).insert(0, "!");
    expect(text.blocks()[0]).toBe(list);
    firstText(contentOf(doc), 1).insert(0, "The ");
    expect(listed()).toEqual(["The First", "Second", "The First", "Second"]);
    contentOf(doc).delete(1, 1);
    expect(listed()).toEqual(["Second", "Second"]);
    expect(text.blocks()).toEqual(readingOf(doc).blocks);
    text.stop();
  });

  it("follows blocks that come, go and change their kind", () => {
    const doc = docOf(paragraph("one"), paragraph("two"));
    const text = followText(doc, () => {}, handClock().after);
    text.blocks();
    const content = contentOf(doc);
    content.delete(0, 1);
    const rule = new Y.XmlElement("horizontalRule");
    content.push([rule]);
    (content.get(0) as Y.XmlElement).setAttribute("align", "center");
    expect(text.blocks().map(({ tag, attributes }) => [tag, attributes?.textAlign])).toEqual([
      ["p", "center"],
      ["hr", undefined],
    ]);
    text.stop();
  });
});

describe("the places of others", () => {
  const doc = docOf(
    paragraph("above"),
    heading("First"),
    { type: "bulletList", content: [item("a"), item("b")] },
    heading("Second"),
    paragraph("end"),
  );
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  const reader = { doc: copy, awareness: new Awareness(copy) } as unknown as Body;
  const { blocks } = readingOf(copy);
  const theirs = new Awareness(doc);
  afterAll(() => {
    theirs.destroy();
    reader.awareness.destroy();
  });

  function say(cursor: object): void {
    theirs.setLocalState({ user: { name: "Ada", hue: 1 }, cursor });
    applyAwarenessUpdate(reader.awareness, encodeAwarenessUpdate(theirs, [doc.clientID]), "test");
  }

  /** Somebody's caret as their editor tells it: `at` is a place in ProseMirror's count. */
  function caretAt(at: number): number {
    const { mapping } = initProseMirrorDoc(contentOf(doc), schema);
    const head = absolutePositionToRelativePosition(at, contentOf(doc), mapping) as Y.RelativePosition;
    const json = Y.relativePositionToJSON(head);
    say({ anchor: json, head: json });
    return doc.clientID;
  }

  it.each([
    ["at the top", 1, 0, ""],
    ["in a heading", 9, 1, "First"],
    ["in a list", 18, 2, "First"],
    ["at the very end", 40, 4, "Second"],
  ])("are found %s", (_where, at, block, over) => {
    const found = blockOf(reader, caretAt(at), blocks);
    expect(found).toBe(block);
    expect(headingOver(found ?? -1, blocks)).toBe(over);
  });

  it("are found to the letter, wherever a caret can stand", () => {
    const { doc: root, mapping } = initProseMirrorDoc(contentOf(doc), schema);
    const numbers = numbersOf(blocks);
    let places = 0;
    root.descendants((node, start) => {
      if (!node.isTextblock) return true;
      for (let at = start + 1; at <= start + 1 + node.content.size; at++) {
        const position = absolutePositionToRelativePosition(
          at,
          contentOf(doc),
          mapping,
        ) as Y.RelativePosition;
        const place = root.resolve(at);
        const letters = root.textBetween(place.before(1), at).length;
        expect(spotOf(copy, position, numbers)).toEqual({ block: place.index(0), letters });
        places++;
      }
      return false;
    });
    expect(places).toBe(27);
  });

  it("are nowhere for somebody who only reads, or says nonsense", () => {
    expect(blockOf(reader, 12345, blocks)).toBeUndefined();
    for (const head of [{ type: { client: 9, clock: 9 } }, { tname: "other" }, "x", null]) {
      say({ anchor: head, head });
      expect(blockOf(reader, doc.clientID, blocks)).toBeUndefined();
    }
  });
});
