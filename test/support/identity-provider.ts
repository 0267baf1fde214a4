// An identity provider of the suite's own: discovery, keys, a consent that is always given, a token for a
// code and its PKCE verifier, userinfo, and an end of the session. Beside it a browser: a jar of cookies for
// each origin, and redirects followed by hand. Used by the tests of signing in.

import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import type { Me } from "../../lib/api.ts";

export const CLIENT_ID = "concord-under-test";

export interface Person {
  readonly sub: string;
  readonly [claim: string]: unknown;
}

/** What a provider that is broken, or somebody between, does to its answer. */
export interface Twist {
  readonly claims?: JWTPayload;
  /** Signs with a key that it never published. */
  readonly foreignKey?: boolean;
  /** Claims are in userinfo only. */
  readonly shyToken?: boolean;
}

export interface IdentityProvider {
  readonly issuer: string;
  readonly clientSecret: string;
  /** Who is at the keyboard: consents to everything. `undefined` says no. */
  person: Person | undefined;
  twist: Twist;
  /** Codes, tokens and verifiers that went over the wire: none of them may turn up elsewhere. */
  readonly secrets: readonly string[];
  readonly settings: {
    readonly issuer: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly scopes: string;
  };
  close(): Promise<void>;
}

interface Asked {
  readonly challenge: string;
  readonly redirect: string;
  readonly nonce: string;
  readonly person: Person;
}

export async function startIdentityProvider({ port = 0, endSession = true } = {}): Promise<IdentityProvider> {
  const { publicKey, privateKey } = await generateKeyPair("ES256");
  const foreign = await generateKeyPair("ES256");
  const jwk = { ...(await exportJWK(publicKey)), kid: "one", alg: "ES256", use: "sig" };
  const clientSecret = randomBytes(24).toString("base64url");
  const codes = new Map<string, Asked>();
  const tokens = new Map<string, Person>();
  const secrets: string[] = [clientSecret];

  const http = createServer((request, response) => {
    answer(request, response).catch(() => send(response, 500, { error: "server_error" }));
  });
  await new Promise<void>((resolve) => http.listen(port, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

  const provider: IdentityProvider = {
    issuer,
    clientSecret,
    person: { sub: "mona", name: "Mona Okafor" },
    twist: {},
    secrets,
    settings: { issuer, clientId: CLIENT_ID, clientSecret, scopes: "openid profile" },
    async close() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "", issuer);
    switch (url.pathname) {
      case "/.well-known/openid-configuration":
        return send(response, 200, {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          userinfo_endpoint: `${issuer}/userinfo`,
          ...(endSession ? { end_session_endpoint: `${issuer}/end` } : {}),
          response_types_supported: ["code"],
          subject_types_supported: ["public"],
          id_token_signing_alg_values_supported: ["ES256"],
          code_challenge_methods_supported: ["S256"],
        });
      case "/keys":
        return send(response, 200, { keys: [jwk] });
      case "/authorize":
        return authorize(url.searchParams, response);
      case "/token":
        return token(request, response);
      case "/userinfo": {
        const person = tokens.get(request.headers.authorization?.replace(/^Bearer /, "") ?? "");
        return person === undefined ? send(response, 401, {}) : send(response, 200, person);
      }
      case "/end":
        response.writeHead(302, { location: url.searchParams.get("post_logout_redirect_uri") ?? issuer });
        return void response.end();
      default:
        return send(response, 404, {});
    }
  }

  function authorize(asked: URLSearchParams, response: ServerResponse): void {
    const redirect = asked.get("redirect_uri") ?? "";
    const good =
      asked.get("client_id") === CLIENT_ID &&
      asked.get("response_type") === "code" &&
      asked.get("code_challenge_method") === "S256" &&
      (asked.get("scope") ?? "").split(" ").includes("openid");
    if (!good) return send(response, 400, { error: "invalid_request" });
    const back = new URL(redirect);
    back.searchParams.set("state", asked.get("state") ?? "");
    if (provider.person === undefined) back.searchParams.set("error", "access_denied");
    else {
      const code = secret();
      codes.set(code, {
        challenge: asked.get("code_challenge") ?? "",
        nonce: asked.get("nonce") ?? "",
        redirect,
        person: provider.person,
      });
      back.searchParams.set("code", code);
    }
    response.writeHead(302, { location: back.href });
    response.end();
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
    // client_secret_basic: name and secret are form-encoded before they are joined.
    const shown = /^Basic (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const pair = decodeURIComponent(Buffer.from(shown, "base64").toString("utf8"));
    if (pair !== `${CLIENT_ID}:${clientSecret}`) return send(response, 401, { error: "invalid_client" });
    const code = body.get("code") ?? "";
    const verifier = body.get("code_verifier") ?? "";
    secrets.push(verifier);
    const asked = codes.get(code);
    codes.delete(code); // Once.
    const challenge = createHash("sha256").update(verifier).digest("base64url");
    if (asked?.challenge !== challenge || asked.redirect !== body.get("redirect_uri")) {
      return send(response, 400, { error: "invalid_grant" });
    }
    const { claims, foreignKey = false, shyToken = false } = provider.twist;
    const { person } = asked;
    const idToken = await new SignJWT({
      ...(shyToken ? { sub: person.sub } : person),
      nonce: asked.nonce,
      iss: issuer,
      aud: CLIENT_ID,
      iat: Math.floor(Date.now() / 1000),
      exp: Math.floor(Date.now() / 1000) + 60,
      ...claims,
    })
      .setProtectedHeader({ alg: "ES256", kid: "one" })
      .sign(foreignKey ? foreign.privateKey : privateKey);
    secrets.push(idToken);
    const access = secret();
    tokens.set(access, person);
    send(response, 200, { access_token: access, token_type: "Bearer", expires_in: 60, id_token: idToken });
  }

  function secret(): string {
    const made = randomBytes(24).toString("base64url");
    secrets.push(made);
    return made;
  }

  return provider;
}

function send(response: ServerResponse, status: number, json: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(json));
}

export interface Seen {
  readonly status: number;
  readonly url: string;
  readonly location: string | undefined;
  readonly text: string;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads answers as they come
  readonly json: any;
}

/** One browser: what it keeps for an origin it sends to that origin alone, and below the cookie's path. */
export class Browser {
  private readonly home: string;
  private readonly jars = new Map<string, Map<string, { value: string; path: string }>>();

  constructor(home: string) {
    this.home = home;
  }

  /** The cookies that go with a request to this path of ours. */
  cookie(path = "/"): string {
    const jar = this.jars.get(this.home);
    return [...(jar ?? [])]
      .filter(([, one]) => path.startsWith(one.path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join("; ");
  }

  put(cookie: string): void {
    for (const part of cookie.split("; ")) this.keep(this.home, `${part}; Path=/`);
  }

  private keep(origin: string, set: string): void {
    const jar = this.jars.get(origin) ?? new Map<string, { value: string; path: string }>();
    this.jars.set(origin, jar);
    const [pair = "", ...flags] = set.split("; ");
    const at = pair.indexOf("=");
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    if (flags.includes("Max-Age=0")) jar.delete(name);
    else jar.set(name, { value, path: flags.find((flag) => flag.startsWith("Path="))?.slice(5) ?? "/" });
  }

  async ask(
    method: string,
    address: string,
    body?: unknown,
    more: Record<string, string> = {},
  ): Promise<Seen> {
    const url = new URL(address, this.home);
    const cookie = url.origin === this.home ? this.cookie(url.pathname) : "";
    const response = await fetch(url, {
      method,
      redirect: "manual",
      headers: {
        ...(cookie === "" ? {} : { cookie }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...more,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const set of response.headers.getSetCookie()) this.keep(url.origin, set);
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    const { status, headers } = response;
    const location = headers.get("location") ?? undefined;
    return { status, url: url.href, location, text, headers, json: isJson ? JSON.parse(text) : undefined };
  }

  get = (path: string) => this.ask("GET", path);
  post = (path: string, body: unknown = {}) => this.ask("POST", path, body);

  async me(): Promise<Me> {
    return (await this.get("/api/me")).json.me;
  }

  /** Clicks "Sign in" and goes wherever it leads, until it would be back on a page of ours. */
  async signIn(to = "/"): Promise<Seen> {
    let seen = await this.get(`/api/sign-in?to=${encodeURIComponent(to)}`);
    for (let steps = 0; steps < 5 && seen.location !== undefined; steps++) {
      const next = new URL(seen.location, seen.url);
      if (next.origin === this.home && !next.pathname.startsWith("/api/")) return seen;
      seen = await this.get(next.href);
    }
    return seen;
  }
}
