// The visitor's own things: name and colour, personal tokens for programs, signing in and out. Called by
// HTTP.

import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Me, TokenInfo } from "../../lib/api.ts";
import { AppError } from "../../lib/errors.ts";
import type { UserId } from "../../lib/names.ts";
import { parsePerson } from "../../lib/people.ts";
import { hashOf, TOKEN_PREFIX, type Visitor } from "../access/identity.ts";
import { sendPage, wantsPage } from "../access/sign-in/page.ts";
import { type Arrival, CALLBACK_PATH, SIGN_IN_PATH, type SignIn, SignInProblem } from "../access/sign-in.ts";
import type { People } from "../documents/people.ts";
import { Buckets } from "../ops/bucket.ts";
import type { Clock } from "../ops/clock.ts";
import type { Store } from "../store/store.ts";
import { type Answer, type Call, type Route, route } from "./feature.ts";
import { done, me, person, token } from "./schemas.ts";

const MAX_TOKENS = 20;
const TOKEN_BYTES = 24;
/** Ways to the provider and back from one address: a school that begins its day. */
const SIGN_IN_PER_SECOND = 5;
const SIGN_IN_BURST = 200;

export interface MeEnv {
  readonly store: Store;
  readonly people: People;
  readonly clock: Clock;
  /** Absent where no identity provider is set up. */
  readonly signIn: SignIn | undefined;
  readonly mayCreate: (visitor: Visitor) => boolean;
  /** Presence is stamped anew. */
  readonly renamed: (user: UserId) => void;
  /** The visitor becomes somebody else. Gives what is to be done when the browser has been told. */
  readonly signedIn: (before: Visitor, arrival: Arrival) => Promise<() => void>;
  readonly signedOut: (before: Visitor) => void;
  /** What was opened with this token ends with it. */
  readonly tokenEnded: (by: { readonly user: UserId; readonly token: string }) => void;
}

export function meRoutes(env: MeEnv): readonly Route[] {
  const { store, people, clock, signIn, mayCreate, renamed, tokenEnded } = env;
  const someone = (visitor: Visitor | undefined): Visitor => {
    if (visitor === undefined) throw new AppError("unauthenticated", "Your browser did not say who it is.");
    return visitor;
  };

  const about = async (visitor: Visitor): Promise<Me> => ({
    id: people.publicId(visitor.user),
    person: await people.of(visitor.user),
    signedIn: visitor.session !== undefined,
    canSignIn: signIn !== undefined,
    mayCreate: mayCreate(visitor),
  });

  /** Tokens make no tokens: a program that was given one for a day cannot stay for ever. */
  const inPerson = (visitor: Visitor | undefined): Visitor => {
    const someoneHere = someone(visitor);
    if (someoneHere.program) throw new AppError("forbidden", "A program cannot make or end tokens.");
    return someoneHere;
  };

  async function tokensOf(user: UserId): Promise<(TokenInfo & { hash: string })[]> {
    const found = [];
    for await (const { value } of store.list(`tokens/${user}/`)) {
      found.push(JSON.parse(Buffer.from(value).toString("utf8")) as TokenInfo & { hash: string });
    }
    return found;
  }

  return [
    route({
      method: "GET",
      path: "/api/me",
      summary: "Who you are here",
      answer: z.object({ me }),
      handle: async ({ visitor }) => ({ json: { me: await about(someone(visitor)) } }),
    }),
    route({
      method: "POST",
      path: "/api/me",
      summary: "Change your name and colour",
      body: person,
      answer: z.object({ me }),
      async handle({ body, visitor }) {
        const who = someone(visitor);
        const clean = parsePerson(body);
        if (clean === undefined) throw new AppError("bad-request", "A name needs a letter.");
        await people.rename(who.user, clean);
        renamed(who.user);
        return { json: { me: await about(who) } };
      },
    }),
    route({
      method: "GET",
      path: "/api/me/tokens",
      summary: "Your tokens for programs, without their secrets",
      answer: z.object({ tokens: z.array(token) }),
      async handle({ visitor }) {
        const tokens = await tokensOf(inPerson(visitor).user);
        return { json: { tokens: tokens.map(({ hash: _, ...info }) => info) } };
      },
    }),
    route({
      method: "POST",
      path: "/api/me/tokens",
      summary: "Make a token; its secret is in this answer and nowhere else",
      body: z.object({
        name: z.string().trim().min(1).max(80),
        expires: z.number().int().positive().optional(),
      }),
      answer: z.object({ token, secret: z.string() }),
      async handle({ body, visitor }) {
        const { user } = inPerson(visitor);
        if ((await tokensOf(user)).length >= MAX_TOKENS) {
          throw new AppError(
            "bad-request",
            `You have ${MAX_TOKENS} tokens. End one that is no longer needed.`,
          );
        }
        const secret = TOKEN_PREFIX + randomBytes(TOKEN_BYTES).toString("base64url");
        const info: TokenInfo = { id: randomBytes(9).toString("base64url"), createdAt: clock.now(), ...body };
        const hash = hashOf(secret);
        await store.put(`token/${hash}`, Buffer.from(JSON.stringify({ user, expires: info.expires })));
        await store.put(`tokens/${user}/${info.id}`, Buffer.from(JSON.stringify({ ...info, hash })));
        return { status: 201, json: { token: info, secret } };
      },
    }),
    route({
      method: "POST",
      path: "/api/me/tokens/end",
      summary: "End a token",
      body: z.object({ id: z.string().max(40) }),
      answer: done,
      async handle({ body, visitor }) {
        const { user } = inPerson(visitor);
        const found = (await tokensOf(user)).find(({ id }) => id === body.id);
        if (found !== undefined) {
          await store.del(`token/${found.hash}`);
          await store.del(`tokens/${user}/${found.id}`);
          tokenEnded({ user, token: found.hash });
        }
        return { json: { done: true } };
      },
    }),
    ...(signIn === undefined ? [] : signInRoutes(env, signIn)),
  ];
}

/** A browser is led elsewhere (302); the description of the API knows such answers by this mark. */
const redirect = (description: string) => z.null().meta({ description, redirect: true });

function signInRoutes({ clock, signedIn, signedOut }: MeEnv, signIn: SignIn): readonly Route[] {
  const ways = new Buckets(SIGN_IN_PER_SECOND, SIGN_IN_BURST);

  /** A person in a browser, not too many at once; problems in words that a browser can show. */
  async function inBrowser(call: Call, go: (visitor: Visitor) => Promise<void>): Promise<Answer | undefined> {
    const now = clock.now();
    if (!ways.of(call.address, now).take(1, now)) {
      throw new AppError("too-many", "Many people sign in from here just now. Try again in a moment.");
    }
    if (call.visitor === undefined || call.visitor.program) {
      throw new AppError("forbidden", "Signing in is for people. A program shows its token.");
    }
    try {
      await go(call.visitor);
      return undefined;
    } catch (error) {
      if (!(error instanceof SignInProblem)) throw error;
      if (error.status === 503) call.response.setHeader("retry-after", "5");
      const { status, code, message } = error;
      if (!wantsPage(call.request)) return { status, json: { code, message } };
      sendPage(call.response, error);
      return undefined;
    }
  }

  function lead({ response }: Call, location: string, cookies: readonly string[]): void {
    for (const cookie of cookies) response.appendHeader("set-cookie", cookie);
    response.writeHead(302, { location, "cache-control": "no-store" });
    response.end();
  }

  return [
    route({
      method: "GET",
      path: SIGN_IN_PATH,
      summary: "Sign in: leads a browser to the identity provider, and from there back",
      query: z.object({
        to: z.string().default("/").meta({ description: "The path of ours to come back to" }),
      }),
      answer: redirect("To the identity provider"),
      handle: (call) =>
        inBrowser(call, async () => {
          const { location, cookie } = await signIn.begin(call.request, call.query.to);
          lead(call, location, [cookie]);
        }),
    }),
    route({
      method: "GET",
      path: CALLBACK_PATH,
      summary: "Where the identity provider sends the browser back to",
      answer: redirect("To where the visitor wanted to be, signed in"),
      handle: (call) =>
        inBrowser(call, async (visitor) => {
          const arrival = await signIn.finish(call.request, visitor);
          // The door may have given a newcomer a guest's cookie: the account's takes its place.
          if (arrival.entered !== undefined) call.response.removeHeader("set-cookie");
          call.response.once("close", await signedIn(visitor, arrival));
          lead(call, arrival.to, arrival.cookies);
        }),
    }),
    route({
      method: "POST",
      path: "/api/sign-out",
      summary: "Sign out: the session ends wherever its cookie is, and this browser becomes a new guest",
      answer: done.extend({
        elsewhere: z.string().optional().meta({ description: "Where to sign out of the provider as well" }),
      }),
      async handle({ request, response, visitor }) {
        const { session } = visitor ?? {};
        if (visitor === undefined || session === undefined) {
          throw new AppError("bad-request", "You are not signed in.");
        }
        const { cookie, elsewhere } = await signIn.end(request, { ...visitor, session });
        signedOut(visitor);
        response.setHeader("set-cookie", cookie);
        return { json: { done: true, elsewhere } };
      },
    }),
  ];
}
