// Signing in with OpenID Connect: the code flow with PKCE, state and nonce, and the way out. Called by
// features/me.ts. Promises: no code, token or secret is ever logged or kept, and a provider that is away
// stops nothing but signing in.

import type { IncomingMessage } from "node:http";
import * as openid from "openid-client";
import { z } from "zod";
import { AppError } from "../../lib/errors.ts";
import type { Log } from "../ops/log.ts";
import { cookieOf, type Identities, type Visitor } from "./identity.ts";
import { isOurs } from "./origin.ts";
import type { Accounts, Entered } from "./sign-in/accounts.ts";

export const SIGN_IN_PATH = "/api/sign-in";
export const CALLBACK_PATH = "/api/sign-in/callback";

/** Seconds from leaving for the provider to coming back: a password, a second factor, a phone to look for. */
const FLOW_SECONDS = 15 * 60;
const FLOW_COOKIE = "concord-sign-in";
const FLOW_KIND = "concord-sign-in";
/** Seconds that the provider may take for one answer. */
const PROVIDER_SECONDS = 10;
/** Characters of an error code of the provider's that are logged: real ones are short words. */
const MAX_REASON = 40;
/** Characters of a path to come back to. */
const MAX_PATH = 1_000;

export interface SignInSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** With spaces between: `openid profile`. */
  readonly scopes: string;
}

export interface SignInEnv {
  readonly settings: SignInSettings;
  readonly identities: Identities;
  readonly accounts: Accounts;
  readonly log: Log;
  readonly publicUrl: string | undefined;
}

/** A sentence for the person who wanted to sign in. `status` 503: it may work in a moment. */
export class SignInProblem extends Error {
  readonly status: 400 | 503;
  readonly code: "sign-in/failed" | "sign-in/unavailable";

  constructor(status: 400 | 503, message: string) {
    super(message);
    this.status = status;
    this.code = status === 503 ? "sign-in/unavailable" : "sign-in/failed";
  }
}

export interface Arrival {
  /** Where the person wanted to be. */
  readonly to: string;
  readonly cookies: readonly string[];
  /** Absent where they changed their mind at the provider. */
  readonly entered?: Entered | undefined;
  /** What the provider calls them. */
  readonly name?: string | undefined;
}

export type SignIn = ReturnType<typeof createSignIn>;

const flow = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), to: z.string() });

export function createSignIn({ settings, identities, accounts, log, publicUrl }: SignInEnv) {
  const secure = publicUrl?.startsWith("https:") ?? false;
  let discovered: Promise<openid.Configuration> | undefined;

  /** Asked for once; a failure is forgotten, so that the next person tries again. */
  function provider(): Promise<openid.Configuration> {
    discovered ??= discover().catch((error: unknown) => {
      discovered = undefined;
      log.warn({ issuer: settings.issuer, ...reasonOf(error) }, "sign-in.provider-away");
      throw new SignInProblem(
        503,
        "Signing in does not work just now: the identity provider does not answer. Try again in a moment.",
      );
    });
    return discovered;
  }

  function discover(): Promise<openid.Configuration> {
    const issuer = new URL(settings.issuer);
    const execute = [openid.enableNonRepudiationChecks];
    // Configuration lets http through for this machine alone.
    if (issuer.protocol === "http:") execute.push(openid.allowInsecureRequests);
    const { clientId, clientSecret } = settings;
    return openid.discovery(issuer, clientId, clientSecret, clientAuth(clientSecret), {
      execute,
      timeout: PROVIDER_SECONDS,
    });
  }

  /** The origin that the browser comes back to: the public one, or this machine's own. */
  function originOf({ headers: { host } }: IncomingMessage): string {
    if (publicUrl !== undefined) return publicUrl;
    if (isOurs({ host, origin: undefined }, { publicUrl, allowedOrigins: [] })) return `http://${host}`;
    throw new AppError("bad-request", "Signing in under this address needs PUBLIC_URL to be set.");
  }

  const flowCookie = (value: string, seconds: number) =>
    `${FLOW_COOKIE}=${value}; Path=${SIGN_IN_PATH}; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure ? "; Secure" : ""}`;

  // An early word in the log; nobody waits for it, and the first person who signs in asks again.
  provider().catch(() => {});

  return {
    /** Where to send the browser, and the note of its own that it takes along. */
    async begin(request: IncomingMessage, to: string): Promise<{ location: string; cookie: string }> {
      const origin = originOf(request);
      const path = pathWithin(origin, to);
      const server = await provider();
      const verifier = openid.randomPKCECodeVerifier();
      const state = openid.randomState();
      const nonce = openid.randomNonce();
      const location = openid.buildAuthorizationUrl(server, {
        redirect_uri: `${origin}${CALLBACK_PATH}`,
        scope: settings.scopes,
        state,
        nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
      });
      const sealed = await identities.seal(FLOW_KIND, { state, nonce, verifier, to: path }, FLOW_SECONDS);
      return { location: location.href, cookie: flowCookie(sealed, FLOW_SECONDS) };
    },

    /** The browser is back from the provider. */
    async finish(request: IncomingMessage, visitor: Visitor): Promise<Arrival> {
      const sealed = cookieOf(request, FLOW_COOKIE);
      const begun = flow.safeParse(sealed && (await identities.unseal(FLOW_KIND, sealed)));
      if (!begun.success) throw again("This browser did not begin to sign in, or too long ago.");
      const { state, nonce, verifier, to } = begun.data;
      const url = new URL(request.url ?? "", originOf(request));
      const cookies = [flowCookie("", 0)];
      const refused = url.searchParams.get("error") === "access_denied";
      if (refused && url.searchParams.get("state") === state) return { to, cookies };
      const server = await provider();
      const { subject, name } = await prove(server, url, { state, nonce, verifier });
      const entered = await accounts.enter(subject, visitor);
      const { user, session } = entered;
      cookies.push(await identities.cookie({ user, session, program: false, member: true }));
      log.info({ moved: entered.moved.length }, "sign-in.entered");
      return { to, cookies, entered, name };
    },

    /** The session is over, wherever its cookie was copied to; this browser becomes a new guest. */
    async end(
      request: IncomingMessage,
      visitor: Visitor & { readonly session: string },
    ): Promise<{ cookie: string; elsewhere: string | undefined }> {
      await accounts.closeSession(visitor.session, visitor.user);
      const cookie = await identities.cookie(identities.guest());
      // What is known of the provider, or asked for already; signing out does not depend on it.
      const server = await discovered?.catch(() => undefined);
      const hasEnd = server?.serverMetadata().end_session_endpoint !== undefined;
      const back = { post_logout_redirect_uri: `${originOf(request)}/` };
      return { cookie, elsewhere: hasEnd ? openid.buildEndSessionUrl(server, back).href : undefined };
    },
  };

  /** Trades the code for claims. What the provider said is checked, signature and all. */
  async function prove(
    server: openid.Configuration,
    url: URL,
    { state, nonce, verifier }: { state: string; nonce: string; verifier: string },
  ): Promise<{ subject: string; name: string | undefined }> {
    try {
      const tokens = await openid.authorizationCodeGrant(server, url, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw again("The identity provider did not say who you are.");
      const name = nameIn(claims) ?? (await askName(server, tokens.access_token, claims.sub));
      return { subject: JSON.stringify([claims.iss, claims.sub]), name };
    } catch (error) {
      if (error instanceof SignInProblem) throw error;
      const why = reasonOf(error);
      log.warn(why, "sign-in.failed");
      if (isAway(error)) {
        throw new SignInProblem(
          503,
          "The identity provider does not answer just now. Try again in a moment.",
        );
      }
      throw again("The identity provider's answer was not right.");
    }
  }

  async function askName(server: openid.Configuration, token: string, sub: string) {
    if (server.serverMetadata().userinfo_endpoint === undefined) return undefined;
    try {
      return nameIn(await openid.fetchUserInfo(server, token, sub));
    } catch (error) {
      log.warn(reasonOf(error), "sign-in.no-name");
      return undefined;
    }
  }
}

const again = (why: string) => new SignInProblem(400, `${why} Sign in once more.`);

/** By whichever way the provider offers; where it offers nothing, the one that OpenID Connect assumes. */
function clientAuth(secret: string): openid.ClientAuth {
  const post = openid.ClientSecretPost(secret);
  const basic = openid.ClientSecretBasic(secret);
  return (server, ...rest) =>
    server.token_endpoint_auth_methods_supported?.includes("client_secret_post")
      ? post(server, ...rest)
      : basic(server, ...rest);
}

/** A path of ours, whatever else was asked for: nobody is led away by a link to sign in. */
function pathWithin(origin: string, to: string): string {
  if (to.length > MAX_PATH || !to.startsWith("/") || !URL.canParse(to, origin)) return "/";
  const url = new URL(to, origin);
  // `//elsewhere` and `/\elsewhere` are other origins; `/.//elsewhere` becomes one in the browser.
  const path = `${url.pathname}${url.search}${url.hash}`;
  return url.origin === origin && !/^\/[/\\]/.test(path) ? path : "/";
}

function nameIn(claims: { readonly [claim: string]: unknown }): string | undefined {
  const parts = [claims.given_name, claims.family_name].filter((part) => typeof part === "string");
  const names = [claims.name, parts.join(" "), claims.nickname, claims.preferred_username];
  return names.find((name): name is string => typeof name === "string" && name.trim() !== "");
}

const isAway = (error: unknown): boolean =>
  error instanceof TypeError ||
  (error instanceof openid.ClientError && ["OAUTH_TIMEOUT", "OAUTH_ABORT"].includes(error.code ?? "")) ||
  (error instanceof openid.ResponseBodyError && error.status >= 500);

/** What may be logged of an error: kinds and codes, and never the answers that it quotes. */
function reasonOf(error: unknown): { readonly kind: string; readonly reason: string | undefined } {
  const { name = "unknown", code, error: said } = error as { name?: string; code?: string; error?: string };
  // `error` comes with the address that the browser was sent back to: anybody may write there.
  return { kind: name, reason: typeof said === "string" ? said.slice(0, MAX_REASON) : code };
}
