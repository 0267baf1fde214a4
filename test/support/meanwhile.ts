// Two things at once: somebody goes on typing while a test looks. Called by end-to-end tests.
// Promises: whatever becomes of either, both have ended when it does, and nobody is left with a promise that fails
// where no one waits for it.

/** Does `act` over and over, with 0, 1, 2, for as long as `look` takes; how often that was. */
export async function meanwhile(
  act: (time: number) => Promise<unknown>,
  look: () => Promise<unknown>,
): Promise<number> {
  let times = 0;
  let over = false;
  const acting = (async () => {
    for (; !over; times++) await act(times);
  })();
  const looking = look().finally(() => {
    over = true;
  });
  const ends = await Promise.allSettled([acting, looking]);
  // Where both failed, the looking waited in vain for what was not done.
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return times;
}
