// Pictures and attached files in a body. The bytes are never in it: a node names its file by hash, and the
// server keeps that beside the document. Called by schema.ts. `files` is the address under which this
// document's files lie, or "" where there is none (a server that converts). A page draws them as:
//   image -> <figure data-type="image" data-file="hash" data-align="left|center|right" style="width: 40%">
//              <img src="FILES/hash" alt width height loading="lazy"> <figcaption>caption</figcaption>
//            </figure>       width, height: pixels of the picture, left out where not known; style: where set;
//            data-align: not for center; <figcaption>: where there is a caption;
//            data-alt="none": nobody has described it yet. Without a file: an empty <figure>.
//   file  -> <div data-type="file" data-file="hash" data-bytes="123">
//              <a href="FILES/hash?download" download="name">name</a> </div>
// A shared body holds whatever anybody wrote, so attributes are read through `pictureOf` and `attachmentOf`.
// There are no pictures from elsewhere: fetching one would tell a stranger who reads this document, and when.
// A caption is an attribute and not text in the node: what turns blocks into other blocks would turn a
// picture with text in it into a heading, and the picture would be gone.

import { Node } from "@tiptap/core";
import { type FileId, fileNameOf, parseFileAddress, parseFileId } from "../files.ts";
import {
  alignOf,
  altOf,
  attachmentOf,
  captionOf,
  MAX_BYTES,
  pictureOf,
  pixelsOf,
  whole,
  widthOf,
} from "../pictures.ts";

/** Each attribute is read from the element, and is written by `renderHTML` of the node as a whole. */
const attribute = (fallback: unknown, parseHTML: (element: HTMLElement) => unknown) => ({
  default: fallback,
  rendered: false,
  parseHTML,
});

const imageIn = (element: HTMLElement) => element.querySelector("img");
const numberIn = (element: HTMLElement, name: string) => Number(imageIn(element)?.getAttribute(name));
const fileIn = (element: HTMLElement, files: string): FileId | null => {
  const named = parseFileId(element.dataset.file);
  if (named === undefined) return null;
  // A file of another document is not to be had under this one; the editor brings those over (app/_editor/files).
  const link = imageIn(element)?.getAttribute("src") ?? element.querySelector("a")?.getAttribute("href");
  const from = parseFileAddress(link ?? "");
  return from === undefined || files === "" || link?.includes(`${files}/`) ? named : null;
};

const image = (files: string) =>
  Node.create({
    name: "image",
    group: "block",
    atom: true,
    draggable: true,
    addAttributes: () => ({
      file: attribute(null, (element) => fileIn(element, files)),
      alt: attribute(null, (element) =>
        element.dataset.alt === "none" ? null : altOf(imageIn(element)?.getAttribute("alt") ?? null),
      ),
      caption: attribute("", (element) => captionOf(element.querySelector("figcaption")?.textContent ?? "")),
      width: attribute(null, (element) => widthOf(Math.round(Number.parseFloat(element.style.width)))),
      align: attribute("center", (element) => alignOf(element.dataset.align)),
      pixelWidth: attribute(null, (element) => pixelsOf(numberIn(element, "width"))),
      pixelHeight: attribute(null, (element) => pixelsOf(numberIn(element, "height"))),
      name: attribute("", (element) => fileNameOf(element.dataset.name ?? "")),
    }),
    parseHTML: () => [
      {
        tag: 'figure[data-type="image"]',
        getAttrs: (element) => (fileIn(element, files) === null ? false : null),
      },
    ],
    renderHTML: ({ node }) => {
      const { file, alt, caption, width, align, pixelWidth, pixelHeight, name } = pictureOf(node.attrs);
      const outer: Record<string, string> = { "data-type": "image" };
      if (file === null) return ["figure", outer];
      outer["data-file"] = file;
      if (align !== "center") outer["data-align"] = align;
      if (alt === null) outer["data-alt"] = "none";
      if (name !== "") outer["data-name"] = name;
      if (width !== null) outer.style = `width: ${width}%`;
      const inner: Record<string, string> = { src: `${files}/${file}`, alt: alt ?? "", loading: "lazy" };
      if (pixelWidth !== null && pixelHeight !== null) {
        inner.width = String(pixelWidth);
        inner.height = String(pixelHeight);
      }
      const parts: ["img", Record<string, string>] = ["img", inner];
      return caption === "" ? ["figure", outer, parts] : ["figure", outer, parts, ["figcaption", caption]];
    },
  });

const file = (files: string) =>
  Node.create({
    name: "file",
    group: "block",
    atom: true,
    draggable: true,
    addAttributes: () => ({
      file: attribute(null, (element) => fileIn(element, files)),
      name: attribute("", (element) => fileNameOf(element.querySelector("a")?.textContent ?? "")),
      bytes: attribute(null, (element) => whole(Number(element.dataset.bytes), 0, MAX_BYTES)),
    }),
    parseHTML: () => [
      {
        tag: 'div[data-type="file"]',
        getAttrs: (element) => (fileIn(element, files) === null ? false : null),
      },
    ],
    renderHTML: ({ node }) => {
      const { file: id, name, bytes } = attachmentOf(node.attrs);
      const outer: Record<string, string> = { "data-type": "file" };
      if (id === null) return ["div", outer];
      outer["data-file"] = id;
      if (bytes !== null) outer["data-bytes"] = String(bytes);
      return [
        "div",
        outer,
        ["a", { href: `${files}/${id}?download`, download: name }, name || id.slice(0, 8)],
      ];
    },
  });

export const fileNodes = (files = "") => [image(files), file(files)];
