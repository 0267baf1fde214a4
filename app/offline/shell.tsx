"use client";
// Which page belongs to the address, without a server to ask. Called by /offline only. What it shows are the
// same parts as ever: home, settings, a document; or a plain page that says what is missing.

import { useEffect, useSyncExternalStore } from "react";
import type { DocId } from "../../lib/names.ts";
import { Home } from "../_home/home.tsx";
import { docIn } from "../_offline/plan.ts";
import { en } from "../_words/en.ts";
import { SettingsPage } from "../settings/settings-page.tsx";
import { KeptDocument } from "./kept-document.tsx";

type Place =
  | { readonly kind: "home" }
  | { readonly kind: "settings" }
  | { readonly kind: "doc"; readonly id: DocId };

const HOME: Place = { kind: "home" };
const SETTINGS: Place = { kind: "settings" };
/** The address is the one that the page was opened at: a change of slug is no change of place. */
let found: Place | undefined;

function placeHere(): Place {
  if (found !== undefined) return found;
  const id = docIn(location.pathname);
  found = id !== undefined ? { kind: "doc", id } : location.pathname === "/settings" ? SETTINGS : HOME;
  return found;
}

const never = () => () => undefined;

export function Shell() {
  const place = useSyncExternalStore<Place | undefined>(never, placeHere, () => undefined);
  const title =
    place?.kind === "settings"
      ? `${en.settings.title} – ${en.product}`
      : place?.kind === "home"
        ? en.product
        : "";
  useEffect(() => {
    // A document says its own.
    if (title !== "") document.title = title;
  }, [title]);
  switch (place?.kind) {
    case undefined:
      return null;
    case "home":
      return <Home mustSignIn={false} />;
    case "settings":
      return <SettingsPage />;
    case "doc":
      return <KeptDocument id={place.id} />;
  }
}
