// A tree becomes one HTML page that needs nothing beside it: no script, no address but the links of the text.
// Called for exports and prints of the API. Escaped by construction (html-elements.ts). import.ts reads it back.

import { isSafeLink } from "../links.ts";
import { el, escaped, type Markup, type Value } from "./html-elements.ts";
import { GENERATOR, STYLE } from "./html-page.ts";
import { keptWidths } from "./html-table.ts";
import type { Report } from "./report.ts";
import {
  dayOf,
  isInline,
  kids,
  kindOf,
  languageOf,
  levelOf,
  MAX_DEPTH,
  type Mark,
  numberingOf,
  plainText,
  spanOf,
  standing,
  startOf,
  type Tree,
  toneOf,
  type Writing,
  whole,
  words,
} from "./tree.ts";

export interface HtmlOptions {
  readonly report: Report;
  /** Language of the words around the text. */
  readonly lang: string;
  readonly untitled: string;
  /** The bytes of a picture or where it is; without it only what it shows is said. */
  readonly addressOf?: ((file: string, shown: boolean) => string | undefined) | undefined;
}

/** Pictures that are put into one page, each time they stand there, and bytes of one: a page of 500 MB opens
 *  nowhere. Those beyond stay links. */
export const MAX_PAGE_PICTURES = 100;
export const MAX_PAGE_PICTURE_BYTES = 5_000_000;

export function htmlOf({ title, body }: Writing, options: HtmlOptions): string {
  const shown = title || options.untitled;
  const named = title === "" ? [] : [el("h1", {}, escaped(title))];
  // A text without a title that begins with a heading: an empty title says that this is none.
  const [first] = kids(body);
  const bare = title === "" && first?.type === "heading" && levelOf(first.attrs?.level) === 1;
  return `<!doctype html>\n${el(
    "html",
    { lang: options.lang },
    "\n",
    el(
      "head",
      {},
      '<meta charset="utf-8">',
      GENERATOR,
      '<meta name="viewport" content="width=device-width, initial-scale=1">',
      // Nothing may run in it and nothing may be fetched, also when somebody serves it from a house of their own.
      `<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data: https: http:">`,
      el("title", {}, escaped(shown)),
      el("style", {}, STYLE),
    ),
    "\n",
    el(
      "body",
      {},
      "\n",
      ...named,
      ...(bare ? [el("h1", {})] : []),
      "\n",
      ...blocks(kids(body), options, 0),
      "\n",
    ),
    "\n",
  )}\n`;
}

/** Only what is in the body: for a part of a page. */
export const htmlOfBlocks = (nodes: readonly Tree[], options: HtmlOptions): string =>
  blocks(nodes, options, 0).join("\n");

function blocks(nodes: readonly Tree[], options: HtmlOptions, depth: number): Markup[] {
  return nodes.map((one) => (isInline(one) ? el("p", {}, ...line([one])) : block(one, options, depth)));
}

function block(one: Tree, options: HtmlOptions, depth: number): Markup {
  if (depth > MAX_DEPTH) return el("p", {}, escaped(plainText(one)));
  const inner = (nodes = kids(one)) => blocks(nodes, options, depth + 1);
  switch (one.type) {
    case "paragraph":
      return el("p", stands(one), ...line(kids(one)));
    case "heading":
      return el(`h${levelOf(one.attrs?.level)}`, stands(one), ...line(kids(one)));
    case "blockquote":
      return el("blockquote", led(one), ...inner());
    case "callout":
      return el(
        "div",
        { "data-type": "callout", "data-kind": kindOf(one.attrs?.kind) ?? "note", ...led(one) },
        ...inner(),
      );
    case "toggle": {
      const [first, ...rest] = kids(one);
      const summary = first === undefined ? [] : inner([first]);
      return el("details", { open: true, ...led(one) }, el("summary", {}, ...summary), ...inner(rest));
    }
    case "bulletList":
      return el("ul", led(one), ...inner());
    case "orderedList": {
      const start = startOf(one.attrs?.start);
      const type = numberingOf(one.attrs?.type);
      return el(
        "ol",
        { ...led(one), start: start === 1 ? undefined : start, type: type === "1" ? undefined : type },
        ...inner(),
      );
    }
    case "taskList":
      return el("ul", { "data-type": "taskList", ...led(one) }, ...inner());
    case "listItem":
      return el("li", {}, ...inner());
    case "taskItem": {
      const checked = one.attrs?.checked === true;
      const box = el("input", { type: "checkbox", disabled: true, checked });
      return el("li", { "data-checked": String(checked) }, box, el("div", {}, ...inner()));
    }
    case "codeBlock": {
      const language = languageOf(one.attrs?.language);
      return el("pre", {}, el("code", { class: language && `language-${language}` }, code(one)));
    }
    case "mathBlock":
      return el("pre", { "data-type": "math" }, code(one));
    case "horizontalRule":
      return el("hr", {});
    case "pageBreak":
      return el("div", { "data-type": "pageBreak" });
    case "toc":
      return el("nav", { "data-type": "toc" });
    case "bookmark":
      return bookmark(one);
    case "image":
    case "file":
      return file(one, options);
    case "table":
      return table(one, options, depth);
    case "tableRow":
      return el("tr", {}, ...inner());
    case "tableHeader":
      return el("th", cellOf(one), ...inner());
    case "tableCell":
      return el("td", cellOf(one), ...inner());
    default:
      options.report.lost("unknown-part");
      return el("div", {}, ...inner());
  }
}

function stands(one: Tree): Record<string, Value> {
  const { align, dir } = standing(one) ?? {};
  return { style: align && `text-align: ${align}`, "data-align": align, dir };
}

/** What holds blocks runs as its first line does. `auto` asks for the first letter, but passes over a line that was
 *  told how to run. */
function led(one: Tree): Record<string, Value> {
  let first: Tree | undefined = one;
  for (let depth = 0; first !== undefined && depth <= MAX_DEPTH; depth++) {
    const dir = standing(first)?.dir;
    if (dir !== undefined) return { dir };
    first = kids(first)[0];
  }
  return { dir: "auto" };
}

/** In a frame, which scrolls on a screen. */
function table(one: Tree, options: HtmlOptions, depth: number): Markup {
  const kept = keptWidths(one);
  const columns = kept?.map((width) => el("col", { style: `--keep: ${width}ch` })) ?? [];
  return el(
    "div",
    { class: kept === undefined ? "table" : "table wide", ...led(one) },
    el(
      "table",
      {},
      ...(kept === undefined ? [] : [el("colgroup", {}, ...columns)]),
      el("tbody", {}, ...blocks(kids(one), options, depth + 1)),
    ),
  );
}

function cellOf({ attrs }: Tree): Record<string, Value> {
  const side = attrs?.align;
  const align = side === "left" || side === "center" || side === "right" ? side : undefined;
  const span = (value: unknown) => (spanOf(value) === 1 ? undefined : spanOf(value));
  return {
    colspan: span(attrs?.colspan),
    rowspan: span(attrs?.rowspan),
    style: align && `text-align: ${align}`,
    "data-align": align,
  };
}

/** A line break at its very start would be taken for the eye of whoever reads the source. */
function code(one: Tree): Markup {
  const letters = kids(one)
    .map((child) => child.text ?? plainText(child))
    .join("");
  return escaped(letters.startsWith("\n") ? `\n${letters}` : letters);
}

const LINK = { rel: "noopener noreferrer nofollow", target: "_blank" };

function bookmark({ attrs }: Tree): Markup {
  const href = attrs?.href;
  if (typeof href !== "string" || !isSafeLink(href)) return el("p", {}, escaped(words(attrs?.title, 200)));
  return el(
    "div",
    { "data-type": "bookmark" },
    el("a", { href, ...LINK }, escaped(words(attrs?.title, 200) || href)),
  );
}

function file({ type, attrs }: Tree, { addressOf, report }: HtmlOptions): Markup {
  const id = attrs?.file;
  const address =
    typeof id === "string" && /^[0-9a-f]{64}$/.test(id) ? addressOf?.(id, type === "image") : undefined;
  const alt = words(attrs?.alt, 1_000);
  const caption = words(attrs?.caption, 500);
  const name = words(attrs?.name, 120);
  if (address === undefined) {
    report.lost("pictures");
    return el("p", {}, escaped([alt, caption].filter(Boolean).join(" — ") || name));
  }
  if (type === "file")
    return el("p", {}, el("a", { href: address, download: name || true }, escaped(name || "file")));
  const width = whole(attrs?.width, 10, 100);
  return el(
    "figure",
    { "data-type": "image" },
    el("img", { src: address, alt, style: width === undefined ? undefined : `width: ${width}%` }),
    ...(caption === "" ? [] : [el("figcaption", {}, escaped(caption))]),
  );
}

// ---- lines ----------------------------------------------------------------------------------------------

const TAG: Readonly<Record<string, string>> = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strike: "s",
  code: "code",
  subscript: "sub",
  superscript: "sup",
};

function marked(inner: Markup, { type, attrs }: Mark): Markup {
  if (type === "link") {
    const href = attrs?.href;
    if (typeof href !== "string" || href.length > 2_000 || !isSafeLink(href)) return inner;
    return el("a", { href, title: words(attrs?.title, 200) || undefined, ...LINK }, inner);
  }
  if (type === "highlight") return el("mark", { "data-tone": toneOf(attrs?.tone) }, inner);
  if (type === "textColor") return el("span", { "data-color": toneOf(attrs?.tone) ?? "" }, inner);
  const tag = TAG[type];
  return tag === undefined ? inner : el(tag, {}, inner);
}

function line(nodes: readonly Tree[]): Markup[] {
  const made = nodes.map((one) => {
    // Spaces that stand together, or at an edge, would be one or none in a browser.
    if (one.text !== undefined) return (one.marks ?? []).reduceRight(marked, spaced(one.text));
    switch (one.type) {
      case "hardBreak":
        return el("br", {});
      case "mathInline":
        return el("span", { "data-type": "math" }, escaped(words(one.attrs?.source, 1_000)));
      case "mention":
        return el("span", { "data-type": "mention" }, escaped(`@${words(one.attrs?.name, 60)}`));
      case "date": {
        const day = dayOf(one.attrs?.day);
        return day === undefined ? "" : el("time", { "data-type": "date", datetime: day }, escaped(day));
      }
      default:
        return escaped(kids(one).length > 0 ? plainText(one) : "");
    }
  });
  // The last break of a line shows nothing by itself.
  return nodes.at(-1)?.type === "hardBreak" || made.length === 0 ? [...made, "<br>"] : made;
}

const spaced = (value: string): Markup => escaped(value).replace(/\r\n|\r|\n/g, "<br>");
