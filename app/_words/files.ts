// The words of pictures and attached files.

import { fileSigns } from "./file-signs.ts";

export const fileWords = {
  ...fileSigns,

  image: "Image",
  imageKeywords: "picture photo upload jpg png gif",
  file: "File",
  fileKeywords: "attachment attach upload document pdf",
  tools: "Image tools",
  fileTools: "File tools",

  sending: (name: string) => `Uploading ${name}`,
  waiting: "Waiting",
  pausing: "Connection lost. It goes on by itself; keep this page open.",
  offline: "You are offline. It is uploaded when you are back; keep this page open.",
  waitingKept: "Kept in this browser, waiting to be uploaded",
  pausingKept: "Connection lost. It is kept in this browser and goes on by itself.",
  offlineKept: "You are offline. It is kept in this browser and uploaded when you are back.",
  cancel: "Cancel",
  remove: "Remove",

  failed: {
    "too-large": "It is too large.",
    forbidden: "You may not add files here.",
    gone: "You have no access to this document any more.",
    "too-many": "Too much was uploaded just now. Try again later.",
    full: "The server has no room for it just now.",
    unreadable: "It could not be read.",
    server: fileSigns.notSent,
  },
  tooLarge: (name: string, most: string) => `${name} is too large: a file may have at most ${most}.`,
  tooMany: (most: number) => `At most ${most} files at once. The others were left out.`,
  noFiles: "This server keeps no files.",
  unnamed: "Image",
  leftOut: (count: number) =>
    count === 1 ? "An image of another site became a link" : `${count} images of other sites became links`,
  leftOutWhy: "Copy an image by itself to bring it in. Nothing is loaded from other sites.",
  linkTo: "Image",
  notEditable: "The upload ended, but the document cannot be edited now.",

  alt: "Alt text",
  altHint: "Say what there is to see, for people who do not see it.",
  decorative: "Only decoration: nothing to describe",
  save: "Save",
  small: "Small",
  full: "Full width",
  align: { left: "Stand at the left", center: "Stand in the middle", right: "Stand at the right" },
  replace: "Replace",
  download: "Download",
  delete: "Delete",
  imageInCopy: (says: string) => (says === "" ? "[Image]" : `[Image: ${says}]`),
  fileInCopy: (name: string) => (name === "" ? "[File]" : `[File: ${name}]`),
} as const;
