// F10: what cameras and programs write into pictures beside the pixels is gone before a file is stored.

import { describe, expect, it } from "vitest";
import { orientationIn } from "../../sync-server/files/orientation.ts";
import { withoutTraces } from "../../sync-server/files/traces.ts";
import { randomOf } from "../support/random-doc.ts";

type Part = string | readonly number[] | Uint8Array;
const bytes = (...parts: readonly Part[]): Uint8Array =>
  Buffer.concat(
    parts.map((part) =>
      typeof part === "string" ? Buffer.from(part, "latin1") : Uint8Array.from(part as number[]),
    ),
  );
const big = (value: number, size: 2 | 4): number[] =>
  size === 2 ? [value >> 8, value & 255] : [...big(value >>> 16, 2), ...big(value & 0xffff, 2)];
const little = (value: number, size: 2 | 4): number[] => big(value, size).reverse();

/** With a camera, a place, and a thumbnail. */
function exif(orientation: number, order: typeof big = big): Uint8Array {
  const entry = (tag: number, type: number, count: number, value: readonly number[]) => [
    ...order(tag, 2),
    ...order(type, 2),
    ...order(count, 4),
    ...value,
  ];
  return bytes(
    order === big ? "MM" : "II",
    order(42, 2),
    order(8, 4),
    order(3, 2),
    entry(0x010f, 2, 4, [0x43, 0x61, 0x6d, 0]),
    entry(0x0112, 3, 1, [...order(orientation, 2), 0, 0]),
    entry(0x8825, 4, 1, order(80, 4)),
    order(0, 4),
    "GPS 52.5200 N 13.4050 E, SECRET CAMERA 5000, and a small picture of it",
  );
}

const part = (marker: number, ...content: readonly Part[]) => {
  const body = bytes(...content);
  return bytes([0xff, marker], big(body.length + 2, 2), body);
};
const jfif = part(0xe0, "JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
const icc = part(0xe2, "ICC_PROFILE\0\x01\x01 a profile of colours");
const adobe = part(0xee, "Adobe\0\x64\0\0\0\0\x01");
const table = part(0xdb, "\0".repeat(65));
const frame = part(0xc0, "\x08\0\x01\0\x01\x01\x01\x11\0");
const pixels = bytes(
  part(0xda, "\x01\x01\0\0\x3f\0"),
  [1, 2, 0xff, 0, 3, 0xff, 0xd0, 4, 0xff, 0, 0xff, 0xd7, 9],
);
const more = bytes(part(0xc4, "another table"), part(0xda, "\x01\x01\0\0\x3f\0"), [7, 0xff, 0, 8]);
const END = [0xff, 0xd9];
const jpeg = (orientation: number, order = big) =>
  bytes(
    [0xff, 0xd8],
    jfif,
    part(0xe1, "Exif\0\0", exif(orientation, order)),
    part(0xe1, "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>SECRET"),
    icc,
    part(0xe2, "MPF\0SECRET"),
    part(0xed, "Photoshop 3.0\0 8BIM SECRET"),
    adobe,
    part(0xfe, "SECRET comment"),
    table,
    frame,
    pixels,
    part(0xe1, "Exif\0\0SECRET between two scans"),
    more,
    END,
    [0xff, 0xd8],
    part(0xe1, "Exif\0\0", exif(1)),
    "SECRET film of the same second",
  );

const chunk = (type: string, ...content: readonly Part[]) => {
  const body = bytes(...content);
  return bytes(big(body.length, 4), type, body, "crc.");
};
const SIGNATURE = "\x89PNG\r\n\x1a\n";
const [ihdr, idat, iend] = [chunk("IHDR", "\0".repeat(13)), chunk("IDAT", "pixels"), chunk("IEND")];
const png = (orientation: number) =>
  bytes(
    SIGNATURE,
    ihdr,
    chunk("iCCP", "colours"),
    chunk("eXIf", exif(orientation)),
    chunk("tEXt", "Author\0SECRET"),
    chunk("iTXt", "XML:com.adobe.xmp\0SECRET"),
    chunk("tIME", "1234567"),
    chunk("prVt", "SECRET of a program"),
    idat,
    chunk("zTXt", "Raw profile type exif\0SECRET"),
    idat,
    iend,
    "SECRET behind the end",
  );

const piece = (type: string, ...content: readonly Part[]) => {
  const body = bytes(...content);
  return bytes(type, little(body.length, 4), body, body.length % 2 === 1 ? [0] : []);
};
function webp(orientation: number, named = false): Uint8Array {
  const body = bytes(
    "WEBP",
    piece("VP8X", "\x2c\0\0\0\0\0\0\0\0\0"),
    piece("ICCP", "odd"),
    piece("VP8 ", "the pixels"),
    piece("EXIF", named ? "Exif\0\0" : "", exif(orientation, little)),
    piece("XMP ", "<x:xmpmeta>SECRET"),
    piece("what", "SECRET"),
  );
  return bytes("RIFF", little(body.length, 4), body, "SECRET behind the end");
}

async function clean(file: Uint8Array, pieces: () => number = () => file.length): Promise<Buffer> {
  async function* source() {
    for (let at = 0; at < file.length; ) {
      const size = Math.max(1, pieces());
      yield file.subarray(at, at + size);
      at += size;
    }
  }
  const out: Uint8Array[] = [];
  for await (const one of withoutTraces(source())) out.push(one);
  return Buffer.concat(out);
}

const traces = /GPS|SECRET|CAMERA|Cam\0/;
const says = (file: Uint8Array) => Buffer.from(file).toString("latin1");
const upright = bytes([0xff, 0xd8], jfif, icc, adobe, table, frame, pixels, more, END);

describe("F10: a picture is stored without where and by whom it was taken", () => {
  it("a JPEG keeps its pixels, colours and way up, byte for byte, and nothing else", async () => {
    expect((await clean(jpeg(1))).equals(upright)).toBe(true);
    for (const order of [big, little]) {
      for (let orientation = 2; orientation <= 8; orientation++) {
        const out = await clean(jpeg(orientation, order));
        expect(says(out)).not.toMatch(traces);
        const exifOut = out.subarray(2 + jfif.length, 2 + jfif.length + 36);
        expect(orientationIn(exifOut.subarray(10))).toBe(orientation);
        expect(Buffer.concat([out.subarray(0, 2 + jfif.length), out.subarray(2 + jfif.length + 36)])).toEqual(
          Buffer.from(upright),
        );
      }
    }
  });

  it("a PNG keeps its pixels, colours and way up", async () => {
    expect(await clean(png(1))).toEqual(
      Buffer.from(bytes(SIGNATURE, ihdr, chunk("iCCP", "colours"), idat, idat, iend)),
    );
    const turned = await clean(png(6));
    expect(says(turned)).not.toMatch(traces);
    const at = turned.indexOf("eXIf");
    expect(orientationIn(turned.subarray(at + 4, at + 30))).toBe(6);
    // The checksum of that chunk, as any program computes it.
    expect(turned.readUInt32BE(at + 30)).toBe(0xd6674b69);
  });

  it("a WebP keeps its size, pixels and way up; what told of the camera is empty", async () => {
    for (const [orientation, named] of [
      [1, false],
      [8, false],
      [6, true],
    ] as const) {
      const file = webp(orientation, named);
      const out = await clean(file);
      expect(says(out)).not.toMatch(traces);
      expect(out.length).toBe(8 + out.readUInt32LE(4));
      const at = out.indexOf("EXIF");
      expect(orientationIn(out.subarray(at + 8))).toBe(orientation);
      expect(out.subarray(0, at)).toEqual(Buffer.from(file.subarray(0, at)));
    }
  });

  it("is the same however it comes in pieces, and when it is sent again", async () => {
    const random = randomOf(7);
    for (const file of [jpeg(6), png(3), webp(5)]) {
      const whole = await clean(file);
      for (const most of [1, 2, 7, 40]) {
        expect(await clean(file, () => 1 + Math.floor(random() * most))).toEqual(whole);
      }
      expect(await clean(whole)).toEqual(whole);
    }
  });

  it("anything else passes as it is", async () => {
    for (const text of ["", "x", "GIF89a SECRET", "%PDF-1.7 SECRET", "\xff\xd8", `${SIGNATURE}SECRET`])
      expect(says(await clean(bytes(text)))).toBe(text);
  });

  it("what breaks off, lies or is hostile neither grows nor throws nor lets more through", async () => {
    const random = randomOf(11);
    for (const file of [jpeg(6), png(6), webp(6)]) {
      for (let length = 0; length < file.length; length++) {
        expect((await clean(file.subarray(0, length))).length).toBeLessThanOrEqual(length);
      }
      for (let round = 0; round < 1_500; round++) {
        const bent = Uint8Array.from(file);
        for (let bend = 0; bend <= random() * 6; bend++)
          bent[Math.floor(random() * bent.length)] = Math.floor(random() * 256);
        const out = await clean(bent);
        expect(out.length).toBeLessThanOrEqual(bent.length);
      }
    }
    // A million parts without content, and sizes that reach beyond everything.
    const empty = bytes([0xff, 0xd8, 0xff], new Uint8Array(1_000_000).fill(0xff));
    expect((await clean(empty)).length).toBeLessThanOrEqual(empty.length);
    const many = bytes([0xff, 0xd8], ...Array.from({ length: 50_000 }, () => part(0xfe)), END);
    expect([...(await clean(many))]).toEqual([0xff, 0xd8, 0xff, 0xd9]);
    const long = bytes(SIGNATURE, ihdr, [0x7f, 0xff, 0xff, 0xff], "tEXtSECRET");
    expect(says(await clean(long))).not.toMatch(traces);
  });

  it("EXIF that points anywhere says that it is upright", () => {
    const random = randomOf(3);
    for (let round = 0; round < 3_000; round++) {
      const bent = Uint8Array.from(exif(6));
      for (let bend = 0; bend < 3; bend++) bent[Math.floor(random() * 30)] = Math.floor(random() * 256);
      const found = orientationIn(bent);
      expect(found >= 1 && found <= 8).toBe(true);
    }
  });
});
