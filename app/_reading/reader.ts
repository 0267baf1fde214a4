// What draws an open document where there is no editor: for those who read, and for a copy of this browser until
// its editor is there. One file to fetch; called by text.tsx. Who writes in what the server drew needs none of it.

export { PAGE } from "../../lib/render/reading.ts";
export { keepAddressesSingle } from "../_editor/prose/printed-links.ts";
export { showCarets } from "./carets.ts";
export { drawFormulas } from "./formulas.ts";
export { followText } from "./live.ts";
export { blockOf, headingOver } from "./places.ts";
