// Words of any language, also those that are written without spaces. Called by the digest, the (i) panel and the
// search index, so that all of them mean the same by a word.

/**
 * Characters that are taken apart at once. What a segmenter costs grows with the square of the length: a
 * text of 400,000 characters in one piece held up the whole server for more than a minute.
 */
const MAX_PIECE = 1_000;

/**
 * A word between spaces that every rule of the segmenter leaves whole: letters of alphabets, with nothing in between
 * them. Most of what most people write is that, and found so it costs a tenth.
 */
const PLAIN = /^["'(]?([A-Za-zÀ-ÖØ-öø-ɏΆΈ-ΊΌΎ-ΡΣ-ώЀ-ҁҊ-ӿ]{1,60})[.,;:!?)"']*$/;

/** Läuft is found by lauft, and the other way round. */
export const foldWord = (word: string): string => word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });

export function* wordsOf(text: string): Iterable<string> {
  /** What stands together and is not plain. */
  let other = "";
  for (const token of text.split(" ")) {
    const word = PLAIN.exec(token)?.[1];
    if (word === undefined) other += ` ${token}`;
    else {
      if (other !== "") yield* segments(other);
      other = "";
      yield word;
    }
  }
  if (other !== "") yield* segments(other);
}

function* segments(text: string): Iterable<string> {
  for (const piece of piecesOf(text)) {
    for (const { segment, isWordLike } of segmenter.segment(piece)) if (isWordLike) yield segment;
  }
}

export function wordsIn(text: string): number {
  let words = 0;
  for (const _ of wordsOf(text)) words++;
  return words;
}

/** Lines, and long ones in parts that end at a space where there is one; never inside of a character. */
export function* piecesOf(text: string): Iterable<string> {
  for (const line of text.split("\n")) {
    let from = 0;
    while (line.length - from > MAX_PIECE) {
      const space = line.lastIndexOf(" ", from + MAX_PIECE);
      let to = space > from ? space : from + MAX_PIECE;
      if (/[\udc00-\udfff]/.test(line.charAt(to))) to--;
      yield line.slice(from, to);
      from = to;
    }
    yield line.slice(from);
  }
}
