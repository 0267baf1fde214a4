// The words about getting in and being put out: addresses that do not open, access that ends, signing in
// and out, what this browser keeps. Plain sentences, as in en.ts.

import { accessSigns } from "./access-signs.ts";

export const access = {
  ...accessSigns,

  /** An address that opens nothing for this visitor. Whether there is a document is not said. */
  closed: {
    title: "This address does not open for you",
    text: "Either there is no document here, or it is not shared with you. Ask the person who sent you the address for a link: a link lets you in, an address alone does not.",
    signIn: "Sign in to your account",
    inTrash: (title: string) => `“${title}” is in the trash`,
    inTrashText: "Nobody can open it until you take it out again. Everything is kept.",
    restore: "Restore",
    restoring: "Restoring…",
    notRestored: "Not restored",
    trash: "Show the trash",
    copyTitle: "This browser has a copy",
    copyText:
      "You could open this document before, and this browser kept it. Copy what you need, or remove it from here.",
    copyUnsent: (changes: number) =>
      changes === 1
        ? "1 change of yours in it was never sent."
        : `${changes} changes of yours in it were never sent.`,
    copyLabel: "The text as this browser kept it",
  },

  /** Access ended while the document was open. */
  over: {
    forbidden: "Your access has ended",
    forbiddenText:
      "The owner changed who may be here. What was saved is safe at the server. What you see stays readable until you leave this page.",
    gone: "This document is gone",
    goneText:
      "Its owner put it in the trash or deleted it. What you see is the copy of this page, readable until you leave it.",
    "signed-out": "You are signed out",
    "signed-outText":
      "What was saved is safe at the server. Sign in again to go on where you were: this page opens by itself then.",
    lowered: "You may only read now",
    loweredText: "The owner changed what you may do here. What was saved before is safe at the server.",
    unsent: (changes: number) =>
      changes === 1 ? "1 change of yours did not arrive." : `${changes} changes of yours did not arrive.`,
    unsentKeep: "Copy your words from here if you need them.",
    unsentLabel: "Your unsent words",
    textLabel: "The whole text, with your unsent words",
    keepLabel: "The whole text",
    again: "Look again",
    looking: "Looking…",
    still: "Nothing has changed: this document is not open to you.",
  },

  copy: "Copy the text",
  copied: "The text is on your clipboard",
  notCopied: "The browser did not allow copying. The text is selected: copy it by hand.",
  remove: "Remove the copy in this browser",
  removeText: "The text that this browser keeps of this document goes, with everything that was not sent.",
  removeYes: "Remove",
  removing: "Removing…",
  notRemoved: "The copy could not be removed. Clear the data of this site in your browser’s settings.",

  /** Signing in and out, in the dialog about you and on the settings page. */
  account: {
    title: "Account",
    guest: "You are here as a guest",
    guestText: "Sign in to find your documents in every browser. What you made here as a guest comes along.",
    keptHere: "Kept in this browser only. No account is needed.",
    keptHereOrIn: "Kept in this browser only, until you sign in.",
    keptThere: "Kept with your account, in every browser where you sign in.",
    signIn: "Sign in",
    member: (name: string) => `Signed in as ${name}`,
    memberText: "Your documents are with your account, in every browser where you sign in.",
    signOut: "Sign out",
    signingOut: "Signing out…",
    outText:
      "Your documents stay with your account. In this browser nobody can open them until you sign in again.",
    clear: "Clear this browser",
    clearText: (copies: number) =>
      copies === 0
        ? "Your name and the list of documents that were opened here."
        : copies === 1
          ? "Your name, the list of documents, and the copy of 1 document that was opened here."
          : `Your name, the list of documents, and the copies of ${copies} documents that were opened here.`,
    clearUnsent: (count: number) =>
      count === 1
        ? "1 of them holds changes that were never sent. They would be lost."
        : `${count} of them hold changes that were never sent. They would be lost.`,
    stays: "Whoever uses this browser after you can still read what it kept.",
    notCleared:
      "You are signed out, but what this browser keeps could not be removed. Clear the data of this site in its settings.",
    settings: "Settings",
  },
};
