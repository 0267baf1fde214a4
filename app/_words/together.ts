// What is said about the people of a document while they come and go. Called by app/_features/presence.

/** "Ada", "Ada and Ben", "Ada and 3 others". */
const some = (names: readonly string[]): string => {
  const [first = "", second] = names;
  if (second === undefined) return first;
  return names.length === 2 ? `${first} and ${second}` : `${first} and ${names.length - 1} others`;
};

export const together = {
  joined: (names: readonly string[]) => `${some(names)} joined.`,
  left: (names: readonly string[]) => `${some(names)} left.`,
};
