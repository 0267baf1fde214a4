// What the panel behind the save status says. Called by app/d/_page/status-details.tsx. The words of the status itself
// are in first.ts.

export const statusWords = {
  connectingTitle: "Connecting",
  connectingText: "The server has not answered yet. You can read and write as soon as the text is here.",
  connectingLocal: "You can read and write already. What you write is sent when the server answers.",
  savingTitle: "Saving",
  savingText: (changes: number) =>
    changes === 1
      ? "1 change is on its way to the server."
      : `${changes} changes are on their way to the server.`,
  savedTitle: "Everything is saved",
  offlineTitle: "Offline",
  offlineKeepWriting: (changes: number, age: string | undefined) =>
    changes === 0
      ? "Nothing is lost: everything was saved before. Keep writing. It is kept here and sent when the server answers."
      : `Keep writing. ${changes === 1 ? "1 change is" : `${changes} changes are`} kept on this device${age === undefined ? "" : `, the oldest for ${age}`}. They are sent when the server answers.`,
  offlineTabOnly: (changes: number) =>
    `This browser does not let us keep a copy. ${changes === 1 ? "1 change is" : `${changes} changes are`} in this tab only. Leave it open until the server answers, or take a copy.`,
  nextTry: (seconds: number) => (seconds <= 0 ? "Trying now." : `Next try in ${seconds} s.`),
  readOnlyTitle: "Read-only",
  readOnlyText: "This link lets you read, not write.",
  onDevice: "On this device",
  onServer: "On disk at the server",
  now: "now",
  notYet: "not yet",
  tabOnly: "in this tab only",
  noCopy: "no copy",
  tryNow: "Try now",
  download: "Download a copy",
};
