// The names of things: branded ids, and the only parser and printer of room names and addresses.
// Called wherever a string from outside becomes a name; everything past these functions is trusted.

declare const brand: unique symbol;
type Brand<T, B extends string> = T & { readonly [brand]: B };

/** 21 letters and digits: 125 random bits. */
export type DocId = Brand<string, "DocId">;
/** Letters, digits, `-` and `_`, at most 200 bytes; the margin of a document adds `.margin`. */
export type RoomName = Brand<string, "RoomName">;
/** The number under which one Y.Doc in one browser tab writes. */
export type ClientId = Brand<number, "ClientId">;
export type SessionId = Brand<number, "SessionId">;
export type UserId = Brand<string, "UserId">;
/** The place of an entry in the log: ascending over the whole store, never reused. */
export type Seq = Brand<number, "Seq">;

export const DOC_ID_LENGTH = 21;
export const MAX_ROOM_NAME_BYTES = 200;
const MAX_SLUG_CHARACTERS = 60;

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const DOC_ID = /^[0-9A-Za-z]{21}$/;
// The dot is reserved for our own suffix, so no client-chosen room can pose as a margin.
const ROOM_NAME = /^[A-Za-z0-9_-]{1,200}$/;

/** The user who stands for everybody where nobody is asked who they are. */
export const ANONYMOUS = "anonymous" as UserId;

export const parseDocId = (text: string): DocId | undefined =>
  DOC_ID.test(text) ? (text as DocId) : undefined;

/** Rooms that a client may name. Anything else (slashes, dots, percent signs) is `undefined`. */
export const parseRoomName = (text: string): RoomName | undefined =>
  ROOM_NAME.test(text) ? (text as RoomName) : undefined;

export const bodyOf = (doc: DocId): RoomName => doc as string as RoomName;
export const marginOf = (doc: DocId): RoomName => `${doc}.margin` as RoomName;

/** How many random bytes `printDocId` takes: enough that a byte may be thrown away now and then. */
export const DOC_ID_BYTES = 32;

/**
 * Turns random bytes into a document id without bias: of 256 byte values the last 8 are skipped.
 * Returns `undefined` when too many bytes were skipped (once in 10^8 calls); ask again with new bytes.
 */
export function printDocId(random: Uint8Array): DocId | undefined {
  let id = "";
  for (const byte of random) {
    if (byte >= 248) continue;
    id += ALPHABET[byte % 62];
    if (id.length === DOC_ID_LENGTH) return id as DocId;
  }
  return undefined;
}

/** `Plan für 2027!` becomes `plan-für-2027`: letters and digits of any script, for people to read. */
export const slugOf = (title: string): string =>
  title
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .split("-")
    .filter(Boolean)
    .join("-")
    .slice(0, MAX_SLUG_CHARACTERS)
    .replace(/-+$|[\uD800-\uDBFF]$/g, "");

/** The path of a document. The slug is for people; only the last 21 characters count. */
export function addressOf(doc: DocId, title: string): string {
  const slug = slugOf(title);
  return `/d/${slug === "" ? "" : `${encodeURIComponent(slug)}-`}${doc}`;
}

/** Takes the last path segment of an address, with whatever slug it was once given. */
export function parseAddress(segment: string): DocId | undefined {
  const rest = segment.length - DOC_ID_LENGTH;
  if (rest > 0 && segment[rest - 1] !== "-") return undefined;
  return parseDocId(segment.slice(Math.max(rest, 0)));
}
