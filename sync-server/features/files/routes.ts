// Files of documents over HTTP: stored as they stream in, given to those who may read the document. Called
// by HTTP. Rules F1 to F9 of SPEC.md. Whose file it is, and who needs it, is the affair of files/files.ts.

import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { AppError } from "../../../lib/errors.ts";
import {
  fileNameOf,
  isPicture,
  MAX_FILE_NAME_CHARACTERS,
  parseFileId,
  sizeInWords,
} from "../../../lib/files.ts";
import type { DocId } from "../../../lib/names.ts";
import type { Allow } from "../../documents/allowed.ts";
import { bodyOf, leaveRest } from "../../files/body.ts";
import type { FileRecord, Files } from "../../files/files.ts";
import { UNKNOWN_TYPE } from "../../files/kind.ts";
import { rangeOf } from "../../files/range.ts";
import { Buckets } from "../../ops/bucket.ts";
import type { Clock } from "../../ops/clock.ts";
import type { Log } from "../../ops/log.ts";
import { type Call, type Route, route } from "../feature.ts";

const GIB = 1024 ** 3;
const DAY_SECONDS = 86_400;
/** Bytes that one person may send in a day; a new guest is a new person, so an address has a bound as well. */
const DAY_BYTES = 2 * GIB;
const ADDRESS_DAY_BYTES = 8 * GIB;
/** Files that one person, and everybody together, send at once. */
const AT_ONCE = 6;
const AT_ONCE_ALL = 100;
/** Seconds that a browser keeps a file: its name is its content, so it never changes. */
const KEPT_SECONDS = 31_536_000;

const storedFile = z.object({
  file: z.string().length(64).meta({ description: "SHA-256 of its bytes" }),
  type: z.string(),
  bytes: z.number().int(),
  name: z.string(),
});

export interface FileRoutesEnv {
  readonly files: Files;
  readonly allowed: Allow;
  readonly clock: Clock;
  readonly log: Log;
}

export function fileRoutes({ files, allowed, clock, log }: FileRoutesEnv): readonly Route[] {
  const { fileBytes, docBytes } = files.limits;
  const ofPerson = new Buckets(DAY_BYTES / DAY_SECONDS, DAY_BYTES);
  const ofAddress = new Buckets(ADDRESS_DAY_BYTES / DAY_SECONDS, ADDRESS_DAY_BYTES);
  const sending = new Map<string, number>();
  let sendingAll = 0;

  async function receive(call: Call<undefined, { name: string }>) {
    const { doc, visitor, permission } = await allowed(call, "write");
    if (!permission.mayWrite) throw new AppError("forbidden", "This document is locked.");
    const length = lengthOf(call);
    if (length > fileBytes) {
      throw new AppError("too-large", `A file may have at most ${sizeInWords(fileBytes)}.`);
    }
    const now = clock.now();
    const own = sending.get(visitor.user) ?? 0;
    if (own >= AT_ONCE || sendingAll >= AT_ONCE_ALL) {
      throw new AppError("too-many", "Many files are on their way just now. Try again in a moment.");
    }
    if (
      !ofPerson.of(visitor.user, now).take(length, now) ||
      !ofAddress.of(call.address, now).take(length, now)
    ) {
      throw new AppError("too-many", "Much was sent from here today. Try again later.");
    }
    sending.set(visitor.user, own + 1);
    sendingAll++;
    try {
      const stored = await files.add(doc, visitor.user, call.query.name, bodyOf(call.request, clock));
      // Access may have ended, or the document, while the file was coming.
      const after = await allowed(call, "write").catch(async (error: unknown) => {
        if (error instanceof AppError && error.code === "doc/not-found") await forgetIfGone(doc);
        throw error;
      });
      if (!after.permission.mayWrite) throw new AppError("forbidden", "This document is locked.");
      return stored;
    } finally {
      sendingAll--;
      const left = (sending.get(visitor.user) ?? 1) - 1;
      if (left === 0) sending.delete(visitor.user);
      else sending.set(visitor.user, left);
    }
  }

  /** What came in after its document was deleted for ever goes as well. */
  const forgetIfGone = async (doc: DocId) => {
    if (!(await files.exists(doc))) await files.forget(doc);
  };

  async function give(call: Call<undefined, { download?: string | undefined }>): Promise<void> {
    const { doc } = await allowed(call, "read");
    const file = parseFileId(call.params.file);
    const record = file && (await files.find(doc, file));
    const unknown = () => new AppError("doc/not-found", "There is no such file in this document.");
    if (file === undefined || record === undefined) throw unknown();
    const { request, response } = call;
    const tag = `"${file}"`;
    for (const [name, value] of headersOf(record, call.query.download !== undefined))
      response.setHeader(name, value);
    response.setHeader("etag", tag);
    if (isKnown(request.headers["if-none-match"], tag)) {
      response.writeHead(304).end();
      return;
    }
    const same = request.headers["if-range"] === undefined || request.headers["if-range"] === tag;
    const range = rangeOf(same ? request.headers.range : undefined, record.bytes);
    if (range.kind === "outside") {
      response.writeHead(416, { "content-range": `bytes */${record.bytes}`, "content-length": 0 }).end();
      return;
    }
    const [from, to] = range.kind === "part" ? [range.from, range.to] : [0, record.bytes - 1];
    const stream = await files.read(file, from, to);
    if (stream === undefined) {
      log.error({ doc, file }, "files.missing");
      for (const name of ["etag", "accept-ranges", "content-disposition"]) response.removeHeader(name);
      throw unknown();
    }
    response.writeHead(range.kind === "part" ? 206 : 200, {
      "content-length": to - from + 1,
      ...(range.kind === "part" ? { "content-range": `bytes ${from}-${to}/${record.bytes}` } : {}),
    });
    // Whoever goes away in the middle is no failure of ours; a disk that fails ends the line, not the process.
    await pipeline(stream, response).catch((err: unknown) => log.debug({ err, file }, "files.broken-off"));
  }

  return [
    route<undefined, { name: string }>({
      method: "POST",
      path: "/api/docs/:id/files",
      summary:
        "Store a file beside a document, under the hash of its bytes; sending it again changes nothing",
      takes: "application/octet-stream",
      query: z.object({
        name: z
          .string()
          .max(4 * MAX_FILE_NAME_CHARACTERS)
          .default(""),
      }),
      answer: z.object({ file: storedFile }),
      async handle(call) {
        try {
          return { status: 201, json: { file: await receive(call) } };
        } catch (error) {
          leaveRest(call.request, clock);
          throw error;
        }
      },
    }),
    route({
      method: "GET",
      path: "/api/docs/:id/files",
      summary: "The files of a document, and how large they may be",
      answer: z.object({
        files: z.array(storedFile),
        bounds: z.object({ fileBytes: z.number().int(), docBytes: z.number().int() }),
      }),
      async handle(call) {
        const { doc } = await allowed(call, "read");
        return { json: { files: await files.list(doc), bounds: { fileBytes, docBytes } } };
      },
    }),
    route<undefined, { download?: string | undefined }>({
      method: "GET",
      path: "/api/docs/:id/files/:file",
      summary: "The bytes of a file, or a range of them",
      query: z.object({
        download: z.string().max(10).optional().meta({ description: "To be saved, never shown" }),
      }),
      answer: z
        .string()
        .meta({ contentMediaType: UNKNOWN_TYPE, description: "The bytes; pictures have their own type" }),
      async handle(call) {
        await give(call);
        return undefined;
      },
    }),
  ];
}

function lengthOf({ request }: Pick<Call, "request">): number {
  const length = Number(request.headers["content-length"]);
  if (request.headers["content-length"] === undefined || !Number.isSafeInteger(length) || length < 0) {
    throw new AppError("bad-request", "Say how many bytes the file has (Content-Length).");
  }
  return length;
}

/** F4: nothing of this is run by a browser, whatever it is: no sniffing, no script, shown only if a picture. */
function headersOf({ type, name }: FileRecord, download: boolean): readonly [string, string][] {
  const shown = isPicture(type) && !download;
  return [
    ["content-type", type],
    ["content-disposition", dispositionOf(shown ? "inline" : "attachment", name)],
    ["x-content-type-options", "nosniff"],
    ["content-security-policy", "default-src 'none'; sandbox"],
    ["cross-origin-resource-policy", "same-origin"],
    ["cache-control", `private, max-age=${KEPT_SECONDS}, immutable`],
    ["accept-ranges", "bytes"],
  ];
}

/** RFC 6266: once for old programs, in ASCII, and once as it is. */
function dispositionOf(how: "inline" | "attachment", given: string): string {
  const name = fileNameOf(given) || "file";
  const plain =
    name
      .normalize("NFKD")
      .replace(/[^\x20-\x7e]/g, "")
      .replace(/["\\%]/g, "")
      .trim() || "file";
  const exact = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `${how}; filename="${plain}"; filename*=UTF-8''${exact}`;
}

function isKnown(header: string | undefined, tag: string): boolean {
  const known = header?.split(",").map((one) => one.trim().replace(/^W\//, "")) ?? [];
  return known.includes(tag) || known.includes("*");
}
