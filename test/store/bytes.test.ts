// The small parts that turn values into bytes: seals, entries, keys, and the look at LevelDB's log.

import { randomBytes } from "node:crypto";
import zlib from "node:zlib";
import { describe, expect, it } from "vitest";
import type { RoomName, Seq } from "../../lib/names.ts";
import { decodeEntry, encodeEntry } from "../../sync-server/store/entry.ts";
import { isDamaged } from "../../sync-server/store/journal.ts";
import { entryKey, entryRange, recordKey, roomOf, seqOf } from "../../sync-server/store/keys.ts";
import { crc32ByTable, seal, unseal } from "../../sync-server/store/seal.ts";
import { client, user } from "../contract/store-support.ts";

describe("a seal", () => {
  it("notices every single flipped bit and every cut", () => {
    const sealed = seal(Uint8Array.from(randomBytes(40)));
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const broken = sealed.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      expect(() => unseal("k", broken)).toThrow(expect.objectContaining({ code: "store/damaged" }));
    }
    for (let length = 0; length < sealed.length; length++) {
      expect(() => unseal("k", sealed.subarray(0, length))).toThrow('"k" is damaged');
    }
  });

  it("is the same with and without the help of zlib", () => {
    const bytes = randomBytes(1000);
    if (typeof zlib.crc32 === "function") expect(crc32ByTable(bytes)).toBe(zlib.crc32(bytes));
    expect(crc32ByTable(Buffer.from("123456789"))).toBe(0xcbf43926);
  });
});

describe("an entry", () => {
  it("comes back from its bytes, or is refused, whatever the bytes are", () => {
    const entry = {
      time: 1_795_000_000_123,
      authors: [{ user: user("mona"), clients: [client(1), client(2 ** 32 - 1)] }],
      update: Uint8Array.of(1, 2, 3),
    };
    const bytes = encodeEntry(entry);
    expect(decodeEntry("k", bytes)).toEqual(entry);
    for (let i = 0; i < 2000; i++) {
      const noise =
        i % 2 === 0 ? randomBytes(i % 30) : bytes.map((byte) => (Math.abs(byte * i) % 7 === 0 ? 255 : byte));
      try {
        expect(decodeEntry("k", noise).update).toBeInstanceOf(Uint8Array);
      } catch (error) {
        expect(error).toMatchObject({ code: "store/damaged" });
      }
    }
  });
});

describe("keys", () => {
  it("sort by seq and give room and seq back", () => {
    const room = "a-b.margin" as RoomName;
    const seqs = [1, 9, 10, 255, 256, 65_536, 2 ** 31, 2 ** 40, Number.MAX_SAFE_INTEGER] as Seq[];
    const keys = seqs.map((seq) => entryKey(room, seq));
    expect([...keys].sort()).toEqual(keys);
    expect(keys.map(seqOf)).toEqual(seqs);
    expect(keys.map(roomOf)).toEqual(seqs.map(() => room));
    const { from, to } = entryRange(room);
    for (const key of keys) expect(key >= from && key <= to).toBe(true);
    expect(recordKey("doc/1")).toBe("r/doc/1");
  });
});

describe("LevelDB's log", () => {
  it("is sound when it is empty, torn, or full of zeros at its end", () => {
    expect(isDamaged(new Uint8Array(0))).toBe(false);
    expect(isDamaged(new Uint8Array(100_000))).toBe(false);
    expect(isDamaged(Uint8Array.from(randomBytes(3)))).toBe(false);
  });
});
