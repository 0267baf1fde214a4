// The description of the API, made from the routes and the very schemas that check them: OpenAPI 3.1.
// Called once by server.ts, which serves it at /api/openapi.json. What a route does not say is missing
// here, and test/access/openapi.test.ts fails.

import { z } from "zod";
import type { Route } from "../features/feature.ts";
import { docId, problemShape } from "../features/schemas.ts";

/** Grows with changes that break programs; what is only added does not count. */
const API_VERSION = "1";

/** Parts of a path that mean the same everywhere; others are described as text. */
const PARAMETERS: Readonly<Record<string, z.ZodType>> = { id: docId };

type Json = { readonly [key: string]: unknown };

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly parameters: readonly Json[];
  readonly requestBody?: Json;
  readonly security?: readonly Json[];
  readonly responses: Readonly<Record<string, Json>>;
}

export interface ApiDescription {
  readonly openapi: string;
  readonly info: Json;
  readonly servers: readonly Json[];
  readonly security: readonly Json[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Json;
}

export function describeApi(routes: readonly Route[]): ApiDescription {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const one of routes) {
    const path = one.path.replace(/:(\w+)/g, "{$1}");
    const operations = paths[path] ?? {};
    operations[one.method.toLowerCase()] = operationOf(one);
    paths[path] = operations;
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Concord",
      version: API_VERSION,
      description:
        "Documents, people and links. Requests that change something need no Origin, or that of a page of this server. Bodies are JSON. Commands are safe to repeat unless they make something.",
    },
    servers: [{ url: "/" }],
    // A browser has its cookie; programs show a token. Either is enough.
    security: [{ cookie: [] }, { token: [] }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problemShape, "output") },
      responses: {
        Problem: {
          description: "What is wrong: a code that stays, and a sentence for people",
          content: json({ $ref: "#/components/schemas/Problem" }),
        },
      },
      securitySchemes: {
        cookie: { type: "apiKey", in: "cookie", name: "concord" },
        token: { type: "http", scheme: "bearer", description: "Made at POST /api/me/tokens" },
      },
    },
  };
}

function operationOf({ method, path, summary, query, body, takes, answer }: Route): Operation {
  const parts = path.split("/").filter(Boolean);
  const names = parts.flatMap((part) => (part.startsWith(":") ? [part.slice(1)] : []));
  return {
    operationId: operationId(method, parts),
    summary,
    tags: [(parts[0] === "api" && parts[1]?.replace(/\..*$/, "")) || "health"],
    parameters: [...names.map(pathParameter), ...(query === undefined ? [] : queryParameters(query))],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: json(schemaOf(body, "input")) } }),
    ...(takes === undefined ? {} : { requestBody: { required: true, content: { [takes]: {} } } }),
    // Health is asked by machines that are nobody.
    ...(parts[0] === "api" ? {} : { security: [] }),
    responses: {
      ...(answer === undefined ? {} : success(schemaOf(answer, "output"))),
      default: { $ref: "#/components/responses/Problem" },
    },
  };
}

/** `POST /api/docs/:id/document/rename` becomes `postDocsIdDocumentRename`. */
const operationId = (method: string, parts: readonly string[]): string =>
  [
    method.toLowerCase(),
    ...parts.filter((part) => part !== "api").flatMap((part) => part.match(/\w+/g) ?? []),
  ]
    .map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("");

const pathParameter = (name: string): Json => ({
  name,
  in: "path",
  required: true,
  schema: schemaOf(PARAMETERS[name] ?? z.string(), "input"),
});

function queryParameters(query: z.ZodType): Json[] {
  const { properties = {}, required = [] } = schemaOf(query, "input") as {
    readonly properties?: Readonly<Record<string, Json>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: "query",
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema,
  }));
}

/** JSON, unless the schema says that it is text of another type, or that the browser is led elsewhere. */
function success(schema: Json): Record<string, Json> {
  const { redirect, contentMediaType: type, description = "Done", ...rest } = schema;
  if (redirect === true) {
    const location = { required: true, schema: { type: "string", format: "uri-reference" } };
    return { "302": { description, headers: { Location: location } } };
  }
  if (typeof type === "string") return { "2XX": { description, content: { [type]: { schema: rest } } } };
  return { "2XX": { description, content: json(rest) } };
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    target: "draft-2020-12",
    unrepresentable: "any",
  });
  return rest;
}

const json = (schema: Json): Json => ({ "application/json": { schema } });
