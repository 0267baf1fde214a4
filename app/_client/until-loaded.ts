// Fetches a part of the page until it comes: a network that fails once may answer the next time. Called by
// what cannot do without its part. Returns how to give up.

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

export function untilLoaded<T>(load: () => Promise<T>, use: (part: T) => void): () => void {
  let over = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const attempt = (wait: number) => {
    load().then(
      (part) => {
        if (!over) use(part);
      },
      () => {
        if (!over) timer = setTimeout(() => attempt(Math.min(wait * 2, LONGEST_WAIT_MS)), wait);
      },
    );
  };
  attempt(FIRST_WAIT_MS);
  return () => {
    over = true;
    clearTimeout(timer);
  };
}
