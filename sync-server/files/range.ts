// The Range header of a request (RFC 9110, section 14), for one range of bytes. Called by the route that
// gives files. More than one range, or what is no range, is answered with the whole file, as the RFC allows.

export type Range =
  | { readonly kind: "whole" }
  | { readonly kind: "part"; readonly from: number; readonly to: number }
  | { readonly kind: "outside" };

const WHOLE: Range = { kind: "whole" };

/** `size` is that of the file; both ends of a part belong to it. */
export function rangeOf(header: string | undefined, size: number): Range {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "");
  if (found === null) return WHOLE;
  const [, first = "", last = ""] = found;
  if (first === "" && last === "") return WHOLE;
  if (first === "") {
    const length = Number(last);
    return length === 0
      ? { kind: "outside" }
      : { kind: "part", from: Math.max(0, size - length), to: size - 1 };
  }
  const from = Number(first);
  if (last !== "" && Number(last) < from) return WHOLE;
  if (from >= size) return { kind: "outside" };
  return { kind: "part", from, to: last === "" ? size - 1 : Math.min(Number(last), size - 1) };
}
