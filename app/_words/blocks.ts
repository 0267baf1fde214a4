// Words of the blocks and marks of the text. Called by the actions and menus; what blocks say themselves is in
// block-signs.ts. The rules of en.ts hold here: plain sentences, no blame, no exclamation marks.

import { blockSigns } from "./block-signs.ts";

export const blockWords = {
  ...blockSigns,

  /** The line of the menus; what other tools and people call the same is searched and never shown. */
  actions: {
    heading: "Heading 4",
    headingKeywords: "h4 title smallest",
    callouts: { note: "Note", tip: "Tip", warning: "Warning", danger: "Danger" },
    calloutKeywords: {
      note: "callout info box aside admonition",
      tip: "callout hint idea box admonition",
      warning: "callout caution attention box admonition",
      danger: "callout error alert box admonition",
    },
    toggle: "Toggle",
    toggleKeywords: "collapse collapsible details fold accordion spoiler",
    mathInline: "Formula in the line",
    mathInlineKeywords: "math equation tex latex katex inline",
    mathBlock: "Formula",
    mathBlockKeywords: "math equation tex latex katex block",
    date: "Date",
    dateKeywords: "today day calendar time now",
    mention: "Mention a person",
    mentionKeywords: "at person name people",
    emoji: "Emoji",
    emojiKeywords: "smiley icon symbol emoticon",
    bookmark: "Bookmark",
    bookmarkKeywords: "link card url web address embed",
    toc: "Table of contents",
    tocKeywords: "outline headings index contents",
    pageBreak: "Page break",
    pageBreakKeywords: "print new page divider",
    subscript: "Subscript",
    subscriptKeywords: "lowered index sub",
    superscript: "Superscript",
    superscriptKeywords: "raised power exponent sup",
    highlight: "Highlight",
    highlightKeywords: "marker background colour color",
    textColor: "Text colour",
    textColorKeywords: "color font foreground",
    sides: { left: "Align left", center: "Centre", right: "Align right", justify: "Justify" },
    sideKeywords: "align alignment center left right justify text",
    directions: { ltr: "Left to right", rtl: "Right to left" },
    directionKeywords: "direction rtl ltr arabic hebrew bidi",
    moves: {
      up: "Move row up",
      down: "Move row down",
      left: "Move column left",
      right: "Move column right",
    },
    sorts: { up: "Sort by this column, A to Z", down: "Sort by this column, Z to A" },
    cells: { left: "Cells: left", center: "Cells: centred", right: "Cells: right" },
    linkToCard: "Show as a card",
  },
} as const;
