"use client";
// Says politely who came and who went. Called by the presence row, which is there as long as the document.

import { useEffect, useRef, useState } from "react";
import { type Comings, watchComings } from "./comings.ts";
import type { Somebody } from "./persons.ts";

const after = (ms: number, fn: () => void) => {
  const timer = setTimeout(fn, ms);
  return () => clearTimeout(timer);
};

export function Announcer({ persons }: { readonly persons: readonly Somebody[] }) {
  const [said, setSaid] = useState("");
  const comings = useRef<Comings>(undefined);
  useEffect(() => {
    const watch = watchComings({ now: Date.now, after, say: setSaid });
    comings.current = watch;
    return () => watch.stop();
  }, []);
  useEffect(() => {
    comings.current?.here(persons.map(({ other }) => other.person.name));
  }, [persons]);
  return (
    <span className="hidden-text" role="status">
      {said}
    </span>
  );
}
