// What a conversion could not keep, by kind and number. Filled by the converters, shown to people by
// app/_features/porting in words of app/_words/porting.ts, and answered by the API as it is.

export const LOSSES = [
  /** A part that the target does not know. Its text is kept. */
  "unknown-part",
  /** A mark that the target does not know. */
  "unknown-mark",
  /** Pictures and files stay where they are: what is left is a link, or what they are called. */
  "pictures",
  "column-widths",
  "list-numbering",
  "list-start",
  "picture-layout",
  /** A link that leads where links must not lead. Its text is kept. */
  "unsafe-link",
  /** Notes stand where they were written, not at the foot of a page. */
  "footnotes",
  /** Words beside the language of a block of code: settings of some program. */
  "code-settings",
  /** HTML that means nothing here stands as text. */
  "html-as-text",
  /** Comments and scripts were never part of the text. */
  "hidden-html",
  "too-deep",
  "page-break",
] as const;
export type Loss = (typeof LOSSES)[number];

export interface Lost {
  readonly what: Loss;
  readonly times: number;
}

export class Report {
  private readonly counts = new Map<Loss, number>();

  lost(what: Loss, times = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + times);
  }

  /** In the order of `LOSSES`. */
  get list(): Lost[] {
    return LOSSES.flatMap((what) => {
      const times = this.counts.get(what);
      return times === undefined ? [] : [{ what, times }];
    });
  }
}
