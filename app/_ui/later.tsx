"use client";
// Parts of a page whose code comes when the page has nothing better to do: dialogs, mostly. Called where a
// dialog is mounted. Drawn from the first opening on, and kept, so that closing it can still be seen.

import { type ComponentType, lazy, Suspense, useEffect, useState } from "react";

/** ms after which a browser without `requestIdleCallback` takes itself to be at rest. */
const REST_MS = 2_000;

/** A component like the one that `load` brings. Its code is fetched when the page is idle, or wanted before. */
export function later<P extends { readonly open: boolean }>(
  load: () => Promise<ComponentType<P>>,
): ComponentType<P> {
  const Loaded = lazy(() => load().then((component) => ({ default: component })));
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

export function atRest(run: () => void): () => void {
  if (typeof requestIdleCallback === "function") {
    const handle = requestIdleCallback(run);
    return () => cancelIdleCallback(handle);
  }
  const timer = setTimeout(run, REST_MS);
  return () => clearTimeout(timer);
}
