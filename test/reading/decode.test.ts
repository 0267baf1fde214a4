// A rendering that came over the network: what the tables can draw comes through, and nothing else does.

import { describe, expect, it } from "vitest";
import { decodeReading } from "../../lib/render/decode.ts";

const block = (element: object) => ({ title: "", blocks: [{ key: "1.0", ...element }] });
const first = (element: object) => decodeReading(block(element))?.blocks[0];

describe("a rendering from the network", () => {
  it.each([
    undefined,
    null,
    "x",
    [],
    {},
    { title: "x" },
    { title: 1, blocks: [] },
    { title: "x", blocks: {} },
  ])("that is none is refused: %j", (value) => {
    expect(decodeReading(value)).toBeUndefined();
  });

  it("keeps what the tables draw", () => {
    const reading = {
      title: "A title",
      blocks: [
        {
          key: "1.0",
          tag: "p",
          of: ["a", { tag: "a", attributes: { href: "/d/x", rel: "nofollow" }, of: ["b"] }],
        },
        { key: "1.9", tag: "ol", attributes: { start: 3, "data-type": "x" }, of: [] },
      ],
      next: 2,
    };
    expect(decodeReading(reading)).toEqual(reading);
  });

  it("leaves out elements, attributes and addresses that no table draws", () => {
    for (const tag of ["script", "style", "iframe", "object", "form", "P", "__proto__", 7, undefined]) {
      expect(first({ tag })).toBeUndefined();
      expect(first({ tag: "p", of: ["a", { tag }, null, 7, ["b"]] })).toEqual({
        key: "1.0",
        tag: "p",
        of: ["a"],
      });
    }
    const attributes = {
      onclick: "alert(1)",
      onClick: "alert(1)",
      style: "color: red",
      dangerouslySetInnerHTML: { __html: "<b>" },
      ref: "x",
      href: "javascript:alert(1)",
      colSpan: "2",
      checked: "yes",
      className: { toString: "x" },
      file: "../../../x",
      src: "https://example.org/counted.png",
    };
    expect(first({ tag: "a", attributes })).toEqual({ key: "1.0", tag: "a", attributes: {} });
  });

  it("leaves out blocks without a key, and numbers that lead nowhere", () => {
    expect(decodeReading({ title: "", blocks: [{ tag: "p" }, null, "p"], next: -1 })).toEqual({
      title: "",
      blocks: [],
    });
  });

  it("does not follow a nesting without end", () => {
    let deep: object = { tag: "p" };
    for (let depth = 0; depth < 2_000; depth++) deep = { tag: "blockquote", of: [deep] };
    let found: unknown = first(deep);
    let depth = 0;
    while (typeof found === "object" && found !== null) {
      found = (found as { of?: readonly unknown[] }).of?.[0];
      depth++;
    }
    expect(depth).toBeLessThan(400);
  });
});
