// Puts on the chosen theme before the first paint, so that nothing flashes. Rendered by the layouts in
// <head>. It is one constant script: a content security policy allows it by its hash, or by `nonce`.

import { CHOSEN_PAPER } from "../_styles/paper.ts";

// Written out, not taken from theme.ts: that file is the browser's, and this string the server's.
// A test holds the two together.
const SCRIPT = `try{var t=localStorage.getItem("concord.theme");if(t==="light"||t==="dark"){document.documentElement.dataset.theme=t;var m=document.createElement("meta");m.id=m.name="theme-color";m.content=t==="light"?"${CHOSEN_PAPER.light}":"${CHOSEN_PAPER.dark}";document.head.prepend(m)}}catch(e){}`;

// Width, size and tools as the View menu has them (_editor/ways/view-settings.ts), so that no text moves
// when the editor comes. A test holds these two together as well.
const VIEW = `try{var v=JSON.parse(localStorage.getItem("concord.view")||"{}"),d=document.documentElement.dataset;if(v.width==="narrow"||v.width==="wide")d.docWidth=v.width;if(v.size==="small"||v.size==="large"||v.size==="larger")d.docSize=v.size;if(v.toolbar===false)d.docTools="off"}catch(e){}`;

export function ThemeScript({ nonce }: { readonly nonce?: string }) {
  return (
    <script
      nonce={nonce}
      // A browser hides the nonce from scripts, so React would see a difference that is none.
      suppressHydrationWarning
      // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours
      dangerouslySetInnerHTML={{ __html: `${SCRIPT}${VIEW}` }}
    />
  );
}
