// Callouts: a note, a tip, a warning, a danger. The sign is drawn by the stylesheet and is a list of kinds at
// the same time. "[!tip] " at the start of a paragraph makes one, also inside of a quote, as on other tools.

import { type Editor, Extension, InputRule } from "@tiptap/core";
import type { NodeViewConstructor } from "@tiptap/pm/view";
import { CALLOUT_KINDS, type CalloutKind, calloutKindOf } from "../../../lib/schema/allowed.ts";
import { blockSigns } from "../../_words/block-signs.ts";
import { aside, ignoresAllBut, isControl, make, setAttribute, type View } from "./dom.ts";
import { unwrap } from "./insert.ts";

export const callout: NodeViewConstructor = (node, editor, getPos): View => {
  const select = make("select", { class: "callout-kind", "aria-label": blockSigns.calloutKind, ...aside });
  // Its kinds are no words of the text: they do not say how that runs.
  select.dir = "ltr";
  for (const kind of CALLOUT_KINDS) {
    select.append(make("option", { value: kind }, blockSigns.calloutKinds[kind]));
  }
  select.addEventListener("change", () => {
    setAttribute(editor, getPos, node.type, "kind", calloutKindOf(select.value));
    editor.focus();
  });
  const body = make("div", { class: "callout-body" });
  const dom = make("div", { "data-type": "callout", dir: "auto", role: "note" }, select, body);
  const show = (kind: CalloutKind) => {
    dom.dataset.kind = kind;
    dom.setAttribute("aria-label", blockSigns.calloutKinds[kind]);
    select.value = kind;
  };
  show(calloutKindOf(node.attrs.kind));
  return {
    dom,
    contentDOM: body,
    update(next) {
      if (next.type !== node.type) return false;
      show(calloutKindOf(next.attrs.kind));
      return true;
    },
    stopEvent: isControl,
    ignoreMutation: ignoresAllBut(body),
  };
};

/** What other tools call the same. */
const ALSO: Readonly<Record<string, CalloutKind>> = {
  info: "note",
  important: "note",
  hint: "tip",
  caution: "warning",
  error: "danger",
};

export const CalloutRules = Extension.create({
  name: "calloutRules",
  addInputRules() {
    return [
      new InputRule({
        find: /^\[!([a-z]{3,9})\]\s$/i,
        handler: ({ state, range, match, chain }) => {
          const word = match[1]?.toLowerCase() ?? "";
          const kind = CALLOUT_KINDS.find((one) => one === word) ?? ALSO[word];
          const { $from } = state.selection;
          if (kind === undefined || $from.parent.type.name !== "paragraph") return null;
          const inQuote = $from.depth > 1 && $from.node(-1).type.name === "blockquote";
          const made = chain().deleteRange(range);
          return (inQuote ? made.lift("blockquote") : made).wrapIn("callout", { kind }).run()
            ? undefined
            : null;
        },
      }),
    ];
  },
});

/** Makes a callout of the block of the caret; inside of one it changes its kind, or ends it if it is that already. */
export function useCallout(editor: Editor, kind: CalloutKind): void {
  const chain = editor.chain().focus();
  if (!editor.isActive("callout")) chain.wrapIn("callout", { kind }).run();
  else if (calloutKindOf(editor.getAttributes("callout").kind) === kind) unwrap(editor, "callout");
  else chain.updateAttributes("callout", { kind }).run();
}
