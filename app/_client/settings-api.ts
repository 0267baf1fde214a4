// Tokens for programs over HTTP. Called by the settings page. The secret of a token is in the answer that
// made it and nowhere else. Every failure is an ApiError with one sentence for people.

import type { TokenInfo } from "../../lib/api.ts";
import { request, unreadable } from "./request.ts";

export async function fetchTokens(signal?: AbortSignal): Promise<readonly TokenInfo[]> {
  const body = await request("GET", "/api/me/tokens", undefined, signal);
  const tokens = (body as { tokens?: unknown } | null | undefined)?.tokens;
  if (!Array.isArray(tokens)) throw unreadable();
  return tokens.map(readToken).filter((token) => token !== undefined);
}

export async function makeToken(
  name: string,
  expires: number | undefined,
): Promise<{ readonly token: TokenInfo; readonly secret: string }> {
  const body = await request("POST", "/api/me/tokens", { name, expires });
  const { token, secret } = (body ?? {}) as { token?: unknown; secret?: unknown };
  const made = readToken(token);
  if (made === undefined || typeof secret !== "string") throw unreadable();
  return { token: made, secret };
}

export async function endToken(id: string): Promise<void> {
  await request("POST", "/api/me/tokens/end", { id });
}

function readToken(value: unknown): TokenInfo | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { id, name, createdAt, expires } = value as Record<string, unknown>;
  if (typeof id !== "string") return undefined;
  return {
    id,
    name: typeof name === "string" ? name : "",
    createdAt: typeof createdAt === "number" ? createdAt : 0,
    expires: typeof expires === "number" ? expires : undefined,
  };
}
