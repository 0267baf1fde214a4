// The visitor's own things: name and colour, and personal tokens for programs. Called by HTTP.

import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Me, TokenInfo } from "../../lib/api.ts";
import { AppError } from "../../lib/errors.ts";
import type { UserId } from "../../lib/names.ts";
import { parsePerson } from "../../lib/people.ts";
import { hashOf, TOKEN_PREFIX, type Visitor } from "../access/identity.ts";
import type { People } from "../documents/people.ts";
import type { Clock } from "../ops/clock.ts";
import type { Store } from "../store/store.ts";
import { type Route, route } from "./feature.ts";
import { done, me, person, token } from "./schemas.ts";

const MAX_TOKENS = 20;
const TOKEN_BYTES = 24;

export interface MeEnv {
  readonly store: Store;
  readonly people: People;
  readonly clock: Clock;
  readonly canSignIn: boolean;
  readonly mayCreate: (visitor: Visitor) => boolean;
  /** Presence is stamped anew. */
  readonly renamed: (user: UserId) => void;
}

export function meRoutes({ store, people, clock, canSignIn, mayCreate, renamed }: MeEnv): readonly Route[] {
  const someone = (visitor: Visitor | undefined): Visitor => {
    if (visitor === undefined) throw new AppError("unauthenticated", "Your browser did not say who it is.");
    return visitor;
  };

  const about = async (visitor: Visitor): Promise<Me> => ({
    id: people.publicId(visitor.user),
    person: await people.of(visitor.user),
    signedIn: visitor.session !== undefined,
    canSignIn,
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
        }
        return { json: { done: true } };
      },
    }),
  ];
}
