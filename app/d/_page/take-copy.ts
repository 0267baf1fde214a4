// Gives the document out of the browser: as a file, on the clipboard, as a link. Called by the header's
// menu, the save status and the banner. Needs neither the server nor the editor.

import type * as Y from "yjs";
import { titleOf } from "../../../lib/doc.ts";
import { addressOf, type DocId, slugOf } from "../../../lib/names.ts";
import { toast } from "../../_ui/toast.tsx";
import { en } from "../../_words/first.ts";

const words = en.document;
/** Long enough for the browser to have begun reading the file. */
const KEEP_FILE_MS = 60_000;

/** What reads the text out of a document is not needed before somebody wants it. The page fetches it at rest. */
export const copying = () => import("../../_editor/copy.ts");

export async function downloadCopy(doc: Y.Doc, as: "txt" | "html"): Promise<void> {
  const { pageOf, textOf } = await copying();
  const name = `${slugOf(titleOf(doc).toString()) || slugOf(en.ui.untitled)}.${as}`;
  const [text, type] =
    as === "txt" ? [textOf(doc), "text/plain"] : [pageOf(doc, words.unknownPart), "text/html"];
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_FILE_MS);
}

export async function copyText(doc: Y.Doc): Promise<void> {
  const done = await copying().then(
    ({ textOf }) => toClipboard(textOf(doc)),
    () => false,
  );
  toast({
    text: done ? words.textCopied : words.textNotCopied,
    ...(done ? {} : { tone: "caution" as const }),
  });
}

/** An address lets nobody in: it says for whom it opens, and what lets others in. */
export async function copyAddress(id: DocId, title: string, owns: boolean): Promise<void> {
  const done = await toClipboard(`${location.origin}${addressOf(id, title)}`);
  toast(
    done
      ? { text: en.ui.addressCopied, detail: owns ? en.ui.addressOfOwn : en.ui.addressOfOthers }
      : { text: words.linkNotCopied, tone: "caution" },
  );
}

async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not a secure context (a plain http address in a local network), or not allowed: the old way.
    const holder = document.createElement("textarea");
    holder.value = text;
    holder.className = "hidden-text";
    document.body.append(holder);
    const before = document.activeElement;
    holder.select();
    const done = document.execCommand("copy");
    holder.remove();
    if (before instanceof HTMLElement) before.focus();
    return done;
  }
}
