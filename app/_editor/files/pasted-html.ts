// The pictures in pasted HTML. Called while pasting, and by tests. What can be had (bytes in the HTML, files of
// our other documents) becomes a sign in the text, at whose place the picture will stand once it is stored;
// what lies on other sites becomes a link, for loading it would tell them who reads here.

import { fileNameOf, PICTURE_TYPES, parseFileAddress, parseFileId } from "../../../lib/files.ts";
import { isSafeLink } from "../../../lib/links.ts";
import type { DocId } from "../../../lib/names.ts";
import { alignOf, captionOf, widthOf } from "../../../lib/pictures.ts";
import { fileWords } from "../../_words/files.ts";

/** Pictures that are taken from one paste. The others stay out, as they would for a folder of files. */
const MAX_PASTED = 50;

/** What a node that is still to come shall say beside its file. */
export type Carried = Readonly<Record<string, unknown>>;

export interface PastedPicture {
  /** Letters that stand in the text where the picture shall be. */
  readonly sign: string;
  readonly name: string;
  /** `data:` with bytes, or an address on this server. */
  readonly address: string;
  readonly carried: Carried;
}

export interface Pasted {
  readonly html: string;
  readonly pictures: readonly PastedPicture[];
  /** Pictures on other sites, which became links. */
  readonly elsewhere: number;
}

const DATA = new RegExp(`^data:(?:${PICTURE_TYPES.join("|")}|image/jpg);base64,[A-Za-z0-9+/=\\s]+$`, "i");

/** `key` makes the signs of one paste unlike any other text. */
export function picturesIn(html: string, own: DocId, origin: string, key: string): Pasted {
  if (!/<(?:img|figure|div)\b/i.test(html)) return { html, pictures: [], elsewhere: 0 };
  // Nothing in it is loaded or run: it has no window.
  const page = new DOMParser().parseFromString(html, "text/html");
  const pictures: PastedPicture[] = [];
  let elsewhere = 0;
  let changed = false;
  const take = (element: Element, address: string, name: string, carried: Carried) => {
    changed = true;
    if (pictures.length >= MAX_PASTED) return element.remove();
    const sign = `\ue000${key}:${pictures.length}\ue001`;
    pictures.push({ sign, name, address, carried });
    element.replaceWith(page.createTextNode(sign));
  };
  for (const card of page.querySelectorAll('div[data-type="file"]')) {
    const from = ownAddress(card.querySelector("a")?.getAttribute("href"), origin);
    if (from === undefined || from.doc === own) continue;
    take(card, from.address, fileNameOf(card.querySelector("a")?.textContent), {});
  }
  for (const image of page.querySelectorAll("img")) {
    const source = image.getAttribute("src") ?? "";
    const figure = image.closest('figure[data-type="image"]');
    const from = ownAddress(source, origin);
    // A picture of this very document is pasted as it is.
    if (from?.doc === own && figure !== null && parseFileId(figure.getAttribute("data-file"))) continue;
    const alt = image.getAttribute("alt")?.trim();
    const says = figure === null ? (alt ? { alt } : {}) : carriedBy(figure, alt);
    const name = fileNameOf(figure?.getAttribute("data-name") ?? "") || fileWords.unnamed;
    changed = true;
    if (from !== undefined) take(figure ?? image, from.address, name, says);
    else if (DATA.test(source)) take(image, source, name, says);
    else if (isSafeLink(source) && /^https?:/i.test(source)) {
      elsewhere++;
      // Inside of a link the words are enough: it leads somewhere already.
      const words = page.createTextNode(alt || fileWords.linkTo);
      const link = page.createElement("a");
      link.setAttribute("href", source);
      link.append(words);
      image.replaceWith(image.closest("a") === null ? link : words);
    } else image.remove();
  }
  // Written anew only where something had to be: what is not touched is pasted as it came.
  return { html: changed ? page.documentElement.outerHTML : html, pictures, elsewhere };
}

function carriedBy(figure: Element, alt: string | undefined): Carried {
  const style = figure.getAttribute("style") ?? "";
  const width = /width:\s*(\d+)%/.exec(style)?.[1];
  return {
    alt: figure.getAttribute("data-alt") === "none" ? null : (alt ?? null),
    caption: captionOf(figure.querySelector("figcaption")?.textContent ?? ""),
    align: alignOf(figure.getAttribute("data-align")),
    width: widthOf(Number(width)),
  };
}

function ownAddress(source: string | null | undefined, origin: string) {
  if (!source || !URL.canParse(source, origin)) return undefined;
  const url = new URL(source, origin);
  const found = url.origin === origin ? parseFileAddress(url.pathname) : undefined;
  return found && { ...found, address: url.pathname };
}

/** The bytes of a `data:` address that passed above. */
export function blobOf(address: string): Blob {
  const comma = address.indexOf(",");
  const type = /^data:([^;,]*)/.exec(address)?.[1] ?? "";
  const letters = atob(address.slice(comma + 1).replace(/\s+/g, ""));
  return new Blob([Uint8Array.from(letters, (letter) => letter.charCodeAt(0))], { type });
}
