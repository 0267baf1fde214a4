// A place between letters of a text that was changed. Called where carets and rescued words are carried over.
// Pure.

/** Left of what was put in right there. */
export function movedIn(old: string, now: string, offset: number): number {
  if (old === now) return offset;
  const most = Math.min(old.length, now.length);
  let start = 0;
  while (start < most && old[start] === now[start]) start++;
  if (offset <= start) return offset;
  let end = 0;
  while (end < most - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  const fromEnd = old.length - offset;
  if (fromEnd <= end) return now.length - fromEnd;
  // Changed on both sides: where the letters around it are, if they are at one place only.
  for (const reach of [16, 8, 4]) {
    const from = Math.max(0, offset - reach);
    const around = old.slice(from, offset + reach);
    const at = now.indexOf(around);
    if (at >= 0 && now.indexOf(around, at + 1) < 0) return at + offset - from;
  }
  return Math.min(start, now.length);
}
