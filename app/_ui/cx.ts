// Joins class names. Used by every part of the kit; falsy names are left out.

export const cx = (...names: readonly (string | false | null | undefined)[]): string =>
  names.filter(Boolean).join(" ");
