// What the list of contents is called where one only reads. Called by app/_reading/contents.ts, with which it comes;
// where one writes it has the same name (block-signs.ts).

export const contentsWords = { toc: "Contents" } as const;
