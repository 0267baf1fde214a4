// What cameras and programs write into pictures beside the pixels: where and when, with which camera, by whom,
// a small copy of the picture before it was cut. Taken out while a file streams in, before its bytes are hashed and
// stored; called by files.ts for whatever comes, so by every way in. Promises: the pixels and their colours stay as they
// are byte for byte, the way up stays, nothing grows, and what breaks off or lies about its sizes ends there.

import { typeOf } from "./kind.ts";
import { orientationIn, tiffOf } from "./orientation.ts";

/** Bytes that are looked at in one piece: the longest segment of a JPEG. Longer parts only pass. */
const MAX_PART = 65_537;
/** Small pieces leave together. */
const PIECE_BYTES = 65_536;

export async function* withoutTraces(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const input = new Input(source);
  try {
    await input.fill(16);
    const clean = CLEANERS[typeOf(input.look(16))];
    yield* inPieces(clean === undefined ? input.rest() : clean(input));
    // Whoever sends it waits until all of it was taken.
    for await (const _ of input.rest());
  } finally {
    await input.close();
  }
}

type Clean = (input: Input) => AsyncGenerator<Uint8Array>;
const CLEANERS: Readonly<Record<string, Clean>> = {
  "image/jpeg": jpeg,
  "image/png": png,
  "image/webp": webp,
};

/** JFIF, colour profiles, Adobe's note on colours. */
const isOfColours = (marker: number, part: Uint8Array): boolean =>
  marker === 0xe0 || marker === 0xee || (marker === 0xe2 && startsWith(part, "ICC_PROFILE\0", 4));

async function* jpeg(input: Input): AsyncGenerator<Uint8Array> {
  yield input.take(2);
  let turned = false;
  for (;;) {
    // Bytes between segments mean nothing; decoders pass over them too.
    while ((await input.fill(2)) && !isMarker(input.look(2))) input.take(1);
    if (input.size < 2) return;
    const marker = input.look(2)[1] as number;
    if (marker === 0xd9) {
      // What follows the end is more pictures and films of the same camera.
      yield input.take(2);
      return;
    }
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      yield input.take(2);
      continue;
    }
    if (!(await input.fill(4))) return;
    const [, , high = 0, low = 0] = input.look(4);
    const length = 2 + high * 256 + low;
    if (length < 4 || !(await input.fill(length))) return;
    const part = input.take(length);
    const isNote = (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe;
    if (!isNote || isOfColours(marker, part)) yield part;
    else if (marker === 0xe1 && startsWith(part, "Exif\0\0", 4) && !turned) {
      const orientation = orientationIn(part.subarray(10));
      const made = orientation > 1 ? segment(orientation) : undefined;
      if (made !== undefined && made.length <= part.length) {
        turned = true;
        yield made;
      }
    }
    if (marker === 0xda) yield* scan(input);
  }
}

const isMarker = ([first, second]: Uint8Array): boolean =>
  first === 0xff && second !== undefined && second !== 0 && second !== 0xff;

/** The pixels, up to the next marker that is not one of theirs. */
async function* scan(input: Input): AsyncGenerator<Uint8Array> {
  while (await input.fill(2)) {
    const all = input.look(input.size);
    let at = all.indexOf(0xff);
    while (at >= 0 && at + 1 < all.length) {
      const next = all[at + 1] as number;
      if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) break;
      at = all.indexOf(0xff, next === 0xff ? at + 1 : at + 2);
    }
    if (at < 0) yield input.take(all.length);
    else {
      if (at > 0) yield input.take(at);
      if (at + 1 < all.length) return;
    }
  }
  yield input.take(input.size);
}

function segment(orientation: number): Uint8Array {
  const tiff = tiffOf(orientation);
  const made = new Uint8Array(10 + tiff.length);
  made.set([0xff, 0xe1, 0, 8 + tiff.length, 0x45, 0x78, 0x69, 0x66, 0, 0]);
  made.set(tiff, 10);
  return made;
}

/** What a picture is made of, how its colours are meant, how it moves. Not: texts, times, what nobody knows. */
const PNG_PARTS =
  /^(?:IHDR|PLTE|IDAT|IEND|tRNS|gAMA|cHRM|sRGB|iCCP|cICP|mDCV|cLLI|sBIT|bKGD|hIST|pHYs|sPLT|acTL|fcTL|fdAT)$/;

async function* png(input: Input): AsyncGenerator<Uint8Array> {
  yield input.take(8);
  while (await input.fill(8)) {
    const head = input.look(8);
    const length = uint32(head, 0);
    const type = letters(head, 4);
    if (length > 0x7fffffff || !/^[A-Za-z]{4}$/.test(type)) return;
    if (PNG_PARTS.test(type)) {
      yield* input.pass(12 + length);
      if (type === "IEND") return;
    } else if (type === "eXIf" && length <= MAX_PART && (await input.fill(12 + length))) {
      const orientation = orientationIn(input.look(12 + length).subarray(8, 8 + length));
      await input.skip(12 + length);
      const made = orientation > 1 ? chunk(orientation) : undefined;
      if (made !== undefined && made.length <= 12 + length) yield made;
    } else await input.skip(12 + length);
  }
}

function chunk(orientation: number): Uint8Array {
  const tiff = tiffOf(orientation);
  const made = new Uint8Array(12 + tiff.length);
  made.set([0, 0, 0, tiff.length, 0x65, 0x58, 0x49, 0x66]);
  made.set(tiff, 8);
  new DataView(made.buffer).setUint32(8 + tiff.length, crc32(made.subarray(4, 8 + tiff.length)));
  return made;
}

const WEBP_PARTS = /^(?:VP8[ LX]|ALPH|ANIM|ANMF|ICCP)$/;

/** Its size stands at the front, before anybody knows what will go: so other parts stay, with nothing in them. */
async function* webp(input: Input): AsyncGenerator<Uint8Array> {
  let left = 8 + uint32(input.look(8), 4, true);
  yield input.take(12);
  left -= 12;
  while (left >= 8 && (await input.fill(8))) {
    const head = input.take(8);
    const length = uint32(head, 4, true);
    const whole = Math.min(length + (length % 2), left - 8);
    left -= 8 + whole;
    yield head;
    if (WEBP_PARTS.test(letters(head, 0))) yield* input.pass(whole);
    else if (letters(head, 0) === "EXIF" && whole <= MAX_PART && (await input.fill(whole))) {
      const part = input.take(whole);
      const named = startsWith(part, "Exif\0\0", 0) ? 6 : 0;
      const tiff = tiffOf(orientationIn(part.subarray(named)));
      const made = new Uint8Array(whole);
      if (tiff.length <= whole) made.set(tiff);
      yield made;
    } else {
      for await (const piece of input.pass(whole)) yield new Uint8Array(piece.length);
    }
  }
}

const uint32 = (bytes: Uint8Array, at: number, little = false): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, little);

const letters = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));

function startsWith(bytes: Uint8Array, text: string, at: number): boolean {
  for (let index = 0; index < text.length; index++)
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  return true;
}

function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}

async function* inPieces(source: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of source) {
    parts.push(part);
    size += part.length;
    if (size < PIECE_BYTES) continue;
    yield parts.length === 1 ? part : Buffer.concat(parts);
    parts = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(parts);
}

/** Bytes that came and were not taken yet: at most one part and one piece of the source. */
class Input {
  private readonly source: AsyncIterator<Uint8Array>;
  private bytes: Uint8Array = new Uint8Array(0);
  private ended = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.source = source[Symbol.asyncIterator]();
  }

  get size(): number {
    return this.bytes.length;
  }

  /** Whether so many are there. */
  fill(size: number): boolean | Promise<boolean> {
    return this.bytes.length >= size || this.more(size);
  }

  private async more(size: number): Promise<boolean> {
    const parts = [this.bytes];
    let length = this.bytes.length;
    while (length < size && !this.ended) {
      const next = await this.source.next();
      if (next.done === true) this.ended = true;
      else {
        parts.push(next.value);
        length += next.value.length;
      }
    }
    this.bytes = parts.length === 1 ? this.bytes : Buffer.concat(parts);
    return length >= size;
  }

  look(size: number): Uint8Array {
    return this.bytes.subarray(0, size);
  }

  take(size: number): Uint8Array {
    const taken = this.bytes.subarray(0, size);
    this.bytes = this.bytes.subarray(size);
    return taken;
  }

  async *pass(size: number): AsyncGenerator<Uint8Array> {
    for (let left = size; left > 0 && (await this.fill(1)); ) {
      const piece = this.take(left);
      left -= piece.length;
      yield piece;
    }
  }

  async skip(size: number): Promise<void> {
    for (let left = size; left > 0 && (await this.fill(1)); ) left -= this.take(left).length;
  }

  async close(): Promise<void> {
    await this.source.return?.();
  }

  async *rest(): AsyncGenerator<Uint8Array> {
    while (await this.fill(1)) yield this.take(this.size);
  }
}
