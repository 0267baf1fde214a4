// The colour of the page, for the two places that cannot read a stylesheet: the browser's own frame
// (theme-color) and the manifest. A test holds it to tokens.css.

export const PAPER = { light: "#fcfbf8", dark: "#15171f" } as const;

/**
 * The same colours for the theme-color of a chosen theme, which a script puts into the page. In other
 * letters, because React takes any <meta> with its own name and content for its own, and removes it later.
 */
export const CHOSEN_PAPER = { light: PAPER.light.toUpperCase(), dark: PAPER.dark.toUpperCase() } as const;
