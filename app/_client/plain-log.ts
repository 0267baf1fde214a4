// Stands in for lib0's log in what goes to browsers (next.config.mjs). Yjs says three things there, none of which a
// person reads; for their colours the library would bring its element builder, schemas and random numbers along.

/** Colours and weights: nothing that a line of text has. */
export const [BOLD, UNBOLD, ORANGE, RED] = ["", "", "", ""];

export const print = (...words: readonly unknown[]): void => console.info(...words);

export const warn = (...words: readonly unknown[]): void => console.warn(...words);
