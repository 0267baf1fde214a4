// What a feature brings: routes, with the schemas that check and describe them. Written by features,
// served by http/router.ts.

import type { IncomingMessage, ServerResponse } from "node:http";
import type { z } from "zod";
import type { Visitor } from "../access/identity.ts";

export interface Call<Body = unknown, Query = unknown> {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  /** `undefined` only where the server asks nobody who they are (ACCESS=open). */
  readonly visitor: Visitor | undefined;
  /** The address of the caller, for limits. */
  readonly address: string;
  /** For answers that are not JSON (a stream, a redirect): whoever takes it ends it. */
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

export interface Answer {
  readonly status?: number;
  readonly json: unknown;
}

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

interface RouteOf<Body, Query> {
  readonly method: Method;
  /** `/api/docs/:id` */
  readonly path: string;
  /** One line for the description of the API. */
  readonly summary: string;
  readonly body?: z.ZodType<Body>;
  readonly query?: z.ZodType<Query>;
  /** The body is bytes of this type, which `handle` reads from the request by itself, in pieces. */
  readonly takes?: string;
  /** What a 2xx answer holds. */
  readonly answer?: z.ZodType;
  /** `undefined`: the route has answered by itself. */
  handle(call: Call<Body, Query>): Promise<Answer | undefined> | Answer | undefined;
}

export type Route = RouteOf<unknown, unknown>;

/** Gives `handle` the types of its schemas. */
export const route = <Body = undefined, Query = undefined>(definition: RouteOf<Body, Query>): Route =>
  definition as Route;
