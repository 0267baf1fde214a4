// The words of the home page: its lists, what is done with documents there, and what it says when it cannot.
// What home shares with other pages stands in en.ts.

const documents = (count: number) => (count === 1 ? "1 document" : `${count} documents`);

export const home = {
  views: { recent: "Recent", mine: "Mine", shared: "Shared with me", trash: "Trash" },
  /** Where there is little room. */
  viewsShort: { recent: "Recent", mine: "Mine", shared: "Shared", trash: "Trash" },
  lists: "Lists of documents",
  listTitle: {
    recent: "Recent documents",
    mine: "My documents",
    shared: "Documents shared with me",
    trash: "Documents in the trash",
  },
  orders: { edited: "Last changed", title: "Title", created: "Created" },
  sort: "Sort",
  sortedBy: (order: string) => `Sorted by: ${order}`,
  starred: "Starred",
  results: "Found",
  noLetter: "No title",

  loading: "Looking up your documents",
  loadingMore: "Looking up more",
  clear: "Clear the search",
  found: (count: number, more: boolean) =>
    more
      ? `More than ${documents(count)} found`
      : count === 0
        ? "Nothing found"
        : `${documents(count)} found`,
  nothingFound: "Nothing found",
  nothingFoundIn: {
    recent: (query: string) => `No document has “${query}” in its title or text.`,
    mine: (query: string) => `None of your own documents has “${query}” in its title or text.`,
    shared: (query: string) => `Nothing that was shared with you has “${query}” in its title or text.`,
    trash: (query: string) => `Nothing in the trash has “${query}” in its title or text.`,
  },
  nothingFoundOffline: (query: string) =>
    `The server does not answer. No title and no first line that this browser remembers has “${query}”.`,
  showAll: "Show all",
  searchAll: "Search all documents",
  empty: {
    recent: {
      title: "Nothing here yet",
      text: "What you write, and what others share with you, will stand here.",
    },
    mine: { title: "No documents of your own yet", text: "What you make is yours, and will stand here." },
    shared: {
      title: "Nothing shared with you yet",
      text: "Open a link that somebody sent you, and its document will stand here.",
    },
    trash: {
      title: "The trash is empty",
      text: "What you put here can be restored until you delete it for ever.",
    },
  },
  offlineTitle: "This list is at the server",
  offlineText:
    "The server does not answer, and this browser has not seen this list yet. It comes as soon as there is a connection.",
  offlineEmptyText: "The server does not answer, and no document was opened in this browser yet.",
  offline: "Offline",
  offlineMore: "You see what this browser knows.",
  notAnswering: "The list could not be read",
  signIn: "Documents here are for people who sign in",
  signInMore: "Then you find yours, and what others share with you.",
  onDevice: "A copy is on this device",
  notOnDevice: "Not on this device",
  inTrashSince: (when: string) => `In the trash since ${when}`,
  locked: "Locked",
  noText: "No text yet",

  moreFor: (title: string) => `More for ${title}`,
  select: (title: string) => `Select ${title}`,
  open: "Open",
  rename: "Rename",
  renameLabel: (title: string) => `New title for ${title}`,
  duplicate: "Duplicate",
  star: "Star",
  unstar: "Remove star",
  starredMark: "Starred",
  copyLink: "Copy address",
  selectThis: "Select",
  trash: "Move to trash",
  restore: "Restore",
  deleteForEver: "Delete for ever",
  /** On the bar, where a question follows. */
  deleteShort: "Delete…",
  leave: "Remove from my list",

  selected: (count: number) => `${count} selected`,
  selectionActions: "Actions for the selected documents",
  selectAll: "Select all",
  endSelection: "End the selection",

  trashed: (title: string, count: number) =>
    count === 1 ? `“${title}” is in the trash` : `${documents(count)} are in the trash`,
  trashedDetail: "Nobody can open it. Everything is kept.",
  trashedDetailMany: "Nobody can open them. Everything is kept.",
  restored: (title: string, count: number) =>
    count === 1 ? `“${title}” is back` : `${documents(count)} are back`,
  left: (title: string, count: number) =>
    count === 1 ? `“${title}” is off your list` : `${documents(count)} are off your list`,
  leftDetail: "The document itself stays, and its address still opens it if you may.",
  duplicated: (title: string) => `“${title}” was copied`,
  deleted: (count: number) => `${documents(count)} deleted for ever`,
  someOnly: (count: number, of: number) => `${count} of ${of} could be done`,

  deleteTitle: (title: string, count: number) =>
    count === 1 ? `Delete “${title}” for ever?` : `Delete ${documents(count)} for ever?`,
  deleteText: (count: number) =>
    count === 1
      ? "Its text, its history, its links and everybody’s access are deleted from this server. Nobody can bring it back, you neither."
      : "Their text, their history, their links and everybody’s access are deleted from this server. Nobody can bring them back, you neither.",
  deleteAnd: (count: number) => (count === 1 ? "and 1 more" : `and ${count} more`),
  deleting: "Deleting…",

  failed: {
    rename: "The title was not changed",
    duplicate: "The document was not copied",
    star: "The star was not changed",
    trash: "Not moved to the trash",
    restore: "Not restored",
    delete: "Not deleted",
    leave: "Not removed from your list",
  },
};
