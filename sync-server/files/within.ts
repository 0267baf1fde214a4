// The pictures of a page, put into it, so that it needs nothing beside it. Called by features/porting.ts for
// HTML. Promises: a piece of one picture is in memory at a time, however many there are, and a picture that is
// too large, missing or none stays a link.

import { MAX_PAGE_PICTURE_BYTES, MAX_PAGE_PICTURES } from "../../lib/convert/html-out.ts";
import { isPicture, parseFileId } from "../../lib/files.ts";
import type { DocId } from "../../lib/names.ts";
import type { Files } from "./files.ts";

export interface Page {
  /** What stands on both sides of the name of a picture. */
  readonly mark: string;
  /** Where files are fetched, with a slash at the end. */
  readonly address: string;
  readonly files: Pick<Files, "find" | "read">;
  readonly doc: DocId;
}

export async function* withPictures(
  text: string,
  { mark, address, files, doc }: Page,
): AsyncGenerator<string> {
  let within = 0;
  for (const [at, piece] of text.split(mark).entries()) {
    if (at % 2 === 0) {
      yield piece;
      continue;
    }
    const file = parseFileId(piece);
    const record =
      file === undefined || within >= MAX_PAGE_PICTURES ? undefined : await files.find(doc, file);
    const fits = record !== undefined && isPicture(record.type) && record.bytes <= MAX_PAGE_PICTURE_BYTES;
    const bytes = fits && file !== undefined ? await files.read(file) : undefined;
    if (record === undefined || bytes === undefined) {
      yield `${address}${piece}`;
      continue;
    }
    within++;
    yield `data:${record.type};base64,`;
    yield* asBase64(bytes);
  }
}

/** Three bytes are four letters, so what is left over waits for the next piece. */
async function* asBase64(source: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of source) {
    const bytes = Buffer.concat([rest, piece]);
    const whole = bytes.length - (bytes.length % 3);
    rest = bytes.subarray(whole);
    yield bytes.toString("base64", 0, whole);
  }
  yield rest.toString("base64");
}
