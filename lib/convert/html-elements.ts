// Elements and text of a page, escaped by construction: an element is made by `el`, and nothing else makes a sign
// that a browser would read as markup. Called by html-out.ts, which knows what a document is made of.

export type Value = string | number | boolean | undefined;

/** Text that has been escaped, or made by `el`. */
export type Markup = string & { readonly __brand?: "markup" };

export const escaped = (value: string): Markup =>
  value
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/'/g, "&#39;")
    .replaceAll("\u0000", "\ufffd");

const VOID: ReadonlySet<string> = new Set(["br", "col", "hr", "img", "input", "meta"]);

export function el(
  tag: string,
  attributes: Readonly<Record<string, Value>>,
  ...inner: readonly Markup[]
): Markup {
  const written = Object.entries(attributes)
    .map(([name, value]) =>
      value === undefined || value === false
        ? ""
        : value === true
          ? ` ${name}`
          : ` ${name}="${escaped(String(value))}"`,
    )
    .join("");
  return VOID.has(tag) ? `<${tag}${written}>` : `<${tag}${written}>${inner.join("")}</${tag}>`;
}
