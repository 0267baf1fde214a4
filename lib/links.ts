// Which addresses may stand in a link. Called by the schema, the editor and whatever prints a document.
// The one gate between what people paste and what others click.

/** Schemes that may be shown or followed. Everything else is dropped when rendered. */
export const LINK_PROTOCOLS = ["http", "https", "mailto", "tel"] as const;

/** True for addresses that are safe as `href`: an allowed scheme, or a path on this server. */
export function isSafeLink(href: string): boolean {
  // Browsers ignore control characters and spaces when they read a scheme, and take a backslash for
  // a slash; so does this check.
  const bare = href.replace(/[\p{C}\s]/gu, "").toLowerCase();
  const scheme = /^([a-z][a-z0-9+.-]*):/.exec(bare)?.[1];
  if (scheme === undefined) return !/^[/\\]{2}/.test(bare);
  return (LINK_PROTOCOLS as readonly string[]).includes(scheme);
}
