// What is said about the people of a document: who comes and goes, who writes out of sight, whom one
// follows. Called by app/_features/presence and app/_editor/follow.

/** "Ada", "Ada and Ben", "Ada and 3 others". */
const some = (names: readonly string[]): string => {
  const [first = "", second] = names;
  if (second === undefined) return first;
  return names.length === 2 ? `${first} and ${second}` : `${first} and ${names.length - 1} others`;
};

const are = (names: readonly string[]): string => (names.length === 1 ? "is" : "are");

export const together = {
  joined: (names: readonly string[]) => `${some(names)} joined.`,
  left: (names: readonly string[]) => `${some(names)} left.`,
  above: (names: readonly string[]) => `${some(names)} ${are(names)} writing above`,
  below: (names: readonly string[]) => `${some(names)} ${are(names)} writing below`,
  follow: "Follow",
  followName: (name: string) => `Follow ${name}`,
  stop: "Stop",
  stopName: (name: string) => `Stop following ${name}`,
  following: (name: string) => `Following ${name}`,
  /** For those who listen. */
  nowFollowing: (name: string) => `Following ${name}. Escape or any key of your own ends it.`,
  ended: "You are not following anybody now.",
  followKeys: "Shift-click follows",
};
