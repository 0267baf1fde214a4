// One file to fetch, with all that comes once the text can be written in. Called by bound-text.tsx.

export { Around } from "./editor.tsx";
export { lateParts } from "./late-parts.ts";
export { openSlash } from "./ways/slash.ts";
