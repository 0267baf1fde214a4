// On paper the address of a link stands behind its words (print.css). Where the words are the address already,
// once is enough: a style of the moment says so, and no element of the text is touched. Called by whoever shows a
// text, with an editor or without; promises to leave nothing behind.

/** Addresses in one print. Beyond them some stand twice. */
const MAX_ADDRESSES = 2_000;

/** Until the answer is called. */
export function keepAddressesSingle(): () => void {
  const sheet = new CSSStyleSheet();
  const before = () => {
    const found = new Set<string>();
    for (const link of document.querySelectorAll(".prose a[href]")) {
      const href = link.getAttribute("href") ?? "";
      if (bare(link.textContent ?? "") === bare(href) && found.size < MAX_ADDRESSES) found.add(href);
    }
    sheet.replaceSync(
      [...found]
        .map((href) => `.prose.prose.prose a[href="${CSS.escape(href)}"]::after { content: none }`)
        .join("\n"),
    );
    document.adoptedStyleSheets.push(sheet);
  };
  const after = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
  };
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  return () => {
    after();
    window.removeEventListener("beforeprint", before);
    window.removeEventListener("afterprint", after);
  };
}

const bare = (address: string) =>
  address
    .trim()
    .replace(/^https?:\/\/(www\.)?/i, "")
    .replace(/\/$/, "");
