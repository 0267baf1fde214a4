"use client";
// Parts of a page whose code comes when the page has nothing better to do: dialogs, mostly. Called where a
// dialog is mounted. Drawn from the first opening on, and kept, so that closing it can still be seen.

import { type ComponentType, lazy, Suspense, useEffect, useState } from "react";

/** ms after which a browser without `requestIdleCallback` takes itself to be at rest. */
const REST_MS = 2_000;
/** ms until code that did not come is asked for again, doubled each time. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** A component like the one that `load` brings. Its code is fetched when the page is idle, or wanted before. */
export function later<P extends { readonly open: boolean }>(
  load: () => Promise<ComponentType<P>>,
): ComponentType<P> {
  const Loaded = lazy(() => untilHere(load).then((component) => ({ default: component })));
  return function Later(props: P) {
    const [wanted, setWanted] = useState(props.open);
    if (props.open && !wanted) setWanted(true);
    // Offline at the first opening it would be too late.
    useEffect(() => atRest(() => void load().catch(() => {})), []);
    return wanted ? (
      <Suspense fallback={null}>
        <Loaded {...props} />
      </Suspense>
    ) : null;
  };
}

/** Asks again until it comes: an opening that waits for the network is answered when that is back. */
async function untilHere<T>(load: () => Promise<T>, gone = () => false): Promise<T> {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    try {
      return await load();
    } catch (cause) {
      if (gone()) throw cause;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

/** For what is there or not, without an opening: drawn once its code is here. `fetch` has it at hand before. */
export function whenHere<P extends object>(load: () => Promise<ComponentType<P>>) {
  let here: ComponentType<P> | undefined;
  const fetch = async () => {
    here ??= await load();
    return here;
  };
  const WhenHere = (props: P) => {
    const [Part, setPart] = useState(() => here);
    useEffect(() => {
      let gone = false;
      untilHere(fetch, () => gone).then(
        // A component is a function, and a state that is given a function calls it.
        (part) => gone || setPart(() => part),
        () => {},
      );
      return () => {
        gone = true;
      };
    }, []);
    return Part === undefined ? null : <Part {...props} />;
  };
  return Object.assign(WhenHere, { fetch });
}

/** Fetches parts when the page is idle, for moments in which the network may be gone. */
export function useAtHand(load: () => Promise<unknown>): void {
  useEffect(() => atRest(() => void load().catch(() => {})), [load]);
}

export function atRest(run: () => void): () => void {
  if (typeof requestIdleCallback === "function") {
    const handle = requestIdleCallback(run);
    return () => cancelIdleCallback(handle);
  }
  const timer = setTimeout(run, REST_MS);
  return () => clearTimeout(timer);
}
