// The colour of the page, for the two places that cannot read a stylesheet: the browser's own frame
// (theme-color) and the manifest. A test holds it to tokens.css.

export const PAPER = { light: "#fcfbf8", dark: "#15171f" } as const;
