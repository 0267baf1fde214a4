// Words of export, import and print. Called by app/_features/porting.

import type { Kind } from "../../lib/convert/kinds.ts";
import type { Loss } from "../../lib/convert/report.ts";

const times = (count: number, one: string, many: string) => (count === 1 ? one : `${count} ${many}`);

/** A sentence for each thing that could not be kept. */
const lost: Readonly<Record<Loss, (count: number) => string>> = {
  "unknown-part": (n) => `${times(n, "One part is", "parts are")} kept as plain text.`,
  "unknown-mark": (n) =>
    `${times(n, "One kind of formatting is", "pieces of formatting are")} left out. The words are there.`,
  pictures: (n) =>
    `${times(n, "One picture or file is", "pictures or files are")} not in it: a link or a name stands in the place.`,
  "column-widths": (n) => `${times(n, "One table has", "tables have")} lost the widths of columns.`,
  "list-numbering": (n) => `${times(n, "One list counts", "lists count")} in 1, 2, 3.`,
  "list-start": (n) => `${times(n, "One list begins", "lists begin")} at another number.`,
  "picture-layout": (n) => `${times(n, "One picture has", "pictures have")} lost the size on the page.`,
  "unsafe-link": (n) => `${times(n, "One link was", "links were")} not safe and became plain text.`,
  footnotes: (n) => `${times(n, "One footnote stands", "footnotes stand")} in the text with a number.`,
  "code-settings": (n) =>
    `${times(n, "One block of code has", "blocks of code have")} lost the settings beside the language.`,
  "html-as-text": (n) => `${times(n, "One HTML tag stands", "HTML tags stand")} as text.`,
  "hidden-html": () => "Comments and scripts are left out.",
  "too-deep": (n) => `${times(n, "One part was", "parts were")} nested too deep and stands flat.`,
  "page-break": (n) => `${times(n, "One page break is", "page breaks are")} a line now.`,
};

export const porting = {
  lost,
  export: {
    title: "Export",
    hint: "A file of the whole document, made in this browser.",
    kinds: {
      md: { name: "Markdown", hint: "For GitHub, Obsidian and most editors. Comes back as it was." },
      html: { name: "Web page", hint: "One file that opens in any browser." },
      txt: { name: "Plain text", hint: "Only the words." },
      json: { name: "JSON", hint: "Everything, for moving to another Concord." },
    } satisfies Record<Kind, { name: string; hint: string }>,
    done: (name: string) => `${name} is in your downloads.`,
    whole: "Everything is in it.",
    report: "Not everything could be kept:",
    failed: "The file could not be made. Nothing in the document changed.",
  },
  import: {
    title: "Import",
    waiting: "Waiting",
    sending: "Importing…",
    open: "Open",
    whole: "Everything came along.",
    report: "Not everything could be kept:",
    wrongKind: "This is not Markdown, HTML, text or JSON.",
    tooLarge: "This file is larger than 5 MB.",
    unreadable: "This file could not be read.",
    tooMany: (max: number) => `Only the first ${max} files were taken.`,
    state: (done: number, all: number) =>
      done < all ? `${done} of ${all} imported` : all === 1 ? "Imported" : `All ${all} imported`,
    ended: (failed: number, all: number) =>
      failed === all ? "Nothing was imported" : `${all - failed} imported, ${failed} not`,
  },
} as const;
