// A real document to paste: more than 3,000 words with headings, lists, tasks, a table, links and code,
// the same on every run. Used by end-to-end tests and whoever needs something of a real size.

const SUBJECTS = ["The review", "Every team", "The archive", "A second reader", "The budget", "Our partner"];
const VERBS = ["confirms", "compares", "postpones", "describes", "measures", "repeats"];
const OBJECTS = ["the schedule", "the first draft", "the open questions", "the figures", "the agreement"];
const WHEN = [
  "before the summer",
  "in the second week",
  "after the visit",
  "at every meeting",
  "once a month",
];
const WHY = [
  "because the readers asked for it",
  "so that nothing depends on one person",
  "while the old plan stays valid",
  "although it takes a day longer",
  "as the minutes of the last meeting say",
];

/** Numbers that look like chance and are not (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface LongDocument {
  readonly html: string;
  /** The same as plain text, as a clipboard carries both. */
  readonly text: string;
  readonly words: number;
  /** How often each kind of block or mark stands in it. */
  readonly counts: Readonly<Record<"h2" | "h3" | "li" | "td" | "th" | "a" | "pre" | "strong", number>>;
}

const SECTIONS = 14;

export function longDocument(seed = 1): LongDocument {
  const next = numbersFrom(seed);
  const pick = (list: readonly string[]): string => list[Math.floor(next() * list.length)] ?? "";
  const sentence = () => `${pick(SUBJECTS)} ${pick(VERBS)} ${pick(OBJECTS)} ${pick(WHEN)}, ${pick(WHY)}.`;
  const sentences = (count: number) => Array.from({ length: count }, sentence).join(" ");

  const parts: string[] = [];
  for (let section = 1; section <= SECTIONS; section++) {
    parts.push(`<h2>Part ${section}: ${pick(OBJECTS)}</h2>`);
    parts.push(
      `<p>${sentences(5)} See <a href="https://example.org/part/${section}">the notes of part ${section}</a>.</p>`,
    );
    parts.push(`<p><strong>${sentence()}</strong> ${sentences(4)} <em>${sentence()}</em></p>`);
    parts.push(`<h3>What part ${section} needs</h3>`);
    const list = section % 2 === 0 ? "ol" : "ul";
    const items = Array.from({ length: 5 }, () => `<li><p>${sentence()}</p></li>`).join("");
    parts.push(`<${list}>${items}</${list}>`);
    if (section % 5 === 0)
      parts.push(`<pre><code>const part = ${section};\nif (part &gt; 1) {\n  read(part);\n}</code></pre>`);
    if (section % 7 === 0) parts.push(table(section, pick));
    parts.push(`<p>${sentences(4)} The word is <code>part_${section}</code>.</p>`);
  }
  const html = parts.join("");
  const text = html
    .replace(/<\/(h2|h3|p|li|td|th|tr|pre)>/g, "\n")
    .replace(/<[^>]+>/g, "")
    .replaceAll("&gt;", ">");
  const count = (tag: string) => html.split(new RegExp(`<${tag}[ >]`)).length - 1;
  const counts = {
    h2: count("h2"),
    h3: count("h3"),
    li: count("li"),
    td: count("td"),
    th: count("th"),
    a: count("a"),
    pre: count("pre"),
    strong: count("strong"),
  };
  return { html, text, words: text.split(/\s+/).filter(Boolean).length, counts };
}

function table(section: number, pick: (list: readonly string[]) => string): string {
  const cells = (tag: string, values: readonly string[]) =>
    values.map((value) => `<${tag}><p>${value}</p></${tag}>`).join("");
  const rows = Array.from({ length: 5 }, (_, row) => [`${section}.${row + 1}`, pick(OBJECTS), pick(WHEN)]);
  const head = `<tr>${cells("th", ["Number", "What", "When"])}</tr>`;
  return `<table><tbody>${head}${rows.map((row) => `<tr>${cells("td", row)}</tr>`).join("")}</tbody></table>`;
}
