// What a file is, by its first bytes. Called when one was received. Neither its name nor what the sender
// says of it counts: a browser would believe both. Only what is listed here keeps a type of its own; all
// else (SVG, HTML, office documents, archives) is bytes to be saved, and no browser opens it in our name (F4).

const ascii = (head: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...head.subarray(at, at + length));

const KINDS: readonly (readonly [type: string, is: (head: Uint8Array) => boolean])[] = [
  ["image/png", (head) => ascii(head, 0, 8) === "\x89PNG\r\n\x1a\n" && ascii(head, 12, 4) === "IHDR"],
  ["image/jpeg", (head) => ascii(head, 0, 3) === "\xff\xd8\xff"],
  ["image/gif", (head) => /^GIF8[79]a$/.test(ascii(head, 0, 6))],
  ["image/webp", (head) => ascii(head, 0, 4) === "RIFF" && ascii(head, 8, 4) === "WEBP"],
  ["image/avif", (head) => ascii(head, 4, 4) === "ftyp" && /^avi[fs]$/.test(ascii(head, 8, 4))],
  ["application/pdf", (head) => ascii(head, 0, 5) === "%PDF-"],
];

export const UNKNOWN_TYPE = "application/octet-stream";

export const typeOf = (head: Uint8Array): string => KINDS.find(([, is]) => is(head))?.[0] ?? UNKNOWN_TYPE;
