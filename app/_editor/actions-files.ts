// The actions of pictures and files, as the menus and the palette want them. The table of all actions takes
// this list as it is (commands/all.ts).

import { ImagePlus, Paperclip } from "lucide-react";
import { fileWords as words } from "../_words/files.ts";
import type { Action } from "./commands/action.ts";
import { insertFiles } from "./files/choose.ts";
import { deskOf } from "./files/extension.ts";

export const fileActions: readonly Action[] = [
  {
    id: "file.image",
    label: words.image,
    keywords: words.imageKeywords.split(" "),
    icon: ImagePlus,
    group: "insert",
    places: ["slash", "toolbar"],
    isAvailable: (editor) => deskOf(editor)?.doc !== undefined,
    run: (editor) => insertFiles(editor, "image"),
  },
  {
    id: "file.file",
    label: words.file,
    keywords: words.fileKeywords.split(" "),
    icon: Paperclip,
    group: "insert",
    places: ["slash"],
    isAvailable: (editor) => deskOf(editor)?.doc !== undefined,
    run: (editor) => insertFiles(editor, "file"),
  },
];
