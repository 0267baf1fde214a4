// Documents become files, and files become documents. Runs in a worker of its own (converter.ts), because a
// hostile file may keep it busy; the administrator's command calls it straight. Pure but for the schema.

import { getSchema } from "@tiptap/core";
import * as Y from "yjs";
import { fillDoc, writingOf } from "../../lib/convert/body.ts";
import { fitted, knownTo } from "../../lib/convert/fit.ts";
import { htmlOf } from "../../lib/convert/html-out.ts";
import { asWriting, bodyFromHtml, bodyFromMarkdown, bodyFromText } from "../../lib/convert/import.ts";
import { bodyFromJson, jsonOf } from "../../lib/convert/json.ts";
import type { Kind } from "../../lib/convert/kinds.ts";
import { markdownOf } from "../../lib/convert/markdown-out.ts";
import { type Lost, Report } from "../../lib/convert/report.ts";
import { textOf } from "../../lib/convert/text-out.ts";
import type { Tree } from "../../lib/convert/tree.ts";
import { fullDigestOf, type RecordDigest } from "../../lib/digest.ts";
import { assertNever } from "../../lib/errors.ts";
import { mergeUpdates } from "../../lib/merge.ts";
import { schemaExtensions } from "../../lib/schema.ts";

export interface ExportJob {
  /** Updates that together are the document. */
  readonly parts: readonly Uint8Array[];
  readonly as: Kind;
  /** Where its files are fetched, with a slash at the end. */
  readonly files?: string | undefined;
  /** In HTML the name of each picture that is shown stands between two of these, where its bytes are to be. */
  readonly mark?: string | undefined;
  /** What JSON keeps beside the text. */
  readonly about?: object | undefined;
}

export interface Exported {
  readonly text: string;
  readonly lost: readonly Lost[];
}

export interface ImportJob {
  readonly source: string;
  readonly as: Kind;
  readonly name: string;
}

export interface Imported {
  readonly update: Uint8Array;
  readonly digest: RecordDigest;
  readonly lost: readonly Lost[];
  readonly about: unknown;
}

/** `addressOf` says where each file is, where that is not one place for all of them. */
export function exported(
  { parts, as, files, mark, about }: ExportJob,
  addressOf: ((file: string, shown?: boolean) => string | undefined) | undefined = files === undefined
    ? undefined
    : (file, shown) => (mark !== undefined && shown ? `${mark}${file}${mark}` : `${files}${file}`),
): Exported {
  const doc = new Y.Doc();
  if (parts.length > 0) Y.applyUpdate(doc, mergeUpdates(parts));
  const writing = writingOf(doc);
  doc.destroy();
  const report = new Report();
  switch (as) {
    case "md":
      return { text: markdownOf(writing, { report, addressOf }), lost: report.list };
    case "html":
      return {
        text: htmlOf(writing, { report, addressOf, lang: "en", untitled: "Untitled" }),
        lost: report.list,
      };
    case "txt":
      return { text: textOf(writing), lost: [] };
    case "json":
      return { text: jsonOf(writing, about), lost: [] };
    default:
      return assertNever(as);
  }
}

let schema: ReturnType<typeof getSchema> | undefined;

export function imported({ source, as, name }: ImportJob): Imported {
  schema ??= getSchema(schemaExtensions());
  const report = new Report();
  const read = as === "json" ? bodyFromJson(source) : { ...readerOf(as)(source, report), about: undefined };
  const { title, body } = asWriting(read, name);
  // Built and checked as an editor would: what does not stand here would be refused there.
  const node = schema.nodeFromJSON(fitted(body, knownTo(schema), report));
  node.check();
  const doc = new Y.Doc();
  fillDoc(doc, { title, body: node.toJSON() as Tree });
  const { title: named, excerpt, words } = fullDigestOf(doc);
  const digest = { title: named, excerpt, words };
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return { update, digest, lost: report.list, about: read.about };
}

function readerOf(as: Exclude<Kind, "json">) {
  switch (as) {
    case "md":
      return bodyFromMarkdown;
    case "html":
      return bodyFromHtml;
    case "txt":
      return bodyFromText;
    default:
      return assertNever(as);
  }
}
