// A file dropped beside the text. Left to itself the browser would open it in place of the document. Called by
// the extension for as long as the editor lives.

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;

/** Returns the undo. Whoever takes drops elsewhere on the page says so by preventing the default. */
export function catchDropsBeside(text: HTMLElement, dropped: (files: readonly File[]) => void): () => void {
  const beside = (event: DragEvent) =>
    hasFiles(event) &&
    !event.defaultPrevented &&
    !(event.target instanceof Node && text.contains(event.target));
  const over = (event: DragEvent) => {
    if (beside(event)) event.preventDefault();
  };
  const drop = (event: DragEvent) => {
    if (!beside(event)) return;
    event.preventDefault();
    dropped([...(event.dataTransfer?.files ?? [])]);
  };
  window.addEventListener("dragover", over);
  window.addEventListener("drop", drop);
  return () => {
    window.removeEventListener("dragover", over);
    window.removeEventListener("drop", drop);
  };
}
