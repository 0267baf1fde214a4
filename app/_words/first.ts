// The words of ours that a document's page needs before anything else: what every visitor loads. The others are in
// en.ts, which has these as well. Plain sentences: no blame, no exclamation marks. Functions take what varies.

import { offline } from "./offline.ts";

export const en = {
  product: "Concord",
  promise: "Write together, and know that every word is kept.",

  /** The kit: words that belong to no page. */
  ui: {
    skip: "Skip to the content",
    close: "Close",
    dismiss: "Dismiss",
    notices: "Notices",
    more: "More",
    cancel: "Cancel",
    done: "Done",
    undo: "Undo",
    tryAgain: "Try again",
    tryNow: "Try now",
    allDocuments: "All documents",
    untitled: "Untitled",
    addressCopied: "Address copied",
    addressOfOwn: "It opens for people who have access already. To let others in, make a link with Share.",
    addressOfOthers:
      "It opens for people who have access already. To let others in, ask the owner for a link.",
    linkNotCopied: "The address could not be copied",
    linkNotCopiedDetail: "Open the document and copy its address.",
  },

  /** You, in the header. */
  me: {
    button: (name: string) => `You: ${name}`,
    /** What the button is called for those who listen or speak to it: with what stands on it. */
    buttonFull: (name: string, initials: string) => `You: ${name} (${initials})`,
  },

  /** When something was. The rest of a date is printed by the browser's own calendar. */
  when: {
    now: "now",
    minutes: (count: number) => `${count} min`,
    today: "Today",
    yesterday: "Yesterday",
    thisMonth: "Earlier this month",
    /** The calendar that names months and days. */
    locale: "en",
    date: (day: number, month: string) => `${day} ${month}`,
    dateOfYear: (day: number, month: string, year: number) => `${day} ${month} ${year}`,
    month: (month: string, year: number) => `${month} ${year}`,
  },

  /** What the app says when a request fails. The server's own sentence comes first, where there is one. */
  problems: {
    unreachable: "The server does not answer. Look at your connection and try again.",
    slow: "The server took too long to answer. Try again.",
    unreadable: "The server gave an answer that this page cannot read. Try again in a moment.",
  },

  /** The page of one document, around the text. */
  document: {
    toHome: "Concord, all documents",
    where: "Where you are",
    titleLabel: "Title",
    titlePlaceholder: "Untitled",
    bodyLabel: "Document",
    opening: "Opening the document",
    skip: "Skip to the document",
    unsavedMark: "• ",
    copyLink: "Copy address",
    linkNotCopied: "The browser did not allow copying. Copy the address from the top of the window.",
    more: "More",
    download: "Download a copy",
    downloadHint: "Made from what this page holds now. It needs no server.",
    downloadText: "Plain text",
    downloadPage: "Web page",
    downloaded: (name: string) => `${name} is in your downloads`,
    copyText: "Copy the text",
    textCopied: "The text is on your clipboard",
    textNotCopied: "The browser did not allow copying. Download a copy instead.",
    print: "Print",
    reload: "Open again",
    others: (count: number) => (count === 1 ? "1 other person here" : `${count} other people here`),
    everybody: (count: number) => (count === 1 ? "Who is here" : `All ${count} people here`),
    goTo: (name: string) => `Go to ${name}`,
    inTitle: (name: string) => `${name} is in the title`,
    writingTitle: "in the title",
    writingTop: "writing at the top",
    writingUnder: (heading: string) => `writing in “${heading}”`,
    reading: "reading",
    away: (minutes: number) => `away for ${minutes} min`,
    words: (count: number) => (count === 1 ? "1 word" : `${count.toLocaleString("en")} words`),
    unknownTitle: "This page is older than the document",
    unknownText:
      "Nothing is lost. The document holds something that this page cannot show, so it is for reading only here. Open it again to go on writing.",
    unknownPart: "Something that this page cannot show",
  },

  /** The text that is written in. */
  editor: {
    placeholder: "Write. Start a line with # for a heading, - for a list, [ ] for a task.",
    taskDone: (text: string) => (text.trim() === "" ? "Done" : `Done: ${text.trim().slice(0, 80)}`),
  },

  sharing: {
    share: "Share",
    note: {
      viewer: "You are looking at this as a viewer",
      commenter: "You can comment",
      locked: "Locked. Everybody reads, nobody writes",
    },
  },

  /** The save status: never "Saved" without the server's word. */
  status: {
    details: "What is kept where",
    connecting: "Connecting",
    saving: "Saving…",
    savingFor: (seconds: number) => `Saving… ${seconds} s`,
    saved: "Saved",
    offline: "Offline",
    offlineKept: (changes: number) =>
      changes === 1 ? "Offline · 1 change kept here" : `Offline · ${changes} changes kept here`,
    offlineNotKept: (changes: number) =>
      changes === 1 ? "Offline · 1 change in this tab only" : `Offline · ${changes} changes in this tab only`,
    offlineShort: (changes: number) => `Offline · ${changes} kept here`,
    offlineShortTab: (changes: number) => `Offline · ${changes} in this tab`,
    readOnly: "Read-only",
    cannotSave: "Cannot save",

    seconds: (count: number) => `${count} s`,
    minutes: (count: number) => `${count} min`,
    hours: (count: number) => `${count} h`,

    /** What is safe first, then what to do. */
    why: {
      "server-failing": (changes: number) =>
        `The server cannot write to its disk just now. ${kept(changes)} It tries again by itself. Leave this page open, or take a copy.`,
      "browser-full": (_changes: number) =>
        "What was saved is safe at the server. This browser keeps no copy, so changes are only in this tab until they are saved. Leave it open while you write.",
      refused: (changes: number) =>
        `Everything up to your last ${changes === 1 ? "change" : "changes"} is safe at the server. It refused what came after, mostly because it was too large. Take a copy, undo the last step, then open the page again.`,
      forbidden: (changes: number) =>
        changes === 0
          ? "What you wrote is safe at the server. Your access to this document has ended. The text stays readable here."
          : `What was saved is safe at the server. Your access has ended, so ${changes === 1 ? "1 change cannot" : `${changes} changes cannot`} be sent. Take a copy of the text.`,
      gone: (_changes: number) =>
        "The text below is the copy of this browser. The document is no longer on the server. Take a copy if you need it.",
      "not-created": offline.notCreated,
      outdated: (changes: number) =>
        `What was saved is safe at the server. ${changes === 0 ? "" : `${kept(changes)} `}This page is older than the server. Open it again to go on writing.`,
    },
  },
};

const kept = (changes: number): string =>
  changes === 0
    ? "What was saved is safe."
    : changes === 1
      ? "Your last change is kept on this device."
      : `Your last ${changes} changes are kept on this device.`;
