// The words about access that a document's page has from its first moment: why something cannot be saved or
// written, and the facts about a document. Part of access.ts, which has the rest.

export const accessSigns = {
  /** What the save status adds to its own sentences. */
  why: {
    "signed-out": (changes: number) =>
      changes === 0
        ? "What you wrote is safe at the server. You are signed out."
        : `What was saved is safe at the server. You are signed out, so ${count(changes)} not sent yet. Sign in to send ${changes === 1 ? "it" : "them"}.`,
    lowered: (changes: number) =>
      `What was saved is safe at the server. You may only read now, so ${count(changes)} not sent. Take a copy of your words.`,
  },

  /** Somebody types where nothing may be written. */
  refusal: {
    viewer: "You can read this document, not change it",
    viewerDetail: "Ask its owner for a link that lets you write.",
    commenter: "You can comment here, not change the text",
    commenterDetail: "Ask its owner for a link that lets you write.",
    locked: "This document is locked",
    lockedDetail: "Everybody reads, nobody writes, until its owner opens it again.",
  },

  /** What is known about a document. */
  info: {
    title: "About this document",
    words: "Words",
    characters: "Characters",
    created: "Created",
    edited: "Last edited",
    by: (name: string) => `by ${name}`,
    waiting: "Looking it up",
    unknown: "The server does not answer",
    number: (count: number) => count.toLocaleString("en"),
    /** The day and the minute, the day first. */
    locale: "en-GB",
    moment: { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" } as const,
  },
};

const count = (changes: number): string => (changes === 1 ? "1 change is" : `${changes} changes are`);
