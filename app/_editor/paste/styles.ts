// Inline styles become tags, for those that mean something: bold, italic, underline, strike, raised, lowered,
// the marker. All others (fonts, sizes, colours of somebody else's page) are not the writer's wish here.
// Called by clean.ts after the cleaner of the source.

import { all, styleOf, wrapInside } from "./dom.ts";

const BLOCKS = /^(P|H[1-6]|LI|UL|OL|TABLE|TBODY|THEAD|TR|TD|TH|DIV|BLOCKQUOTE|PRE|SECTION|ARTICLE|BODY)$/;

const TAGS: readonly (readonly [RegExp, string])[] = [
  [/font-weight:\s*(bold|bolder|[6-9]00)/i, "strong"],
  [/font-style:\s*(italic|oblique)/i, "em"],
  [/text-decoration[^;]*:[^;]*underline/i, "u"],
  [/text-decoration[^;]*:[^;]*line-through/i, "s"],
  [/vertical-align:\s*super/i, "sup"],
  [/vertical-align:\s*sub(?!\w)/i, "sub"],
];

/** A page is white, or the dark of somebody's theme: a background is a marker only where it is bright and a colour. */
const MARKER =
  /background(?:-color)?:\s*(yellow|lime|aqua|cyan|#ff0\b|#ffff00|rgb\(255,\s*255,\s*0\)|rgb\(0,\s*255,\s*0\)|rgb\(0,\s*255,\s*255\))/i;

export function stylesToTags(page: Document): void {
  for (const element of all(page.body, "[style]")) {
    const style = styleOf(element);
    // What a block looks like is the look of its kind; only the words in a line carry marks.
    if (BLOCKS.test(element.tagName)) continue;
    const inLink = element.closest("a") !== null;
    for (const [pattern, tag] of TAGS) {
      if (!pattern.test(style)) continue;
      // Links are underlined anyway, headings and heads of tables are bold anyway.
      if (tag === "u" && (inLink || element.querySelector("a") !== null)) continue;
      if (tag === "strong" && element.closest("h1,h2,h3,h4,h5,h6,th") !== null) continue;
      wrapInside(element, tag);
    }
    if (MARKER.test(style)) wrapInside(element, "mark");
    // <b style="font-weight:normal"> says that it is none.
    if (/^(B|STRONG)$/.test(element.tagName) && /font-weight:\s*(normal|lighter|[1-5]00)/i.test(style)) {
      element.replaceWith(...element.childNodes);
    }
    if (/^(I|EM)$/.test(element.tagName) && /font-style:\s*normal/i.test(style)) {
      element.replaceWith(...element.childNodes);
    }
  }
}

/** Sides that somebody chose; "left" is said of everything and means nothing. */
export function keepSides(page: Document): void {
  for (const element of page.body.querySelectorAll<HTMLElement>("p, h1, h2, h3, h4, h5, h6, td, th")) {
    const side =
      /text-align:\s*(center|right|justify)\b/i.exec(styleOf(element))?.[1] ??
      /^(center|right)$/i.exec(element.getAttribute("align") ?? "")?.[1];
    element.removeAttribute("style");
    element.removeAttribute("align");
    if (side !== undefined && element.getAttribute("dir") !== "rtl")
      element.setAttribute("style", `text-align: ${side.toLowerCase()}`);
  }
}
