// What the share dialog shows of links, as pure functions: the address of a link, which link stands for a
// role, and whether the document's own address gives more. Called by the dialog, the page /s and tests.

import type { ShareLink } from "../../../lib/api.ts";
import { higher, type LinkRole, type Role } from "../../../lib/policy.ts";

/** The secret stands behind the #: browsers send that part to nobody. */
export const linkAddress = (origin: string, secret: string): string => `${origin}/s#${secret}`;

/** As it stands in the field: the scheme says nothing to people. */
export const shortAddress = (address: string): string => address.replace(/^https?:\/\//, "");

/** The secret in an address's `#…`, where there is something that can be one. */
export function secretIn(hash: string): string | undefined {
  const secret = hash.replace(/^#/, "").trim();
  return /^[A-Za-z0-9_-]{8,100}$/.test(secret) ? secret : undefined;
}

export const isLiving = (link: ShareLink, now: number): boolean =>
  link.expires === undefined || link.expires > now;

/** The link that stands in the sentence "Anyone with the link can …". */
export type Ready =
  /** There is none yet: it is made when it is first needed. */
  | { readonly kind: "none" }
  | { readonly kind: "known"; readonly link: ShareLink; readonly secret: string }
  /** Made elsewhere: it works, and nobody can show it again. */
  | { readonly kind: "unknown"; readonly link: ShareLink };

/** The chosen link, if it is of this role; else the newest that can be shown; else the newest. */
export function readyLink(
  links: readonly ShareLink[],
  role: LinkRole,
  secretOf: (id: string) => string | undefined,
  chosen: string | undefined,
  now: number,
): Ready {
  const fitting = links
    .filter((link) => link.role === role && isLiving(link, now))
    .sort((a, b) => b.createdAt - a.createdAt);
  const link =
    fitting.find(({ id }) => id === chosen) ??
    fitting.find(({ id }) => secretOf(id) !== undefined) ??
    fitting[0];
  if (link === undefined) return { kind: "none" };
  const secret = secretOf(link.id);
  return secret === undefined ? { kind: "unknown", link } : { kind: "known", link, secret };
}

/** What role the sentence begins with: that of the newest living link, else edit. */
export function firstRole(links: readonly ShareLink[], now: number): LinkRole {
  const living = links.filter((link) => isLiving(link, now));
  return (
    living.reduce<ShareLink | undefined>(
      (newest, link) => (newest !== undefined && newest.createdAt >= link.createdAt ? newest : link),
      undefined,
    )?.role ?? "edit"
  );
}

/** Whether the address alone gives `more` than a link of this role, or the `same`. */
export function byAddress(general: Role, role: LinkRole): "more" | "same" | "less" {
  if (general === role) return "same";
  return higher(general, role) === general ? "more" : "less";
}
