// An attached file in the text: a card with its name, kind and size, which saves it when its name is pressed.
// Called by the extension.

import type { Editor } from "@tiptap/core";
import type { NodeViewConstructor } from "@tiptap/pm/view";
import { sizeInWords } from "../../../lib/files.ts";
import { attachmentOf } from "../../../lib/pictures.ts";
import { fileSigns as words } from "../../_words/file-signs.ts";
import type { Desk } from "./desk.ts";
import { ignoreMutation, isControl, make, toolsSlot } from "./view-parts.ts";

export const fileView =
  (_editor: Editor, desk: Desk): NodeViewConstructor =>
  (node) => {
    const dom = make("div", "", { "data-type": "file" });
    const link = make("a", "");
    const says = make("span", "file-says");
    dom.append(toolsSlot(), link, says);

    function show(attrs: Readonly<Record<string, unknown>>): void {
      const { file, name, bytes } = attachmentOf(attrs);
      dom.dataset.file = file ?? "";
      link.textContent = name || (file === null ? words.absent : file.slice(0, 8));
      if (file === null) link.removeAttribute("href");
      else {
        link.href = `${desk.addressOf(file)}?download`;
        link.download = name;
      }
      const kind = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toUpperCase();
      says.textContent = [kind, bytes === null ? undefined : sizeInWords(bytes)].filter(Boolean).join(" · ");
    }
    show(node.attrs);

    return {
      dom,
      update(next) {
        if (next.type !== node.type) return false;
        show(next.attrs);
        return true;
      },
      stopEvent: isControl,
      ignoreMutation,
    };
  };
