// Marks of our own: links that lead nowhere dangerous, the highlighter, text colours, raised and lowered.
//   link -> <a href rel target>, highlight -> <mark data-tone>, textColor -> <span data-color>,
//   subscript -> <sub>, superscript -> <sup>. A tone is the name of a token, never a colour (allowed.ts).
// No mark excludes another, also where both make no sense: two people may set them at once, and both stay.
// Commands take one off for the other. Each must exclude itself: the binding keeps others apart by a hash.

import { Mark } from "@tiptap/core";
import { Code } from "@tiptap/extension-code";
import { Link } from "@tiptap/extension-link";
import { Plugin } from "@tiptap/pm/state";
import { isSafeLink } from "../links.ts";
import { addressOf, titleOf, toneOf } from "./allowed.ts";

/** Without a tone it is the yellow of the house, as it was before there were tones. */
export const highlight = () =>
  Mark.create({
    name: "highlight",
    addAttributes: () => ({
      tone: {
        default: null,
        parseHTML: (element) => toneOf(element.dataset.tone),
        renderHTML: ({ tone }) => {
          const known = toneOf(tone);
          return known === null ? {} : { "data-tone": known };
        },
      },
    }),
    parseHTML: () => [{ tag: "mark" }],
    renderHTML: ({ HTMLAttributes }) => ["mark", HTMLAttributes, 0],
  });

export const textColor = () =>
  Mark.create({
    name: "textColor",
    addAttributes: () => ({
      tone: {
        default: null,
        parseHTML: (element) => toneOf(element.dataset.color),
        renderHTML: ({ tone }) => {
          const known = toneOf(tone);
          return known === null ? {} : { "data-color": known };
        },
      },
    }),
    parseHTML: () => [{ tag: "span[data-color]" }],
    renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes, 0],
  });

const shifted = (name: "subscript" | "superscript", tag: "sub" | "sup") => () =>
  Mark.create({
    name,
    parseHTML: () => [{ tag }, { style: `vertical-align=${tag === "sub" ? "sub" : "super"}` }],
    renderHTML: () => [tag, 0],
  });

export const subscript = shifted("subscript", "sub");
export const superscript = shifted("superscript", "sup");

/** The stock one forbids all others beside it, but code may be bold, marked or linked. */
export const code = () => Code.extend({ excludes: "code" });

/** The same for every link; what a body says about them is not heard. */
const LINK_LOOK = { rel: "noopener noreferrer nofollow", target: "_blank" };

export const link = () =>
  Link.extend({
    // Typing after a link is not part of it.
    inclusive: () => false,

    addAttributes() {
      const { href, title, ...others } = this.parent?.() ?? {};
      const silent = Object.entries(others).map(([name, one]) => [
        name,
        { ...one, rendered: false, parseHTML: () => one.default ?? null },
      ]);
      return {
        href: { default: null, ...href },
        title: {
          ...title,
          renderHTML: (attrs) => (attrs.title === null ? {} : { title: titleOf(attrs.title) }),
        },
        ...Object.fromEntries(silent),
      };
    },

    renderHTML: ({ mark, HTMLAttributes: { title } }) => [
      "a",
      { href: addressOf(mark.attrs.href) ?? "", ...LINK_LOOK, ...(title ? { title } : {}) },
      0,
    ],

    addProseMirrorPlugins() {
      // Autolink looks at every change, also at those of others: it would link what somebody just
      // unlinked, once per open editor. A change from elsewhere is marked as not for the history.
      return (this.parent?.() ?? []).map((plugin) => {
        const append = plugin.spec.appendTransaction;
        if (append === undefined) return plugin;
        return new Plugin({
          ...plugin.spec,
          appendTransaction(transactions, before, after) {
            if (transactions.some((tr) => tr.getMeta("addToHistory") === false)) return null;
            return append.call(this, transactions, before, after);
          },
        });
      });
    },
  }).configure({
    openOnClick: false,
    autolink: true,
    linkOnPaste: true,
    defaultProtocol: "https",
    protocols: [],
    isAllowedUri: (uri: unknown) => typeof uri === "string" && isSafeLink(uri),
    HTMLAttributes: LINK_LOOK,
  });
