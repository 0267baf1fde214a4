"use client";
// Who else is here, for React. Called by the presence row and the title. Renders when people come, go,
// change their name, wander off or move between title and text; not when their carets move.

import { useEffect, useState } from "react";
import type { Body } from "../../_client/body.ts";
import { type Other, othersIn } from "../../_editor/others.ts";

const NONE: readonly Other[] = [];

const same = (a: Other, b: Other) =>
  a.clientId === b.clientId &&
  a.identity === b.identity &&
  a.person.name === b.person.name &&
  a.person.hue === b.person.hue &&
  a.at === b.at &&
  a.away === b.away;

export function useOthers(body: Body | undefined): readonly Other[] {
  const [others, setOthers] = useState(NONE);
  useEffect(() => {
    if (body === undefined) return;
    const { awareness } = body;
    const look = () =>
      setOthers((before) => {
        const now = othersIn(awareness);
        const equal =
          now.length === before.length &&
          now.every((other, index) => {
            const old = before[index];
            return old !== undefined && same(old, other);
          });
        return equal ? before : now;
      });
    look();
    awareness.on("change", look);
    return () => {
      awareness.off("change", look);
      setOthers(NONE);
    };
  }, [body]);
  return others;
}
