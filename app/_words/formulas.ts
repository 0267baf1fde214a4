// What is wrong with a formula. Called by app/_editor/blocks/katex.ts, with which these words come.
// The rules of en.ts hold here.

export const formulaWords = {
  wrong: (why: string) => `This is not a formula yet: ${why}`,
  tooLong: "This formula is too long to be drawn.",
} as const;
