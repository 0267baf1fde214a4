"use client";
// Your name and colour, told to the server: it is the server that shows them to others. Called once, in
// the layout. The browser is asked first, so that a name is there before any answer; nothing waits for it.

import { useEffect, useRef } from "react";
import type { Me } from "../../lib/api.ts";
import { type Person, parsePerson } from "../../lib/people.ts";
import { noteAccount } from "./account.ts";
import { CLEARED_KEY } from "./copies.ts";
import { setMe, useMe } from "./me.ts";

/** What was last agreed with the server, so that a change made elsewhere is told from one made here. */
const AGREED = "concord.me.agreed";
/** ms of quiet after a change: a slider dragged over twelve colours is one change. */
const SETTLE_MS = 400;

const same = (a: Person | undefined, b: Person | undefined) => a?.name === b?.name && a?.hue === b?.hue;

/** `undefined` where nothing was agreed with this identity: another one's word does not count for it. */
function agreed(id: string): Person | undefined {
  try {
    const last = JSON.parse(localStorage.getItem(AGREED) ?? "null") as { id?: unknown } | null;
    return last?.id === id ? parsePerson(last) : undefined;
  } catch {
    return undefined;
  }
}

function agree(id: string, person: Person): void {
  try {
    localStorage.setItem(AGREED, JSON.stringify({ id, ...person }));
  } catch {
    // Without storage it is agreed anew with every page.
  }
}

/** Brings browser and server to the same name. Fails quietly: the next page tries again. */
async function settle(mine: Person, signal: AbortSignal): Promise<void> {
  const headers = { accept: "application/json", "content-type": "application/json" };
  const answer = await fetch("/api/me", { headers, signal, cache: "no-store" });
  if (!answer.ok) return;
  const { me } = (await answer.json()) as { me: Me };
  noteAccount(me);
  const last = agreed(me.id);
  // Unchanged here since it was agreed, or a new browser of somebody who is signed in: the server's holds.
  if (same(mine, last) || (last === undefined && me.signedIn)) {
    agree(me.id, me.person);
    if (!same(mine, me.person)) setMe(me.person);
    return;
  }
  if (!same(mine, me.person)) {
    const told = await fetch("/api/me", { method: "POST", headers, signal, body: JSON.stringify(mine) });
    if (!told.ok) return;
  }
  agree(me.id, mine);
}

export function MeFollower(): null {
  const { name, hue } = useMe();
  useEffect(() => {
    // Somebody signed out in another tab and wanted nothing left behind.
    const leave = ({ key, newValue }: StorageEvent) => {
      if (key === CLEARED_KEY && newValue !== null) location.replace("/");
    };
    window.addEventListener("storage", leave);
    return () => window.removeEventListener("storage", leave);
  }, []);
  const asked = useRef(false);
  useEffect(() => {
    if (name === "") return;
    const end = new AbortController();
    // At once when a page begins: what one may do here hangs on the answer.
    const wait = asked.current ? SETTLE_MS : 0;
    const timer = setTimeout(() => {
      asked.current = true;
      void settle({ name, hue }, end.signal).catch(() => {});
    }, wait);
    return () => {
      clearTimeout(timer);
      end.abort();
    };
  }, [name, hue]);
  return null;
}
