// Who the server says that you are: a guest, or signed in; and the ways in and out. Told by me-sync.ts, which
// asks once a page; read by the dialog about you, the settings page and pages that did not open.

import { useSyncExternalStore } from "react";
import { type Me, mustSignIn } from "../../lib/api.ts";
import { request } from "./request.ts";

let known: Me | undefined;
const listeners = new Set<() => void>();

export function noteAccount(me: Me): void {
  known = me;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** `undefined` until the server has said it: then nothing about accounts is shown. */
export const useAccount = (): Me | undefined =>
  useSyncExternalStore(
    subscribe,
    () => known,
    () => undefined,
  );

/** A guest, where one can sign in. `before`: until the server has said it. */
export const useMaySignIn = (before = false): boolean => {
  const me = useAccount();
  return me === undefined ? before : me.canSignIn && !me.signedIn;
};

/** Where guests make nothing: one step comes before the first document. `before`: until the server has said it. */
export const useMustSignIn = (before = false): boolean => {
  const me = useAccount();
  return me === undefined ? before : mustSignIn(me);
};

/** Leads to the identity provider, and from there back to this page. */
export function signIn(): void {
  const to = `${location.pathname}${location.search}`;
  location.assign(`/api/sign-in?to=${encodeURIComponent(to)}`);
}

/** The session is over for good. Gives where to sign out of the provider as well, if it has such a place. */
export async function signOut(): Promise<string | undefined> {
  const body = await request("POST", "/api/sign-out");
  const { elsewhere } = (body ?? {}) as { elsewhere?: unknown };
  return typeof elsewhere === "string" && /^https?:/.test(elsewhere) ? elsewhere : undefined;
}
