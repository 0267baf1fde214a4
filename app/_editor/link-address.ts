// Turns what a person types or pastes as an address into one that may stand in a link. Called by the
// link panel. `undefined` means: this cannot be a link.

import { isSafeLink } from "../../lib/links.ts";

const MAX_ADDRESS_CHARACTERS = 2_000;

export function linkAddressOf(typed: string): string | undefined {
  const text = typed.trim();
  if (text === "" || text.length > MAX_ADDRESS_CHARACTERS) return undefined;
  const address = complete(text);
  return isSafeLink(address) ? address : undefined;
}

function complete(text: string): string {
  if (/^[/#?]/.test(text)) return text;
  if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(text)) return `mailto:${text}`;
  // "localhost:3000" is a host and its port, not a scheme.
  if (/^[a-z][a-z0-9+.-]*:(?!\d+([/?#]|$))/i.test(text)) return text;
  return `https://${text}`;
}

/** How an address is shown where there is little room. */
export const shortAddress = (href: string): string =>
  href.replace(/^(https?:\/\/(www\.)?|mailto:|tel:)/i, "").replace(/\/$/, "");
