// Is this text Markdown, or does it only hold a star? Called when text without formatting is pasted. Wrong
// guesses cost one undo, which gives the text back as it was; so it takes one sign that nobody types by chance.

const SIGNS: readonly RegExp[] = [
  /^ {0,3}#{1,6} \S/m, // a heading
  /^ {0,3}(```|~~~)/m, // a fence
  /^ {0,3}\|?(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*(?::?-+:?)?[ \t]*$/m, // the line under the head of a table
  /^ *[-*+] \[[ xX]\] \S/m, // a box
  /(^|[\s(])\*\*[^\s*][^*\n]*\*\*(?=$|[\s).,;:!?])/m, // bold
  /(^|[\s(])~~[^\s~][^~\n]*~~/m, // struck
  /!?\[[^\]\n]+\]\((https?:|mailto:|\/)[^)\s]*\)/, // a link
  /(^|[\s(])`[^`\n]+`(?=$|[\s).,;:!?])/m, // code
  /^\$\$\s*$/m, // a formula
];
/** Signs that count only where there are two of them: a line that begins with a hyphen may be speech. */
const PAIRS: readonly RegExp[] = [/^ {0,3}[-*+] \S/gm, /^ {0,3}\d{1,9}[.)] \S/gm, /^ {0,3}> ?\S/gm];

/** Characters. What is longer is pasted as text: the page must not stand still. */
const MAX_CHARACTERS = 500_000;

export function looksLikeMarkdown(text: string): boolean {
  if (text.length > MAX_CHARACTERS) return false;
  return SIGNS.some((sign) => sign.test(text)) || PAIRS.some((sign) => (text.match(sign)?.length ?? 0) > 1);
}
