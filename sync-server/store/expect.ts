// The expectation of a conditional put. Called by every Store.

import { AppError } from "../../lib/errors.ts";

export const conflict = (key: string): AppError =>
  new AppError("store/conflict", `The record "${key}" has changed meanwhile.`);

/** `null` and `undefined` both stand for absence. */
export function sameBytes(a: Uint8Array | null | undefined, b: Uint8Array | null | undefined): boolean {
  if (a === null || a === undefined || b === null || b === undefined) return (a ?? null) === (b ?? null);
  return Buffer.compare(a, b) === 0;
}
