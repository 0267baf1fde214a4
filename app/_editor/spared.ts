// Keeps React from reading the whole text whenever it draws anything around it. Called by bound-text.tsx for the
// element that is written in.

/**
 * Before it changes the page React notes the selection of whatever has the focus, in case that goes with the change.
 * For an editor it counts letters up to the caret, node by node: some 3 ms with 1,500 tasks, each time that a tool or
 * a status around the text is drawn anew. It asks `contentEditable` whether there is a selection to note
 * (`hasSelectionCapabilities` of react-dom). Nothing that React draws holds the text, so there is none. Rejected:
 * fewer renders alone, for each of those that are left would cost the same.
 */
export function spareFromReact(dom: HTMLElement): void {
  const real = Object.getOwnPropertyDescriptor(HTMLElement.prototype, "contentEditable");
  if (real?.get === undefined || real.set === undefined) return;
  const { get, set } = real;
  Object.defineProperty(dom, "contentEditable", {
    configurable: true,
    get(this: HTMLElement) {
      const says: unknown = get.call(this);
      return says === "true" ? "inherit" : says;
    },
    set,
  });
}
