// Copies a link that may still have to be made. Called by the share dialog, straight from a press: some
// browsers only allow copying while the press is fresh, so they are handed the promise of a text.

import { copyText } from "../../_ui/copy-text.ts";
import { toast } from "../../_ui/toast.tsx";
import { en } from "../../_words/en.ts";

let quiet = () => {};

/** Says so for a moment. */
export function sayCopied(): void {
  quiet = toast({ text: en.sharing.copied });
}

/** The next press is about something else, and on a phone the slip may lie right on it. */
export const hush = (): void => quiet();

/** Answers whether it was copied; `false` as well where there was nothing to copy. */
export async function copyWhenMade(made: Promise<string | undefined>): Promise<boolean> {
  if (typeof ClipboardItem !== "undefined" && navigator.clipboard?.write !== undefined) {
    const blob = made.then((text) => {
      if (text === undefined) throw new Error("nothing was made");
      return new Blob([text], { type: "text/plain" });
    });
    try {
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
      return true;
    } catch {
      // Not allowed here, or not made: below it is known which.
    }
  }
  const text = await made;
  return text !== undefined && copyText(text);
}
