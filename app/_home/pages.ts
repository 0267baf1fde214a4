// Where the pages of a list begin, as the server counts them, and where to go on. Called by the list. Promise: rows
// that have left since the last page was read cost no row below the border: those pages are read once more.

export type Pages = ReturnType<typeof createPages>;

/** `size`: rows that a page has at least. */
export function createPages(size: number) {
  /** What the server gave to go on with. */
  let next: string | undefined;
  /** Where the pages began that are loaded. */
  let begun: (string | undefined)[] = [];
  let left = 0;
  return {
    /** There is more below what is loaded. */
    get more(): boolean {
      return next !== undefined;
    },
    /** Only the first page is loaded, or all of them as one. */
    begin(after: string | undefined): void {
      next = after;
      begun = [undefined];
      left = 0;
    },
    /** What is shown is nothing that the server counted. */
    end(): void {
      next = undefined;
    },
    /** So many rows have gone: those below moved up over the border of the pages. */
    leave(rows: number): void {
      left += rows;
    },
    /** The page to read now; `done` once it is there. */
    following() {
      const whole = begun.slice(0, Math.max(0, begun.length - Math.ceil(left / size)));
      const from = left === 0 ? next : begun[whole.length];
      return {
        from,
        done(after: string | undefined): void {
          begun = [...whole, from];
          left = 0;
          next = after;
        },
      };
    },
  };
}
