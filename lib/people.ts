// How a person looks to others: a name, one of twelve hues, initials. Presence from other browsers
// is read here and nowhere else, because it is untrusted: it is checked and rebuilt.

export const HUES = [
  "Rose",
  "Fern",
  "Orchid",
  "Olive",
  "Iris",
  "Grape",
  "Lagoon",
  "Jade",
  "Amber",
  "Brick",
  "Umber",
  "Sky",
] as const;

/** 1 to 12: an index into the `--hue-n` tokens. */
export type Hue = number;

export const MAX_NAME_CHARACTERS = 60;

const ANIMALS = [
  "Badger",
  "Crane",
  "Dormouse",
  "Falcon",
  "Fox",
  "Hare",
  "Heron",
  "Ibex",
  "Kestrel",
  "Lynx",
  "Magpie",
  "Marten",
  "Otter",
  "Owl",
  "Robin",
  "Salmon",
  "Seal",
  "Stork",
  "Swift",
  "Wren",
] as const;

export interface Person {
  readonly name: string;
  readonly hue: Hue;
}

/** A friendly stranger such as "Amber Fox": the hue gives the first word. `random` is in [0, 1). */
export function strangerOf(random: () => number): Person {
  const hue = 1 + Math.floor(random() * HUES.length);
  const animal = ANIMALS[Math.floor(random() * ANIMALS.length)] ?? "Fox";
  return { name: `${HUES[hue - 1]} ${animal}`, hue };
}

/** A name as typed: one line, no control characters, at most 60 characters. Empty if nothing is left. */
export const cleanName = (name: string): string =>
  Array.from(
    name
      .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ")
      .replace(/\s+/g, " ")
      .trim(),
  )
    .slice(0, MAX_NAME_CHARACTERS)
    .join("")
    .trim();

/** Reads `{ name, hue }` from untrusted input; `undefined` when it is not a person. */
export function parsePerson(value: unknown): Person | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { name, hue } = value as { name?: unknown; hue?: unknown };
  if (typeof name !== "string") return undefined;
  const clean = cleanName(name);
  if (clean === "") return undefined;
  const inRange = typeof hue === "number" && Number.isInteger(hue) && hue >= 1 && hue <= HUES.length;
  return { name: clean, hue: inRange ? hue : 1 };
}

/** Two letters per name, unique within `names` where two can be: MO, then MK, then M2. */
export function initialsOf(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const words = name.split(/\s+/).filter(Boolean);
    const letters = (word: string | undefined) => Array.from(word ?? "");
    const first = letters(words[0])[0] ?? "?";
    const last = words.length > 1 ? letters(words.at(-1)) : letters(words[0]).slice(1);
    const tries = [
      ...last.map((c) => first + c),
      ...Array.from({ length: 99 }, (_, i) => `${first}${i + 2}`),
    ];
    const free = tries.map((t) => t.toUpperCase()).find((t) => !taken.has(t)) ?? first.toUpperCase();
    taken.add(free);
    return free;
  });
}
