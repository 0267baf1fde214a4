// The converters, apart from the page: loaded by save-file.ts when a file is asked for.

import type * as Y from "yjs";
import { writingOf } from "../../../lib/convert/body.ts";
import { htmlOf, MAX_PAGE_PICTURE_BYTES, MAX_PAGE_PICTURES } from "../../../lib/convert/html-out.ts";
import { jsonOf } from "../../../lib/convert/json.ts";
import type { Kind } from "../../../lib/convert/kinds.ts";
import { markdownOf } from "../../../lib/convert/markdown-out.ts";
import { type Lost, Report } from "../../../lib/convert/report.ts";
import { textOf } from "../../../lib/convert/text-out.ts";
import { kids, type Tree } from "../../../lib/convert/tree.ts";
import { en } from "../../_words/en.ts";

export async function convert(
  doc: Y.Doc,
  as: Kind,
  files: string,
): Promise<{ title: string; text: string; lost: readonly Lost[] }> {
  const writing = writingOf(doc);
  const { title, body } = writing;
  const report = new Report();
  const absolute = (file: string) => new URL(`${files}/${file}`, location.origin).href;
  switch (as) {
    case "md":
      return { title, text: markdownOf(writing, { report, addressOf: absolute }), lost: report.list };
    case "html": {
      const pictures = await picturesIn(body, absolute);
      let within = 0;
      const addressOf = (file: string, shown: boolean) => {
        const inside = shown ? pictures.get(file) : undefined;
        return inside !== undefined && ++within <= MAX_PAGE_PICTURES ? inside : absolute(file);
      };
      const lang = document.documentElement.lang || "en";
      return {
        title,
        text: htmlOf(writing, { report, addressOf, lang, untitled: en.ui.untitled }),
        lost: report.list,
      };
    }
    case "txt":
      return { title, text: textOf(writing), lost: [] };
    case "json":
      return { title, text: jsonOf(writing), lost: [] };
  }
}

/** The bytes of the pictures, so that the page needs nothing beside it. Those that do not come stay links. */
async function picturesIn(body: Tree, addressOf: (file: string) => string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const waiting: Tree[] = [body];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    waiting.push(...kids(one));
    const file = one.type === "image" ? one.attrs?.file : undefined;
    if (typeof file !== "string" || found.has(file) || found.size >= MAX_PAGE_PICTURES) continue;
    try {
      const answer = await fetch(addressOf(file));
      const bytes = await answer.blob();
      if (answer.ok && bytes.size <= MAX_PAGE_PICTURE_BYTES && bytes.type.startsWith("image/")) {
        found.set(file, await asData(bytes));
      }
    } catch {
      // Offline: the link is what there is.
    }
  }
  return found;
}

const asData = (bytes: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(bytes);
  });
