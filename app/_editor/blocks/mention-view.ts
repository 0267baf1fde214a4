// How a mention is drawn. Apart from the list that makes one (mention.ts), which is loaded later.

import { nameOf } from "../../../lib/schema/allowed.ts";
import { aside, ignoresAllBut, make, type View, viewOf } from "./dom.ts";

export const mentionView = viewOf("mention", (node): View => {
  const dom = make("span", { "data-type": "mention", ...aside });
  dom.textContent = `@${nameOf(node.attrs.name)}`;
  return {
    dom,
    update(next) {
      if (next.type !== node.type) return false;
      dom.textContent = `@${nameOf(next.attrs.name)}`;
      return true;
    },
    ignoreMutation: ignoresAllBut(undefined),
  };
});
