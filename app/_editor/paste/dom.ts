// Small steps on a pasted page, shared by the cleaners of each source. The page has no window: nothing in it
// is loaded or run.

/** Its children take its place. */
export function unwrap(element: Element): void {
  element.replaceWith(...element.childNodes);
}

export function rename(element: Element, tag: string): HTMLElement {
  const made = element.ownerDocument.createElement(tag);
  made.append(...element.childNodes);
  element.replaceWith(made);
  return made;
}

export function wrapInside(element: Element, tag: string): void {
  const made = element.ownerDocument.createElement(tag);
  made.append(...element.childNodes);
  element.append(made);
}

/** The innermost first: what is inside may go without what is around it. */
export const all = (page: ParentNode, selector: string): HTMLElement[] =>
  [...page.querySelectorAll<HTMLElement>(selector)].reverse();

export function comments(page: Document): Comment[] {
  const walker = page.createTreeWalker(page, NodeFilter.SHOW_COMMENT);
  const found: Comment[] = [];
  while (walker.nextNode()) found.push(walker.currentNode as Comment);
  return found;
}

/** No letters, and nothing that shows without letters. */
export const isBlank = (element: Element): boolean =>
  (element.textContent ?? "").replace(/[\s\u00a0\u200b]/g, "") === "" &&
  element.querySelector("img, hr, input, table, li, svg") === null;

export const styleOf = (element: Element): string => element.getAttribute("style") ?? "";
