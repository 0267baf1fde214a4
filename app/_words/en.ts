// Every word of ours that a person reads, in one typed catalogue: a translation is this file and the one of the
// first words (first.ts), which a page that must be quick takes alone. Plain sentences: no blame, no exclamation
// marks. Functions take what varies.

import { en as first } from "./first.ts";

export const en = {
  ...first,

  people: {
    /** At most three names are said. */
    hereNow: (names: readonly string[]) => {
      const said = names.slice(0, 3);
      const rest = names.length - said.length;
      const parts = rest > 0 ? [...said, `${rest} more`] : said;
      const last = parts.at(-1) ?? "";
      return `Here now: ${parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${last}` : last}`;
    },
  },

  /** You, in this browser. */
  me: {
    ...first.me,
    title: "You",
    description: "Others see this name and colour beside your words.",
    name: "Your name",
    nameEmpty: "A name needs at least one letter.",
    hue: "Your colour",
    preview: "How others see you",
    previewText: "so we agree",
    patterns: { solid: "solid line", double: "double line", dashed: "dashed line", dotted: "dotted line" },
    theme: "Light or dark",
    themes: { system: "System", light: "Light", dark: "Dark" },
  },

  home: {
    newDocument: "New document",
    signInToWrite: "Sign in to write",
    creating: "Opening…",
    search: "Search documents",
    inNow: (count: number) =>
      count === 1 ? "1 person is in these documents" : `${count} people are in these documents`,
    notCreated: "The document was not created",
  },

  /** A wrong address, or a document that is gone. */
  lost: {
    title: "Nothing stands here",
    text: "The address may be wrong, or the document was deleted. Look at the link again, or ask the person who sent it.",
  },

  /** The page itself failed. */
  broken: {
    title: "This page stopped working",
    text: "What you wrote is kept on this device and on the server. Open the page again to go on.",
    again: "Open again",
    code: (digest: string) => `If it happens again, tell whoever runs this server: ${digest}`,
  },

  /** Tools and menus for writing. */
  editor: {
    ...first.editor,
    toolbar: "Formatting",
    undo: "Undo",
    redo: "Redo",
    style: "Text style",
    text: "Text",
    heading: (level: number) => `Heading ${level}`,
    bold: "Bold",
    italic: "Italic",
    underline: "Underline",
    strike: "Strike",
    code: "Code",
    highlight: "Highlight",
    link: "Link",
    bulletList: "Bulleted list",
    orderedList: "Numbered list",
    taskList: "Task list",
    quote: "Quote",
    codeBlock: "Code block",
    table: "Table",
    divider: "Dividing line",
    add: "Add a block",
    more: "More formatting",
    hideKeyboard: "Hide the keyboard",
    linkAddress: "Address",
    linkPlaceholder: "Paste or write an address",
    linkWrong: "Only web, e-mail and phone addresses can be links.",
    linkApply: "Apply",
    linkOpen: "Open link",
    linkEdit: "Edit link",
    linkRemove: "Remove link",
    tableMenu: "Table",
    rowAbove: "Row above",
    rowBelow: "Row below",
    columnLeft: "Column to the left",
    columnRight: "Column to the right",
    headerRow: "Header row",
    headerColumn: "Header column",
    mergeCells: "Merge cells",
    splitCell: "Split cell",
    deleteRow: "Delete row",
    deleteColumn: "Delete column",
    deleteTable: "Delete table",
  },

  /** Who may do what with a document: the dialog of its owner, and what everybody else is told. */
  sharing: {
    ...first.sharing,
    title: "Share this document",
    loading: "Looking up who has access",
    sentence: "Anyone with the link can",
    roles: { view: "view", comment: "comment", edit: "edit" },
    can: { none: "no access", view: "can view", comment: "can comment", edit: "can edit", own: "Owner" },
    linkFor: { view: "Link for viewing", comment: "Link for commenting", edit: "Link for editing" },
    hint: {
      view: "No account is needed. People read along.",
      comment: "No account is needed. People read along and comment.",
      edit: "No account is needed. People pick a name and write at once.",
    },
    /** The address alone gives as much as the link, or more. */
    sameByAddress: (role: "view" | "comment" | "edit") =>
      `The document’s address alone lets anyone ${role} already.`,
    moreByAddress: (general: "view" | "comment" | "edit", role: "view" | "comment" | "edit") =>
      `Anyone with the document’s address can ${general}, and this link leads there. For a link that only lets people ${role}, first change what the address allows, below.`,
    copy: "Copy link",
    copying: "Copying…",
    copied: "Link copied",
    notCopied: "The browser did not allow copying. The link is selected: copy it by hand.",
    notMade: "Ready when you copy it",
    notShown: "Shown only when it was made",
    notShownText: "The link goes on working, but it cannot be shown again. A new one works beside it.",
    makeNew: "Make a new link",
    making: "Making it…",

    never: "Never ends",
    ended: "Ended",
    endsToday: (time: string) => `Ends today, ${time}`,
    endsTomorrow: (time: string) => `Ends tomorrow, ${time}`,
    endsOn: (date: string) => `Ends on ${date}`,
    endPanel: "When the link ends",
    endPanelText: "When it ends, everybody who came by it is out.",
    endChoices: { never: "Never", day: "In a day", week: "In a week", month: "In a month" },
    endDay: "Or at the end of a day",
    endDayWrong: "This day is over. Choose today or later.",
    set: "Set",

    noPassword: "No password",
    hasPassword: "Password set",
    password: "Password",
    newPassword: "New password",
    passwordHint: "Asked for once, when somebody opens the link. Whoever is in stays in.",
    passwordEmpty: "A password needs at least one character.",
    setPassword: "Set password",
    removePassword: "Remove password",

    qr: "QR code",
    qrLabel: "QR code of the link",
    qrText: "Point a phone’s camera at it to open the link.",
    qrUnknown: "This link cannot be shown again, so there is no code for it. Make a new link.",
    qrFailed: "The code could not be drawn. Look at your connection and try again.",

    links: "Links",
    newLink: "New link",
    moreForLink: (name: string) => `More for ${name}`,
    changeLink: "Change end or password",
    nameLink: "Name this link",
    linkName: "Name of the link",
    linkNameHint: "Only you see it. It helps to know later whom you gave the link to.",
    save: "Save",
    endLink: "End this link",
    endLinkText: "It stops working, and everybody who came by it is out. This cannot be undone.",
    endLinkYes: "End link",
    ending: "Ending…",
    secured: "password",
    made: (date: string) => `made on ${date}`,
    madeToday: "made today",

    people: "Who has access",
    address: "Anyone with the address",
    addressNone: "The address alone opens nothing",
    addressSome: "Without a link, and for everybody below",
    addressCan: "What anyone with the address may do",
    you: (name: string) => `${name} (you)`,
    byName: "Let in by you",
    byLink: "Came by a link",
    byLinkNamed: (label: string) => `Came by “${label}”`,
    roleOf: (name: string, can: string) => `${name}: ${can}`,
    showAll: (count: number) => `Show all ${count} people`,
    nobody: "Nobody else yet. People stand here once they have opened a link.",
    handOver: "Make owner",
    handOverText: (name: string) =>
      `${name} becomes the owner. Only the owner can share, lock or delete this document. You keep editing.`,
    handOverYes: "Hand over",
    handingOver: "Handing over…",
    handedOver: (name: string) => `${name} is the owner now`,
    remove: "Remove access",
    removeText: (name: string) => `${name} is out at once.`,
    removeAddress: (role: "view" | "comment" | "edit") =>
      `With the document’s address ${role === "view" ? "viewing" : role === "comment" ? "commenting" : "editing"} stays possible.`,
    removeLinks: "A link that still works lets them in again.",
    removing: "Removing…",

    rules: "For everybody",
    lock: "Lock the document",
    lockText: "Everybody reads, nobody writes. You neither.",

    stop: "Stop sharing",
    stopText:
      "All links end, everybody but you is out, and the address alone opens nothing. This cannot be undone.",
    stopYes: "Stop sharing",
    stopping: "Stopping…",
    notFinished: (sentence: string) => `Not everything was done. ${sentence}`,

    /** For those who do not own the document. */
    youMay: {
      none: "You have no access",
      view: "You may view",
      comment: "You may view and comment",
      edit: "You may edit",
      own: "You own this document",
    },
    othersText:
      "This is the document’s address. It opens for people who have access. Only the owner can let more people in.",
    addressLabel: "Address of the document",

    /** The page that opens a link. */
    open: {
      pageTitle: "A shared document",
      opening: "Opening the document",
      none: "There is no link here",
      noneText: "A part of the address is missing. Copy the whole link, or ask the person who sent it.",
      ended: "This link has ended",
      endedText:
        "It was closed, its time is over, or a part of it is missing. Ask the person who sent it for a new one.",
      asks: "This link asks for a password",
      asksText: "Whoever sent you the link can tell you.",
      wrong: "Not the password. Look at capitals and spaces.",
      open: "Open",
      busy: "Opening…",
      trouble: "The document did not open",
      signIn: "Sign in to open this link",
      signInText: "This server is for people who sign in. The document opens right after.",
      unknown: "Your browser did not say who it is. Allow cookies for this site, then try again.",
      noScript: "Opening a link needs JavaScript.",
    },
  },

  /** You, light and dark, and tokens for programs. */
  settings: {
    title: "Settings",
    you: "You",
    youText: "Others see this name and colour beside your words.",
    appearance: "Appearance",
    tokens: "Tokens for programs",
    tokensText:
      "With a token a program works in your name: it opens, reads and changes what you can. Give each program its own, and end it when it is no longer needed.",
    loading: "Looking up your tokens",
    noTokens: "No tokens yet.",
    tokenName: "What it is for",
    tokenPlaceholder: "Nightly backup",
    tokenNameEmpty: "Say what the token is for. Any word will do.",
    tokenEnds: "It ends",
    tokenEndChoices: { month: "in a month", year: "in a year", never: "never" },
    make: "Make a token",
    making: "Making it…",
    secretTitle: (name: string) => `The token for “${name}”`,
    secretText: "This is the only time that it is shown. Keep it where you keep passwords.",
    secretLabel: "Token",
    copy: "Copy token",
    copied: "Token copied",
    notCopied: "The browser did not allow copying. The token is selected: copy it by hand.",
    how: "The program sends it with every request, in this header:",
    noted: "I have it",
    made: (date: string) => `Made on ${date}`,
    madeToday: "Made today",
    end: "End",
    endLabel: (name: string) => `End the token for “${name}”`,
    endText: "The program that uses it is out at once. This cannot be undone.",
    endYes: "End token",
    ending: "Ending…",
  },
};

export type Words = typeof en;
