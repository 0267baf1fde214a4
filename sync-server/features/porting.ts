// Documents leave as files and come in from files: Markdown, HTML, plain text, JSON. Called over HTTP, by
// pages and by programs. Who may read may take a copy; an import is a new document of whoever sends it.

import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { KINDS, type Kind } from "../../lib/convert/kinds.ts";
import { LOSSES } from "../../lib/convert/report.ts";
import type { RecordDigest } from "../../lib/digest.ts";
import { AppError } from "../../lib/errors.ts";
import { bodyOf, type DocId, slugOf, type UserId } from "../../lib/names.ts";
import type { Visitor } from "../access/identity.ts";
import type { Allow } from "../documents/allowed.ts";
import type { Converter } from "../documents/converter.ts";
import type { Files } from "../files/files.ts";
import { withPictures } from "../files/within.ts";
import type { Log } from "../ops/log.ts";
import type { Rooms } from "../room/rooms.ts";
import { type Answer, type Route, route } from "./feature.ts";
import { docSummary } from "./schemas.ts";

/** Bytes of a file that is imported: some 800,000 words. */
export const MAX_IMPORT_BYTES = 5 * 1024 * 1024;

const TYPES: Readonly<Record<Kind, string>> = {
  md: "text/markdown; charset=utf-8",
  html: "text/html; charset=utf-8",
  txt: "text/plain; charset=utf-8",
  json: "application/json; charset=utf-8",
};

export interface PortingEnv {
  readonly rooms: Rooms;
  readonly allowed: Allow;
  readonly converter: Converter;
  readonly log: Log;
  readonly files: Pick<Files, "find" | "read"> | undefined;
  readonly publicUrl: string | undefined;
  readonly checkCreate: (visitor: Visitor | undefined, address: string) => Visitor;
  readonly create: (owner: UserId, digest: RecordDigest) => Promise<DocId>;
  readonly one: (doc: DocId, visitor: Visitor) => Promise<object>;
}

export function portingRoutes(env: PortingEnv): readonly Route[] {
  const { rooms, allowed, converter, log } = env;
  return [
    route({
      method: "GET",
      path: "/api/docs/:id/export",
      summary: "The text as a file; `x-lost` counts what the form could not keep",
      query: z.object({ as: z.enum(KINDS).default("md") }),
      answer: z
        .string()
        .meta({ contentMediaType: "text/markdown", description: "The file, in the form that was asked for" }),
      async handle(call) {
        const { doc, record } = await allowed(call, "read", "fresh");
        const room = await rooms.open(bodyOf(doc));
        const { as } = call.query;
        const files = `${env.publicUrl ?? askedAt(call.request)}/api/docs/${doc}/files/`;
        // Nobody can have written it, so nothing that was written is taken for a picture.
        const mark = as === "html" && env.files !== undefined ? `picture:${randomUUID()}:` : undefined;
        const parts = room.content.parts();
        const { text, lost } = await converter.export({ parts, as, files, mark });
        const { response } = call;
        if (response.headersSent || response.destroyed) return undefined;
        const name = `${slugOf(record.title) || "untitled"}.${as}`;
        response.writeHead(200, {
          "content-type": TYPES[as],
          ...(mark === undefined ? { "content-length": Buffer.byteLength(text) } : {}),
          // Never shown as a page of this house: what others wrote is theirs.
          "content-disposition": `attachment; filename="export.${as}"; filename*=UTF-8''${encodeURIComponent(name)}`,
          "cache-control": "no-store",
          "x-lost": lost.map(({ what, times }) => `${what}=${times}`).join(", "),
        });
        if (mark === undefined || env.files === undefined) response.end(text);
        else {
          const page = withPictures(text, { mark, address: files, files: env.files, doc });
          // Whoever goes away in the middle is no failure of ours.
          await pipeline(page, response).catch((err: unknown) =>
            log.debug({ err, doc }, "export.broken-off"),
          );
        }
        return undefined;
      },
    }),
    route({
      method: "POST",
      path: "/api/import",
      summary: "Make a document from a file, which is the body; says what could not be kept",
      query: z.object({
        as: z.enum(KINDS),
        name: z.string().max(300).default("").meta({ description: "Its title, where the file has none" }),
      }),
      takes: "application/octet-stream",
      answer: z.object({
        doc: docSummary,
        lost: z.array(z.object({ what: z.enum(LOSSES), times: z.number().int() })),
      }),
      async handle({ request, query, visitor, address }): Promise<Answer> {
        const by = env.checkCreate(visitor, address);
        const source = await textOf(request);
        const { update, digest, lost } = await converter.import({ source, ...query });
        const doc = await env.create(by.user, digest);
        await (await rooms.open(bodyOf(doc))).writeAs(by.user, update);
        return { status: 201, json: { ...(await env.one(doc, by)), lost } };
      },
    }),
  ];
}

/** Where no address was set, the one that was asked for: the answer goes to nobody else. */
function askedAt({ headers: { host = "" } }: IncomingMessage): string {
  return /^[\w.:[\]-]{1,255}$/.test(host) ? `http://${host}` : "";
}

/** Bytes that are read and thrown away after a file was found too large: cut off at once, few read why. */
const MAX_REST_BYTES = 4 * MAX_IMPORT_BYTES;

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request) {
    size += (piece as Buffer).length;
    if (size <= MAX_IMPORT_BYTES) pieces.push(piece as Buffer);
    else if (size > MAX_REST_BYTES) break;
  }
  if (size > MAX_IMPORT_BYTES) throw new AppError("too-large", "The file is larger than 5 MB.");
  const bytes = Buffer.concat(pieces);
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(utf16 ? "utf-16le" : "utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError("bad-request", "The file is not text in UTF-8.", { cause });
  }
}
