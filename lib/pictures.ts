// What a picture and an attached file in a body may say. A shared body holds whatever anybody wrote, so their
// attributes are read here and nowhere else. Called by the schema, by copies and by drawings; pure.

import { type FileId, fileNameOf, parseFileId } from "./files.ts";

export const MAX_ALT_CHARACTERS = 1_000;
export const MAX_CAPTION_CHARACTERS = 500;
/** Percent of the column. Narrower ones cannot be taken hold of. */
export const MIN_WIDTH = 10;
export const MAX_WIDTH = 100;
const MAX_PIXELS = 50_000;
export const MAX_BYTES = 2 ** 50;

export type PictureAlign = "left" | "center" | "right";

export interface Picture {
  readonly file: FileId | null;
  /** `null`: nobody has described it yet. Empty: there is nothing to describe. */
  readonly alt: string | null;
  readonly caption: string;
  readonly width: number | null;
  readonly align: PictureAlign;
  readonly pixelWidth: number | null;
  readonly pixelHeight: number | null;
  readonly name: string;
}

export interface Attachment {
  readonly file: FileId | null;
  readonly name: string;
  readonly bytes: number | null;
}

type Attributes = Readonly<Record<string, unknown>>;

const line = (value: unknown, max: number): string =>
  typeof value === "string"
    ? Array.from(value.slice(0, max * 2).replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " "))
        .slice(0, max)
        .join("")
    : "";

export const whole = (value: unknown, min: number, max: number): number | null =>
  typeof value === "number" && Number.isInteger(value) && value >= min && value <= max ? value : null;

export const altOf = (value: unknown): string | null =>
  typeof value === "string" ? line(value, MAX_ALT_CHARACTERS).trim() : null;
export const captionOf = (value: unknown): string => line(value, MAX_CAPTION_CHARACTERS);
export const alignOf = (value: unknown): PictureAlign =>
  value === "left" || value === "right" ? value : "center";
export const widthOf = (value: unknown): number | null => whole(value, MIN_WIDTH, MAX_WIDTH);
export const pixelsOf = (value: unknown) => whole(value, 1, MAX_PIXELS);

export const pictureOf = (attrs: Attributes): Picture => ({
  file: parseFileId(attrs.file) ?? null,
  alt: altOf(attrs.alt),
  caption: captionOf(attrs.caption),
  width: widthOf(attrs.width),
  align: alignOf(attrs.align),
  pixelWidth: pixelsOf(attrs.pixelWidth),
  pixelHeight: pixelsOf(attrs.pixelHeight),
  name: fileNameOf(attrs.name),
});

export const attachmentOf = (attrs: Attributes): Attachment => ({
  file: parseFileId(attrs.file) ?? null,
  name: fileNameOf(attrs.name),
  bytes: whole(attrs.bytes, 0, MAX_BYTES),
});
