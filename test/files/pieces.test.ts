// Small parts of files: what bytes are, which range is meant, how a name is made harmless.

import { describe, expect, it } from "vitest";
import { fileNameOf, parseFileAddress, parseFileId, sizeInWords } from "../../lib/files.ts";
import { typeOf } from "../../sync-server/files/kind.ts";
import { rangeOf } from "../../sync-server/files/range.ts";

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const PNG = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

describe("F4: the kind of a file is in its first bytes", () => {
  it.each([
    ["a PNG", PNG, "image/png"],
    ["a JPEG", "\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"],
    ["a GIF", "GIF89a\x01\0\x01\0", "image/gif"],
    ["a WebP", "RIFF\x24\0\0\0WEBPVP8 ", "image/webp"],
    ["an AVIF", "\0\0\0\x20ftypavif\0\0\0\0", "image/avif"],
    ["a PDF", "%PDF-1.7\n", "application/pdf"],
    [
      "an SVG",
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      "application/octet-stream",
    ],
    ["HTML", "<!doctype html><script>alert(1)</script>", "application/octet-stream"],
    ["HTML behind white space", " \n\t<html>", "application/octet-stream"],
    ["XML", '<?xml version="1.0"?><x/>', "application/octet-stream"],
    ["a script", "alert(1)", "application/octet-stream"],
    ["a picture's signature behind a script", `<script>${PNG}`, "application/octet-stream"],
    ["a sound in a RIFF", "RIFF\x24\0\0\0WAVEfmt ", "application/octet-stream"],
    ["a film", "\0\0\0\x20ftypisom", "application/octet-stream"],
    ["a signature that is cut off", "\x89PNG", "application/octet-stream"],
    ["nothing", "", "application/octet-stream"],
    // A file that is a picture to one and a script to another is a picture here, with nosniff beside it.
    ["a GIF that is a script as well", "GIF89a/*\0\0*/=1;alert(1)", "image/gif"],
    ["a PNG with a page in it", `${PNG}<html><script>alert(1)</script>`, "image/png"],
  ])("%s", (_, text, type) => {
    expect(typeOf(bytes(text))).toBe(type);
  });
});

describe("F5: a range", () => {
  const whole = { kind: "whole" };
  it.each([
    [undefined, whole],
    ["bytes=0-0", { kind: "part", from: 0, to: 0 }],
    ["bytes=2-4", { kind: "part", from: 2, to: 4 }],
    ["bytes=5-", { kind: "part", from: 5, to: 9 }],
    ["bytes=5-500", { kind: "part", from: 5, to: 9 }],
    ["bytes=-3", { kind: "part", from: 7, to: 9 }],
    ["bytes=-30", { kind: "part", from: 0, to: 9 }],
    ["bytes=10-", { kind: "outside" }],
    ["bytes=-0", { kind: "outside" }],
    ["bytes=4-2", whole],
    ["bytes=0-1,4-5", whole],
    ["bytes=-", whole],
    ["lines=1-2", whole],
    ["bytes=99999999999999999999-", whole],
  ])("%s", (header, range) => {
    expect(rangeOf(header, 10)).toEqual(range);
  });
});

describe("names", () => {
  it.each([
    ["Plan für 2027.pdf", "Plan für 2027.pdf"],
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\ada\\a.png", "a.png"],
    ['a"\r\nSet-Cookie: x.png', "a Set-Cookie x.png"],
    ["photo\u202egpj.exe", "photo gpj.exe"],
    ["\ud800.png", ".png"],
    [7, ""],
  ])("%j", (given, name) => {
    expect(fileNameOf(given)).toBe(name);
  });

  it("keep their end, which says what they are", () => {
    expect(fileNameOf(`${"a".repeat(400)}.docx`)).toMatch(/^a{115}\.docx$/);
  });

  it("of files are 64 small hex digits and nothing else", () => {
    expect(parseFileId("a".repeat(64))).toBe("a".repeat(64));
    for (const wrong of [
      "a".repeat(63),
      "A".repeat(64),
      `${"a".repeat(64)}/..`,
      `\n${"a".repeat(64)}`,
      null,
      {},
    ])
      expect(parseFileId(wrong)).toBeUndefined();
  });

  it("are found in addresses of ours", () => {
    const doc = "b".repeat(21);
    const file = "a".repeat(64);
    expect(parseFileAddress(`http://h/api/docs/${doc}/files/${file}?download`)).toEqual({ doc, file });
    expect(parseFileAddress(`/api/docs/${doc}/files/${file}x`)).toBeUndefined();
    expect(parseFileAddress("https://example.org/a.png")).toBeUndefined();
  });
});

it("sizes are said as file managers say them", () => {
  expect([0, 999, 1_000, 1_449, 999_400, 999_600, 25_000_000, 1_400_000_000].map(sizeInWords)).toEqual([
    "0 B",
    "999 B",
    "1.0 kB",
    "1.4 kB",
    "999 kB",
    "1.0 MB",
    "25 MB",
    "1.4 GB",
  ]);
});
