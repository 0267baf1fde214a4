// Runs in the browser: what an editor costs that is not ours. A bare contenteditable, and a bare Tiptap, with the same
// paragraphs as the document that is measured. Bundled by bare.ts.

import { Editor } from "@tiptap/core";
import { Document } from "@tiptap/extension-document";
import { Paragraph } from "@tiptap/extension-paragraph";
import { Text } from "@tiptap/extension-text";

export type Bare = "contenteditable" | "tiptap";

/** Puts the caret at the end of the paragraph in the middle. */
export function openBare(kind: Bare, lines: readonly string[]): void {
  const place = document.createElement("div");
  document.body.append(place);
  if (kind === "tiptap") {
    const content = lines.map((text) => ({ type: "paragraph", content: [{ type: "text", text }] }));
    new Editor({
      element: place,
      extensions: [Document, Paragraph, Text],
      content: { type: "doc", content },
    }).commands.focus();
  } else {
    place.contentEditable = "true";
    for (const line of lines) {
      const paragraph = document.createElement("p");
      paragraph.textContent = line;
      place.append(paragraph);
    }
    place.focus();
  }
  const middle = document.querySelectorAll("p")[Math.floor(lines.length / 2)];
  if (middle === undefined) throw new Error("there is no paragraph");
  middle.scrollIntoView({ block: "center" });
  getSelection()?.collapse(middle.firstChild, middle.textContent?.length ?? 0);
}

declare global {
  interface Window {
    openBare: typeof openBare;
  }
}
window.openBare = openBare;
