// Excel and Google Sheets: one table whose cells are letters; the first row is a head where it was made to look
// like one. Widths, fonts and borders were made for another screen.

import { all, isBlank, rename, styleOf, unwrap } from "../dom.ts";
import type { Source } from "./source.ts";

const isBold = (cell: Element): boolean =>
  /font-weight:\s*(bold|[6-9]00)/i.test(styleOf(cell)) ||
  cell.querySelector("b, strong, [style*='font-weight:700' i], [style*='font-weight: bold' i]") !== null;

function tables(page: Document, boldClasses: ReadonlySet<string>): void {
  for (const extra of all(page.body, "colgroup, col, caption:empty")) extra.remove();
  for (const table of page.body.querySelectorAll("table")) {
    // Rows of nothing at the end come with a generous selection.
    const rows = [...table.querySelectorAll("tr")];
    while (rows.length > 1 && [...(rows.at(-1)?.children ?? [])].every(isBlank)) rows.pop()?.remove();
    const [first] = rows;
    const cells = [...(first?.children ?? [])];
    const bold = (cell: Element) => isBold(cell) || [...cell.classList].some((name) => boldClasses.has(name));
    const isHead =
      rows.length > 1 &&
      cells.length > 0 &&
      cells.every((cell) => isBlank(cell) || bold(cell)) &&
      !cells.every(isBlank);
    if (isHead) for (const cell of cells) copySpans(cell, rename(cell, "th"));
    for (const cell of table.querySelectorAll("td, th")) {
      for (const strong of all(cell, "b, strong, font, span"))
        if (cell.tagName === "TH" || strong.tagName === "FONT" || strong.tagName === "SPAN") unwrap(strong);
      cell.removeAttribute("style");
      if (isBlank(cell)) cell.textContent = "";
    }
  }
}

function copySpans(from: Element, to: Element): void {
  for (const name of ["colspan", "rowspan"]) {
    const value = from.getAttribute(name);
    if (value !== null) to.setAttribute(name, value);
  }
}

export const excel: Source = {
  name: "excel",
  is: (_, html) => /urn:schemas-microsoft-com:office:excel|ProgId content="?Excel/i.test(html),
  clean(page, html) {
    // Excel says what is bold in a style sheet: .xl65 {font-weight:700}
    const bold = new Set(
      [...html.matchAll(/\.(xl\d+)\s*\{([^}]*)\}/g)].flatMap(([, name, rules]) =>
        name !== undefined && /font-weight:\s*700/i.test(rules ?? "") ? [name] : [],
      ),
    );
    tables(page, bold);
  },
};

export const sheets: Source = {
  name: "sheets",
  is: (_, html) => /google-sheets-html-origin|data-sheets-(root|value)/i.test(html),
  clean(page) {
    for (const around of all(page.body, "google-sheets-html-origin")) unwrap(around);
    tables(page, new Set());
  },
};
