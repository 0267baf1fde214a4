// Who is asking: a signed cookie for browsers, a token for programs. Called by the door for every
// request and upgrade, before anything else. A visitor without an identity gets one, and no account.

import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { type JWTPayload, jwtVerify, SignJWT } from "jose";
import { AppError } from "../../lib/errors.ts";
import type { UserId } from "../../lib/names.ts";
import type { Clock } from "../ops/clock.ts";
import type { Store } from "../store/store.ts";

const COOKIE = "concord";
const KIND = "concord-identity";
/** Days that a browser remembers who it is: the longest that browsers allow. */
const DAYS = 400;
/** Days after which a cookie in use is written anew. */
const RENEW_DAYS = 30;
const DAY_MS = 86_400_000;
const KEY = "key/identity";
const KEY_BYTES = 32;
/** Shown to a program once; what is kept is its hash. */
export const TOKEN_PREFIX = "concord_";

export interface Visitor {
  readonly user: UserId;
  /** Signed in with the identity provider: the session that a sign-out ends. */
  readonly session?: string | undefined;
  /** A program with a personal token. */
  readonly program: boolean;
  /** The hash of that token: what was opened with it ends with it. */
  readonly token?: string | undefined;
  /** Has an account: signed in, or a program of somebody who has one. */
  readonly member: boolean;
}

export interface Identities {
  /** The visitor, or `undefined` where nothing valid was shown. A wrong token is `undefined` as well. */
  read(request: IncomingMessage): Promise<Visitor | undefined>;
  /** A new guest. */
  guest(): Visitor;
  /** `Set-Cookie` for this visitor. */
  cookie(visitor: Visitor): Promise<string>;
  /** True when the request's cookie should be written anew. */
  isOld(request: IncomingMessage): boolean;
  /**
   * Whoever came in a while ago is still who they were (not signed out, no guest who signed in, no program
   * whose token has ended), and until when this is known; `undefined` where they are not.
   */
  holds(visitor: Visitor): Promise<{ readonly until: number | undefined } | undefined>;
  /** A signed note to this server itself, for a browser to keep. One `kind` never passes for another. */
  seal(kind: string, claims: Readonly<Record<string, string>>, seconds: number): Promise<string>;
  /** What was sealed, or `undefined` where it is not ours, of another kind or too old. */
  unseal(kind: string, sealed: string): Promise<Readonly<Record<string, unknown>> | undefined>;
}

export interface IdentityEnv {
  readonly store: Store;
  readonly clock: Clock;
  /** From the environment; made and kept in the store where it is not given. At least 32 bytes. */
  readonly secret: string | undefined;
  /** The public address is https: the cookie never travels in the clear. */
  readonly secure: boolean;
}

export async function createIdentities({ store, clock, secret, secure }: IdentityEnv): Promise<Identities> {
  const key = secret === undefined ? await ownKey(store) : new TextEncoder().encode(secret);

  async function seal(kind: string, claims: JWTPayload, seconds: number): Promise<string> {
    const now = Math.floor(clock.now() / 1000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: "HS256", typ: kind })
      .setIssuedAt(now)
      .setExpirationTime(now + seconds)
      .sign(key);
  }

  async function unseal(kind: string, sealed: string): Promise<JWTPayload | undefined> {
    try {
      const currentDate = new Date(clock.now());
      return (await jwtVerify(sealed, key, { algorithms: ["HS256"], currentDate, typ: kind })).payload;
    } catch {
      return undefined;
    }
  }

  const isAccount = async (user: UserId) => (await store.get(`account/${user}`)) !== undefined;

  interface Kept {
    readonly user: UserId;
    readonly expires?: number;
  }

  /** What stands behind a session or a token, where it has not ended. */
  async function living(key: string): Promise<Kept | undefined> {
    const bytes = await store.get(key);
    if (bytes === undefined) return undefined;
    const kept = JSON.parse(Buffer.from(bytes).toString("utf8")) as Kept;
    return kept.expires !== undefined && kept.expires <= clock.now() ? undefined : kept;
  }

  async function fromCookie(request: IncomingMessage): Promise<Visitor | undefined> {
    const token = cookieOf(request, COOKIE);
    const payload = token === undefined ? undefined : await unseal(KIND, token);
    if (typeof payload?.sub !== "string") return undefined;
    const user = payload.sub as UserId;
    if (typeof payload.sid !== "string") {
      // An account is entered by signing in: the guest's cookie from before is no second key to it.
      return (await isAccount(user)) ? undefined : { user, program: false, member: false };
    }
    // Sign-out is real: a copied cookie ends with the session it belonged to.
    if ((await living(`session/${payload.sid}`))?.user !== user) return undefined;
    return { user, session: payload.sid, program: false, member: true };
  }

  async function fromToken(token: string): Promise<Visitor | undefined> {
    if (!token.startsWith(TOKEN_PREFIX)) return undefined;
    const hash = hashOf(token);
    const user = (await living(`token/${hash}`))?.user;
    if (user === undefined) return undefined;
    return { user, program: true, token: hash, member: await isAccount(user) };
  }

  return {
    read(request) {
      const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
      return bearer === undefined ? fromCookie(request) : fromToken(bearer);
    },
    guest: () => ({ user: newUserId(), program: false, member: false }),
    async holds({ user, session, token }) {
      const key = token === undefined ? session && `session/${session}` : `token/${token}`;
      if (key === undefined) return (await isAccount(user)) ? undefined : { until: undefined };
      const kept = await living(key);
      return kept?.user === user ? { until: kept.expires } : undefined;
    },
    seal,
    unseal,
    async cookie({ user, session }) {
      const claims = session === undefined ? { sub: user } : { sub: user, sid: session };
      const token = await seal(KIND, claims, DAYS * 86_400);
      const flags = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${DAYS * 86_400}${secure ? "; Secure" : ""}`;
      return `${COOKIE}=${token}; ${flags}`;
    },
    isOld(request) {
      const payload = cookieOf(request, COOKIE)?.split(".")[1];
      if (payload === undefined) return true;
      try {
        const { iat } = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as { iat?: number };
        return iat === undefined || clock.now() - iat * 1000 > RENEW_DAYS * DAY_MS;
      } catch {
        return true;
      }
    },
  };
}

async function ownKey(store: Store): Promise<Uint8Array> {
  const known = await store.get(KEY);
  if (known !== undefined) return known;
  const made = new Uint8Array(randomBytes(KEY_BYTES));
  try {
    await store.put(KEY, made, null);
    return made;
  } catch (error) {
    // Another server made one at the same moment: that one is the key.
    const theirs = error instanceof AppError && error.code === "store/conflict" && (await store.get(KEY));
    if (theirs) return theirs;
    throw error;
  }
}

export function cookieOf(request: IncomingMessage, cookie: string): string | undefined {
  for (const part of (request.headers.cookie ?? "").split(";")) {
    const [name, value] = part.trim().split("=", 2);
    if (name === cookie && value) return value;
  }
  return undefined;
}

export const newUserId = (): UserId => `u${randomBytes(16).toString("hex")}` as UserId;

/** Secrets of 128 random bits and more need no slow hash: they cannot be guessed. */
export const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");
