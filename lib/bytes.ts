// A reader over untrusted bytes in lib0's encoding. Stricter than lib0: it checks every bound, UTF-8,
// JSON and minimal integers, and it allocates nothing. Called by lib/update.ts and lib/clocks.ts.

import { AppError } from "./errors.ts";

/** Deeper JSON-like values than any editor writes; recursive readers elsewhere must survive them. */
const MAX_NESTING = 64;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function malformed(what: string): never {
  throw new AppError("update/malformed", `The update holds ${what}.`);
}

export class ByteReader {
  private readonly bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte(): number {
    const byte = this.bytes[this.at++];
    return byte === undefined ? malformed("less than it says") : byte;
  }

  /** A varUint up to 2^53 - 1. One that takes more bytes than it needs is refused. */
  uint(): number {
    const first = this.byte();
    if (first < 0x80) return first;
    let value = first & 0x7f;
    let factor = 0x80;
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (value > Number.MAX_SAFE_INTEGER) malformed("a number beyond 2^53");
      if (byte < 0x80) return byte === 0 ? malformed("an over-long number") : value;
      factor *= 0x80;
    }
  }

  /** Client and clock. */
  id(): void {
    this.uint();
    this.uint();
  }

  skip(count: number): void {
    if (count > this.bytes.length - this.at) malformed("less than it says");
    this.at += count;
  }

  /** Takes `count` bytes as a view of the input. */
  take(count: number): Uint8Array {
    const start = this.at;
    this.skip(count);
    return this.bytes.subarray(start, this.at);
  }

  /** A length-prefixed string; returns its length in UTF-16 code units. */
  text(): number {
    const length = this.uint();
    const bytes = this.bytes;
    const start = this.at;
    this.skip(length);
    const end = this.at;
    let i = start;
    // Most of what people write, and all of it in many documents: a loop that even a cold start runs fast.
    while (i < end && (bytes[i] as number) < 0x80) i++;
    let units = i - start;
    while (i < end) {
      const b = bytes[i] as number;
      if (b < 0x80) i += 1;
      else if (b < 0xc2) malformed("text that is not UTF-8");
      else if (b < 0xe0) i = continued(bytes, i, 1, end, 0x80, 0xbf);
      else if (b < 0xf0) i = continued(bytes, i, 2, end, b === 0xe0 ? 0xa0 : 0x80, b === 0xed ? 0x9f : 0xbf);
      else if (b < 0xf5) {
        i = continued(bytes, i, 3, end, b === 0xf0 ? 0x90 : 0x80, b === 0xf4 ? 0x8f : 0xbf);
        units += 1;
      } else malformed("text that is not UTF-8");
      units += 1;
    }
    return units;
  }

  /** A length-prefixed string of JSON. `bare`: the word undefined stands for itself. */
  json(bare: boolean): void {
    const bytes = this.take(this.uint());
    try {
      const text = decoder.decode(bytes);
      if (bare && text === "undefined") return;
      if (nesting(text) > MAX_NESTING) malformed("JSON nested too deep");
      JSON.parse(text);
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      malformed("JSON that does not parse");
    }
  }

  /** lib0's `any`: see `readAny` in lib0/decoding. */
  any(depth = 0): void {
    if (depth > MAX_NESTING) malformed("a value nested too deep");
    const tag = this.byte();
    switch (tag) {
      case 127: // undefined
      case 126: // null
      case 121: // false
      case 120: // true
        return;
      case 125: // integer: sign and continuation bits
        for (let i = 0; (this.byte() & 0x80) !== 0; i++) if (i > 8) malformed("an over-long number");
        return;
      case 124:
        this.skip(4);
        return;
      case 123:
      case 122:
        this.skip(8);
        return;
      case 119:
        this.text();
        return;
      case 118: {
        const count = this.uint();
        for (let i = 0; i < count; i++) {
          this.text();
          this.any(depth + 1);
        }
        return;
      }
      case 117: {
        const count = this.uint();
        for (let i = 0; i < count; i++) this.any(depth + 1);
        return;
      }
      case 116:
        this.skip(this.uint());
        return;
      default:
        malformed("a value of unknown kind");
    }
  }

  end(): void {
    if (this.at !== this.bytes.length) malformed("more than it says");
  }
}

/** Checks `count` continuation bytes after `i`, the first of them within `low` and `high`. */
function continued(
  bytes: Uint8Array,
  i: number,
  count: number,
  end: number,
  low: number,
  high: number,
): number {
  if (i + count >= end) malformed("text that is not UTF-8");
  const second = bytes[i + 1] as number;
  if (second < low || second > high) malformed("text that is not UTF-8");
  for (let k = 2; k <= count; k++) {
    if (((bytes[i + k] as number) & 0xc0) !== 0x80) malformed("text that is not UTF-8");
  }
  return i + count + 1;
}

function nesting(json: string): number {
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < json.length; i++) {
    const c = json.charCodeAt(i);
    if (c === 0x7b || c === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (c === 0x7d || c === 0x5d) depth--;
  }
  return deepest;
}
