// Cuts a line into parts that match the words of a question and parts that do not. Called by rows. Pure;
// matches as the server's index does: from the start of a word, whatever the case and the accents.

export interface Part {
  readonly text: string;
  readonly hit: boolean;
}

/** Words that are written without spaces are found anywhere. */
const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

export function partsOf(line: string, question: string): readonly Part[] {
  const wanted = fold(question)
    .map((one) => one.text)
    .join("")
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  if (wanted.length === 0 || line === "") return [{ text: line, hit: false }];
  const letters = fold(line);
  const plain = letters.map((one) => one.text).join("");
  // Where the letter of each character of `plain` stands in the line: ﬁ and ä are folded to other lengths.
  const places = letters.flatMap((one) => Array.from({ length: one.text.length }, () => one));
  const hits = new Array<boolean>(line.length).fill(false);
  for (const word of wanted) {
    for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) {
      const inWord = at > 0 && /[\p{L}\p{N}]/u.test(plain[at - 1] ?? "");
      if (inWord && !SPACELESS.test(word)) continue;
      const from = places[at]?.from ?? 0;
      let to = places[at + word.length - 1]?.to ?? from;
      // An accent that is written as a character of its own belongs to its letter.
      while (/\p{M}/u.test(line[to] ?? "")) to += 1;
      hits.fill(true, from, to);
    }
  }
  const parts: { text: string; hit: boolean }[] = [];
  for (let at = 0; at < line.length; at++) {
    const last = parts.at(-1);
    const hit = hits[at] === true;
    if (last?.hit === hit) last.text += line[at];
    else parts.push({ text: line[at] ?? "", hit });
  }
  return parts;
}

/** Each character without accents and in small letters, and where it stood. */
function fold(text: string): { text: string; from: number; to: number }[] {
  let at = 0;
  return Array.from(text, (character) => {
    const from = at;
    at += character.length;
    return { text: character.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase(), from, to: at };
  });
}
