// Pictures and files in a copy of a document that needs no server (copy.ts). Their bytes are not in the body, so
// a copy says what stood there, in words: nothing is left out without a trace.

import { attachmentOf, pictureOf } from "../../../lib/pictures.ts";
import { fileWords as words } from "../../_words/files.ts";

/** `undefined` for every other node. */
export function fileShape(
  name: string,
  attribute: (key: string) => unknown,
  page: Document,
): Element | undefined {
  if (name !== "image" && name !== "file") return undefined;
  const element = page.createElement(name === "image" ? "figure" : "div");
  element.setAttribute("data-type", name);
  if (name === "file") {
    element.textContent = words.fileInCopy(attachmentOf({ name: attribute("name") }).name);
    return element;
  }
  const picture = pictureOf({
    alt: attribute("alt"),
    caption: attribute("caption"),
    name: attribute("name"),
  });
  element.textContent = words.imageInCopy(picture.alt || picture.name);
  if (picture.caption !== "") {
    const caption = page.createElement("figcaption");
    caption.textContent = picture.caption;
    element.append(page.createElement("br"), caption);
  }
  return element;
}
