"use client";
// When a page that already shows a document turns to what this browser knows of it. Called by the document
// page. A copy on this disk may be older than what the server has just drawn: it is not shown for the
// blink of an eye in between.

import { useEffect, useState } from "react";
import { can, type Role } from "../../lib/policy.ts";
import type { Body, BodyView, SaveState } from "../_client/body.ts";

/** ms that the line to the server gets to bring a copy up to date. Without a line the copy is all there is. */
export const CATCH_UP_MS = 1_500;

export interface Arrival {
  readonly body: Body | undefined;
  readonly content: BodyView["content"];
  readonly save: SaveState;
  /** The server has drawn the text. */
  readonly drawn: boolean;
}

/** The body, as soon as the page should show it. */
export function useArrival({ body, content, save, drawn }: Arrival): Body | undefined {
  const [waited, setWaited] = useState<Body>();
  const catchingUp = drawn && content === "local" && save.state === "connecting";
  useEffect(() => {
    if (!catchingUp || body === undefined) return;
    const timer = setTimeout(() => setWaited(body), CATCH_UP_MS);
    return () => clearTimeout(timer);
  }, [catchingUp, body]);
  if (body === undefined || content === "waiting") return undefined;
  return catchingUp && waited !== body ? undefined : body;
}

/**
 * Whether this page belongs to somebody who writes. Once true it stays so: an editor that was loaded is not
 * taken away when a role is lowered, it only stops taking keys.
 */
export function useWriter(standing: { readonly role: Role; readonly locked: boolean } | undefined): boolean {
  const may = mayWrite(standing);
  const [writer, setWriter] = useState(may);
  if (may && !writer) setWriter(true);
  return writer || may;
}

/** Where the server has not said it (yet), the page is got ready for writing; the socket decides. */
export const mayWrite = (standing: { readonly role: Role; readonly locked: boolean } | undefined): boolean =>
  standing === undefined || (can(standing.role, "write") && !standing.locked);
