// A document leaves the browser as a file. Called by the export dialog. Needs neither the server nor the
// editor; the converters are loaded when somebody asks for one.

import type * as Y from "yjs";
import type { Kind } from "../../../lib/convert/kinds.ts";
import type { Lost } from "../../../lib/convert/report.ts";
import { slugOf } from "../../../lib/names.ts";
import { en } from "../../_words/en.ts";

/** Long enough for the browser to have begun reading the file. */
const KEEP_FILE_MS = 60_000;

const TYPES: Readonly<Record<Kind, string>> = {
  md: "text/markdown",
  html: "text/html",
  txt: "text/plain",
  json: "application/json",
};

export interface Saved {
  readonly name: string;
  readonly lost: readonly Lost[];
}

export async function saveFile(doc: Y.Doc, as: Kind, files: string): Promise<Saved> {
  const { convert } = await import("./convert.ts");
  const { title, text, lost } = await convert(doc, as, files);
  const name = `${slugOf(title) || slugOf(en.ui.untitled)}.${as}`;
  const url = URL.createObjectURL(new Blob([text], { type: `${TYPES[as]};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_FILE_MS);
  return { name, lost };
}
