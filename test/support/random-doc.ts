// Deterministic chance, and edits of every kind that Yjs knows. Used by fuzz tests: the seed is the run.

import * as Y from "yjs";

/** mulberry32: small, fast and good enough to pick edits with. Returns numbers in [0, 1). */
export function randomOf(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const WORDS = ["a", "word", "läuft", "漢字", "😀", "x".repeat(40), "e\u0301", "\n"];

/** One random edit: text, formats, embeds, maps, arrays, XML, binary, subdocuments, deletions. */
export function writeSomething(doc: Y.Doc, random: () => number): void {
  const text = doc.getText("t");
  const map = doc.getMap("m");
  const array = doc.getArray("a");
  const xml = doc.getXmlFragment("x");
  const word = () => WORDS[Math.floor(random() * WORDS.length)] as string;
  const place = (length: number) => Math.floor(random() * (length + 1));
  switch (Math.floor(random() * 12)) {
    case 0:
    case 1:
    case 2:
      text.insert(place(text.length), word());
      return;
    case 3:
      if (text.length > 3) text.delete(place(text.length - 3), 1 + Math.floor(random() * 2));
      return;
    case 4:
      if (text.length > 3) text.format(place(text.length - 3), 2, { bold: random() < 0.5 ? true : null });
      return;
    case 5:
      text.insertEmbed(place(text.length), { image: word(), deep: [1, { two: null }] });
      return;
    case 6:
      map.set(word(), [random(), null, undefined, true, { k: word() }, 3n, new Uint8Array([1, 2])]);
      return;
    case 7:
      map.set(word(), random() < 0.5 ? new Y.Map([[word(), 1]]) : new Y.Array());
      if (random() < 0.3) map.delete(word());
      return;
    case 8:
      array.insert(place(array.length), [1, word(), -5, 1.5, [word()]]);
      if (array.length > 4 && random() < 0.5) array.delete(place(array.length - 4), 2);
      return;
    case 9: {
      const element = new Y.XmlElement("paragraph");
      element.setAttribute("level", word());
      element.insert(0, [new Y.XmlText(word()), new Y.XmlElement("br")]);
      xml.insert(place(xml.length), [element]);
      return;
    }
    case 10:
      if (xml.length > 1) xml.delete(place(xml.length - 1), 1);
      return;
    default:
      if (random() < 0.5) array.push([new Y.Doc()]);
      else map.set("bytes", new Uint8Array([random() * 256, 7]));
  }
}
