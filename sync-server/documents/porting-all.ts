// All documents of a data folder as files, and a folder of files as documents: for moving house, and for
// keeping what is written in a form that needs no Concord. Called by cli.ts while the server is stopped.

import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { KINDS, type Kind } from "../../lib/convert/kinds.ts";
import type { Lost } from "../../lib/convert/report.ts";
import { AppError } from "../../lib/errors.ts";
import type { FileId } from "../../lib/files.ts";
import {
  bodyOf,
  type ClientId,
  DOC_ID_BYTES,
  type DocId,
  parseDocId,
  printDocId,
  slugOf,
  type UserId,
} from "../../lib/names.ts";
import type { Role } from "../../lib/policy.ts";
import type { Store } from "../store/store.ts";
import { exported, imported } from "./convert.ts";
import { createRecords, type DocRecord } from "./records.ts";

type Say = (line: string) => void;

/** The pictures and files of documents (files/porting.ts). */
export interface FilesAlong {
  /** Writes those that a document names beside it, and says where its text finds them. */
  out(
    doc: DocId,
    parts: readonly Uint8Array[],
    to: string,
  ): Promise<{
    readonly address: (file: string) => string | undefined;
    /** For JSON to say. */
    readonly carried: readonly object[];
    readonly missing: readonly string[];
  }>;
  beside(from: string): Promise<ReadonlyMap<FileId, string>>;
  /** Brings in what `about` says. Returns what is missing. */
  in(
    of: { readonly doc: DocId; readonly by: UserId; readonly at: number },
    about: unknown,
    beside: ReadonlyMap<FileId, string>,
  ): Promise<readonly string[]>;
}

/** Bytes of one file. What is larger is no document that anybody wrote. */
const MAX_FILE_BYTES = 50 * 1024 * 1024;
/** Of a record, what an export as JSON takes along, so that an import elsewhere can bring it back. */
const KEPT = ["owner", "general", "createdAt", "editedAt", "trashedAt", "locked"] as const;

/** Resolves with the exit code: 1 where a document could not be written. */
export async function exportAll(
  store: Store,
  files: FilesAlong,
  to: string,
  as: Kind,
  say: Say,
): Promise<number> {
  await mkdir(to, { recursive: true }).catch((cause: unknown) => {
    throw new AppError("bad-request", `${to} cannot be a folder: ${reasonOf(cause)}.`, { cause });
  });
  let written = 0;
  let failed = 0;
  for await (const [doc, record] of createRecords(store).all()) {
    // The trash is not what people have; JSON is a move, and takes it along.
    if (record.trashedAt !== undefined && as !== "json") continue;
    try {
      const stored = await store.read(bodyOf(doc));
      const parts = [
        ...(stored?.snapshot === undefined ? [] : [stored.snapshot]),
        ...(stored?.tail ?? []).map((entry) => entry.update),
      ];
      const { address, carried, missing } = await files.out(doc, parts, to);
      const about = {
        id: doc,
        ...Object.fromEntries(KEPT.map((name) => [name, record[name]])),
        ...(carried.length === 0 ? {} : { files: carried }),
      };
      const { text, lost } = exported({ parts, as, about }, address);
      const name = `${slugOf(record.title) || "untitled"}-${doc}.${as}`;
      await writeFile(path.join(to, name), text);
      written++;
      tell(name, lost, say);
      if (missing.length > 0) {
        failed++;
        say(`${name}: files that are not there: ${missing.join(", ")}`);
      }
    } catch (cause) {
      failed++;
      say(`${doc}: not written: ${reasonOf(cause)}`);
    }
  }
  say(`${written} ${written === 1 ? "document" : "documents"} in ${to}`);
  return failed === 0 ? 0 : 1;
}

/** A file that cannot be read is said, and the others go on. */
export async function importAll(
  store: Store,
  files: FilesAlong,
  from: string,
  owner: string | undefined,
  now: number,
  say: Say,
): Promise<number> {
  const entries = await readdir(from, { withFileTypes: true }).catch((cause: unknown) => {
    throw new AppError("bad-request", `${from} cannot be read as a folder: ${reasonOf(cause)}.`, { cause });
  });
  const beside = await files.beside(from);
  const records = createRecords(store);
  let made = 0;
  let failed = 0;
  for (const entry of entries.filter((one) => one.isFile()).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const as = KINDS.find((kind) => entry.name.toLowerCase().endsWith(`.${kind}`));
    if (as === undefined) {
      say(`${entry.name}: left out, it is not ${KINDS.map((kind) => `.${kind}`).join(", ")}`);
      continue;
    }
    try {
      const file = path.join(from, entry.name);
      if ((await stat(file)).size > MAX_FILE_BYTES)
        throw new AppError("too-large", "it is larger than 50 MB");
      const source = await readFile(file, "utf8");
      const { update, digest, lost, about } = imported({ source, as, name: entry.name });
      const before = aboutOf(about);
      const doc = before.id ?? newId();
      if (before.id !== undefined && (await records.get(doc)) !== undefined) {
        say(`${entry.name}: left out, this document is here already`);
        continue;
      }
      const by = (before.record.owner ?? owner ?? "") as UserId;
      // The text first: a record without one would be an empty document.
      await store.append([
        { room: bodyOf(doc), time: now, authors: [{ user: by, clients: [] as ClientId[] }], update },
      ]);
      const record: DocRecord = {
        ...digest,
        createdAt: now,
        editedAt: now,
        // Nobody owns what no person sent: then whoever has its address may edit, or nobody could.
        general: by === "" ? "edit" : "none",
        locked: false,
        ...before.record,
        owner: by,
      };
      await records.create(doc, record);
      if (by !== "") {
        await store.put(`mine/${by}/${doc}`, Buffer.from(JSON.stringify({ openedAt: record.createdAt })));
      }
      made++;
      say(`${entry.name}: /d/${doc}`);
      tell(entry.name, lost, say);
      const missing = await files.in({ doc, by, at: now }, about, beside);
      if (missing.length > 0) {
        failed++;
        say(`${entry.name}: files that are not there, or not what they were: ${missing.join(", ")}`);
      }
    } catch (cause) {
      failed++;
      say(`${entry.name}: not read: ${reasonOf(cause)}`);
    }
  }
  say(`${made} ${made === 1 ? "document" : "documents"} made`);
  return failed === 0 ? 0 : 1;
}

/** In the words of the disk, without its codes. */
function reasonOf(cause: unknown): string {
  const code = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : undefined;
  switch (code) {
    case "ENOENT":
      return "there is none";
    case "ENOTDIR":
    case "EEXIST":
      return "it is a file";
    case "EISDIR":
      return "it is a folder";
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return "this account may not";
    case "ENOSPC":
      return "the disk is full";
    default:
      return cause instanceof Error ? cause.message : String(cause);
  }
}

function tell(name: string, lost: readonly Lost[], say: Say): void {
  if (lost.length > 0) {
    say(`${name}: not kept as it was: ${lost.map(({ what, times }) => `${what} (${times})`).join(", ")}`);
  }
}

function newId(): DocId {
  let doc: DocId | undefined;
  while (doc === undefined) doc = printDocId(randomBytes(DOC_ID_BYTES));
  return doc;
}

const ROLES: readonly string[] = ["none", "view", "comment", "edit"] satisfies Role[];

/** What another server wrote of it. Only the administrator is heard: over HTTP nobody says who owns what. */
function aboutOf(about: unknown): { readonly id: DocId | undefined; readonly record: Partial<DocRecord> } {
  const said = (typeof about === "object" && about !== null ? about : {}) as Record<string, unknown>;
  const moment = (value: unknown) => (typeof value === "number" && value > 0 ? value : undefined);
  const record = {
    owner: typeof said.owner === "string" && said.owner !== "" ? (said.owner as UserId) : undefined,
    general:
      typeof said.general === "string" && ROLES.includes(said.general) ? (said.general as Role) : undefined,
    createdAt: moment(said.createdAt),
    editedAt: moment(said.editedAt),
    trashedAt: moment(said.trashedAt),
    locked: said.locked === true ? true : undefined,
  };
  return {
    id: typeof said.id === "string" ? parseDocId(said.id) : undefined,
    record: Object.fromEntries(
      Object.entries(record).filter(([, value]) => value !== undefined),
    ) as Partial<DocRecord>,
  };
}
