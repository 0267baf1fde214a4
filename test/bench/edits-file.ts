// Makes the keys of W4: from an editing trace (`--trace`, the format of the public collection of editing
// traces), else synthetic. Each becomes one Yjs update, made up front and read by the load generator.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import * as Y from "yjs";
import { FIRST_CLIENT, randomOf, TEXT } from "./load/edits.ts";

export interface Edits {
  readonly file: string;
  /** Updates, and of these the clock ticks that insertions take. */
  readonly count: number;
  readonly clocks: number;
  /** Of the final text, to tell whether a server still has it. */
  readonly hash: string;
  readonly stateBytes: number;
  readonly name: string;
}

type Patch = readonly [position: number, deleted: number, inserted: string];

const SYNTHETIC_KEYS = 20_000;

export function makeEdits(folder: string, trace: string | undefined): Edits {
  const doc = new Y.Doc();
  doc.clientID = FIRST_CLIENT;
  const text = doc.getText(TEXT);
  const parts: Uint8Array[] = [];
  let count = 0;
  doc.on("update", (update: Uint8Array) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(update.length);
    parts.push(length, update);
    count++;
  });
  for (const [position, deleted, inserted] of trace === undefined ? synthetic() : patchesOf(trace)) {
    doc.transact(() => {
      if (deleted > 0) text.delete(position, deleted);
      if (inserted !== "") text.insert(position, inserted);
    });
  }
  // The last one is an insertion, so that its arrival can be seen.
  text.insert(text.length, ".");
  const file = join(folder, "edits.bin");
  writeFileSync(file, Buffer.concat(parts));
  const edits: Edits = {
    file,
    count,
    clocks: Y.getState(doc.store, FIRST_CLIENT),
    hash: createHash("sha256").update(text.toString()).digest("hex"),
    stateBytes: Y.encodeStateAsUpdate(doc).length,
    name: trace === undefined ? "synthetic" : "the trace",
  };
  doc.destroy();
  return edits;
}

function* patchesOf(trace: string): Generator<Patch> {
  const bytes = readFileSync(trace);
  const gzipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const { startContent, txns } = JSON.parse((gzipped ? gunzipSync(bytes) : bytes).toString("utf8"));
  if (typeof startContent === "string" && startContent !== "") yield [0, 0, startContent];
  for (const { patches } of txns) yield* patches as Patch[];
}

/** Somebody writes, goes back to an earlier place now and then, and deletes a tenth of it again. */
function* synthetic(): Generator<Patch> {
  const random = randomOf(4);
  let length = 0;
  let at = 0;
  for (let i = 1; i < SYNTHETIC_KEYS; i++) {
    if (random() < 0.02) at = Math.floor(random() * (length + 1));
    if (at > 0 && random() < 0.1) {
      at--;
      length--;
      yield [at, 1, ""];
    } else {
      yield [at, 0, random() < 0.17 ? " " : String.fromCharCode(97 + Math.floor(random() * 26))];
      at++;
      length++;
    }
  }
}
