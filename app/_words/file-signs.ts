// The words that pictures and files in the text have from their first moment. Part of files.ts, which has the rest: a
// page takes these alone until one can write. Called by app/_editor/files.

export const fileSigns = {
  retry: "Try again",
  addAlt: "Add alt text",
  caption: "Caption",
  captionPlaceholder: "Add a caption",
  width: "Width",
  widthNow: (percent: number) => `${percent} % of the text`,
  missing: "This image cannot be loaded just now.",
  absent: "There is no file here.",
  /** Nothing could be fetched that carries it. */
  notSent: "It could not be uploaded.",
} as const;
