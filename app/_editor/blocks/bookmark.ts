// Bookmarks: a link as a card. Nothing is fetched, so the other page never learns that it is named here. One
// without an address asks for it in its place.

import type { Editor } from "@tiptap/core";
import type { NodeViewConstructor } from "@tiptap/pm/view";
import { addressOf, bookmarkOf, hostOf, titleOf, webAddressOf } from "../../../lib/schema/allowed.ts";
import { blockSigns } from "../../_words/block-signs.ts";
import { linkAddressOf } from "../link-address.ts";
import { aside, ignoresAllBut, isControl, make, type View } from "./dom.ts";
import { putIn } from "./insert.ts";

let askNext = false;

export const bookmark: NodeViewConstructor = (node, editor, getPos): View => {
  const dom = make("div", { "data-type": "bookmark", ...aside });
  let shown = bookmarkOf(node.attrs);

  const card = (href: string, title: string) => {
    const link = make("a", { href, rel: "noopener noreferrer nofollow", target: "_blank" });
    link.append(
      make("span", { class: "bookmark-title" }, title),
      make("span", { class: "bookmark-host" }, hostOf(href)),
    );
    // In a text that may be written a click would only set the caret.
    link.addEventListener("click", (event) => {
      if (!editor.editable) return;
      event.preventDefault();
      // With Ctrl or Command it is followed as any link is (keys.ts).
      if (event.ctrlKey || event.metaKey) return;
      window.open(href, "_blank", "noopener,noreferrer");
    });
    dom.replaceChildren(link);
  };

  const form = () => {
    if (!editor.editable) {
      dom.replaceChildren(make("span", { class: "bookmark-host" }, blockSigns.bookmarkEmpty));
      return;
    }
    const field = make("input", {
      type: "url",
      "aria-label": blockSigns.bookmarkAddress,
      placeholder: blockSigns.bookmarkPlaceholder,
      autocapitalize: "none",
      spellcheck: "false",
    });
    const wrong = make("span", { class: "bookmark-wrong", role: "status" });
    const keep = (): boolean => {
      const href = webAddressOf(linkAddressOf(field.value) ?? "");
      const at = getPos();
      if (href === null || at === undefined || !editor.editable) {
        wrong.textContent = field.value.trim() === "" ? "" : blockSigns.bookmarkWrong;
        return false;
      }
      editor.dispatch(editor.state.tr.setNodeAttribute(at, "href", href));
      return true;
    };
    field.addEventListener("input", () => {
      wrong.textContent = "";
    });
    field.addEventListener("blur", () => keep());
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Enter" && !keep()) return;
      editor.focus();
    });
    dom.replaceChildren(field, wrong);
    if (askNext) {
      askNext = false;
      queueMicrotask(() => field.focus());
    }
  };

  const show = () => {
    if (shown.href === null) form();
    else card(shown.href, shown.title === shown.href ? hostOf(shown.href) + pathOf(shown.href) : shown.title);
  };
  show();
  return {
    dom,
    update(next) {
      if (next.type !== node.type) return false;
      const now = bookmarkOf(next.attrs);
      if (now.href !== shown.href || now.title !== shown.title) {
        shown = now;
        show();
      }
      return true;
    },
    stopEvent: isControl,
    ignoreMutation: ignoresAllBut(undefined),
  };
};

/** The end of an address, which says more than its scheme. */
const pathOf = (href: string): string => {
  const path = /^https?:\/\/[^/?#]+([^?#]*)/i.exec(href)?.[1] ?? "";
  try {
    return decodeURI(path).replace(/\/$/, "");
  } catch {
    return path;
  }
};

export function useBookmark(editor: Editor): void {
  const type = editor.schema.nodes.bookmark;
  if (type === undefined) return;
  askNext = true;
  putIn(editor, type.create(), "on");
  askNext = false;
}

/** The link at the caret becomes a card behind its block, called as the link was. */
export function bookmarkOfLink(editor: Editor, href: string, text: string): void {
  const type = editor.schema.nodes.bookmark;
  const address = webAddressOf(addressOf(href) ?? "");
  if (type === undefined || address === null) return;
  putIn(editor, type.create({ href: address, title: titleOf(text) || null }), "behind");
  editor.commands.focus();
}
