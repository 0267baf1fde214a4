// Is this request from a page of ours? Asked at every upgrade and every request that changes something,
// before anything else. A page of another site must not use a visitor's browser to write here (A1-A3).

import { isIP } from "node:net";

export interface OriginRules {
  /** The address that people type, as an origin (`https://docs.example.org`), if it has a name. */
  readonly publicUrl: string | undefined;
  /** Further exact origins whose pages may use this server. */
  readonly allowedOrigins: readonly string[];
}

interface Asked {
  readonly host: string | undefined;
  readonly origin: string | undefined;
}

/**
 * A Host that is an IP address or localhost cannot be rebound by a name server, so it is let in; names
 * must be those of the configuration. An Origin must be ours exactly: scheme, host and port. Programs
 * send no Origin; they need whatever everybody else needs.
 */
export function isOurs({ host, origin }: Asked, rules: OriginRules): boolean {
  if (host === undefined || !isKnownHost(host, rules)) return false;
  if (origin === undefined) return true;
  if (origin === rules.publicUrl || rules.allowedOrigins.includes(origin)) return true;
  // Without a public address the server is spoken to directly, and only as http.
  return rules.publicUrl === undefined
    ? origin === `http://${host}`
    : isLocal(host) && origin === `http://${host}`;
}

function isKnownHost(host: string, rules: OriginRules): boolean {
  if (isLocal(host)) return true;
  return [rules.publicUrl, ...rules.allowedOrigins].some(
    (known) => known !== undefined && new URL(known).host === host,
  );
}

function isLocal(host: string): boolean {
  let name: string;
  try {
    name = new URL(`http://${host}`).hostname;
  } catch {
    return false;
  }
  const bare = name.startsWith("[") ? name.slice(1, -1) : name;
  return name === "localhost" || name.endsWith(".localhost") || isIP(bare) !== 0;
}
