// Files beside a document: their names, what may be shown in a page, where they are fetched. Called by the
// server that keeps them, by the schema that names them and by the editor. Pure.

import type { DocId } from "./names.ts";

declare const brand: unique symbol;
/** SHA-256 of the bytes as 64 hex digits: the name of a file wherever one is named. */
export type FileId = string & { readonly [brand]: "FileId" };

const FILE_ID = /^[0-9a-f]{64}$/;
export const parseFileId = (value: unknown): FileId | undefined =>
  typeof value === "string" && FILE_ID.test(value) ? (value as FileId) : undefined;

/** What a page may show: pictures made of pixels. SVG is not one of them, for it may hold script. */
export const PICTURE_TYPES = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"] as const;
export const isPicture = (type: string): boolean => (PICTURE_TYPES as readonly string[]).includes(type);

/** What the server answers when it has stored a file. */
export interface StoredFile {
  readonly file: FileId;
  /** By its first bytes, whatever its name says. */
  readonly type: string;
  readonly bytes: number;
  readonly name: string;
}

export interface FileBounds {
  readonly fileBytes: number;
  readonly docBytes: number;
}

export const MAX_FILE_NAME_CHARACTERS = 120;

/** One line without what file systems and headers stumble over. Empty where nothing is left. */
export const fileNameOf = (value: unknown): string =>
  typeof value === "string"
    ? Array.from(
        (value.split(/[/\\]/).at(-1) ?? "")
          .slice(0, MAX_FILE_NAME_CHARACTERS * 4)
          // Controls, and marks that turn the direction of text: "gpj.exe" must not look like "exe.jpg".
          .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}"<>|?*:]+/gu, " ")
          .replace(/\s+/g, " ")
          .trim(),
      )
        .slice(-MAX_FILE_NAME_CHARACTERS)
        .join("")
    : "";

export const filesAddress = (doc: DocId): string => `/api/docs/${doc}/files`;
export const fileAddress = (doc: DocId, file: FileId): string => `${filesAddress(doc)}/${file}`;

const ADDRESS = /\/api\/docs\/([0-9A-Za-z]{21})\/files\/([0-9a-f]{64})(?:[?#]|$)/;

/** The file that an address of ours names, and the document it lies under. */
export function parseFileAddress(address: string): { doc: DocId; file: FileId } | undefined {
  const [, doc, file] = ADDRESS.exec(address) ?? [];
  return doc === undefined || file === undefined ? undefined : { doc: doc as DocId, file: file as FileId };
}

/** "1.4 MB", in the thousands that file managers use. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = -1;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1_000;
    unit++;
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}
