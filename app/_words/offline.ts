// Words for being away from the server: pages that open without it, what this browser keeps and cannot keep,
// documents that are only here, and new versions of the app.

/** What is safe, then what to do. One sentence or two for each way in which a browser cannot keep a copy. */
const disk = {
  full: "This browser has no room left for its copy. Free some space on this device, or download a copy of the text.",
  denied:
    "This browser keeps nothing for this page: it is a private window, or site data is switched off. Leave the tab open until everything is saved.",
  blocked: "An older page of this site is still open and holds the copy. Close the other tabs of this site.",
  newer: "Another tab runs a newer version and has changed how copies are kept. Open this page again.",
  removed: "The data of this site was deleted in this browser. The copy is being made anew from this page.",
  slow: "This browser’s storage does not answer just now. Leave the tab open until everything is saved.",
  broken:
    "This browser could not write its copy. It tries again. Leave the tab open until everything is saved.",
};

export const offline = {
  disk,
  notCreated: (changes: number) =>
    `This document is only in this browser${changes === 0 ? "" : ", with every word of it"}. The server does not take new documents from you as you are. Sign in, then try again, or download a copy.`,
  onlyHere: "Only in this browser. It goes to the server when that answers.",

  update: "A new version is ready",
  updateDetail: "Reload when it suits you. What you write is kept.",
  updateNow: "Reload",

  notHere: {
    title: "This document is not on this device",
    text: "The server does not answer, and this browser has no copy of this document. Documents that were opened here before open without the server. This page opens by itself as soon as the server answers.",
    again: "Try again",
  },
};
