// Reads every file that a document holds and compares it with its name. Called by the verify command while the
// server is stopped. Promises to change nothing that anybody needs.

import { createHash } from "node:crypto";
import { type FileId, parseFileId } from "../../lib/files.ts";
import type { Store } from "../store/store.ts";
import type { FileStore } from "./file-store.ts";

export interface FileDamage {
  readonly file: FileId;
  readonly docs: readonly string[];
  /** One clause for people. */
  readonly problem: string;
}

/** `open` is called only where there are files. */
export async function* findFileDamage(
  store: Store,
  open: () => Promise<FileStore>,
): AsyncGenerator<FileDamage> {
  const held = new Map<FileId, string[]>();
  for await (const { key } of store.list("file/")) {
    const [, doc = "", name] = key.split("/");
    const file = parseFileId(name);
    if (file !== undefined) held.set(file, [...(held.get(file) ?? []), doc]);
  }
  if (held.size === 0) return;
  const files = await open();
  try {
    for (const [file, docs] of held) {
      const problem = await problemOf(files, file);
      if (problem !== undefined) yield { file, docs, problem };
    }
  } finally {
    await files.close();
  }
}

async function problemOf(files: FileStore, file: FileId): Promise<string | undefined> {
  try {
    const stream = await files.read(file);
    if (stream === undefined) return "is not there";
    const hash = createHash("sha256");
    for await (const piece of stream) hash.update(piece as Uint8Array);
    return hash.digest("hex") === file ? undefined : "is not what it was";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
