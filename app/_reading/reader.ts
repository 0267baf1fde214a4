// What draws an open document where there is no editor: for those who read, and for a copy of this browser until
// its editor is there. One file to fetch; called by text.tsx. Who writes in what the server drew needs none of it.

import { keepAddressesSingle } from "../_editor/prose/printed-links.ts";
import { enliven } from "./contents.ts";
import { drawFormulas } from "./formulas.ts";

export { PAGE } from "../../lib/render/reading.ts";
export { showCarets } from "./carets.ts";
export { followText } from "./live.ts";
export { blockOf, headingOver } from "./places.ts";

/** What a text needs each time it was drawn, to be read on the screen and on paper. */
export function finish(article: HTMLElement): void {
  drawFormulas(article);
  enliven(article);
  keepAddressesSingle();
}
