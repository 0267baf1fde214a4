// The description of the API against the API: every route is described, every description is true. Each
// operation is called for real, and what it answers is held against the schema that was served.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { route } from "../../sync-server/features/feature.ts";
import { type ApiDescription, describeApi, type Operation } from "../../sync-server/http/openapi.ts";
import { type IdentityProvider, startIdentityProvider } from "../support/identity-provider.ts";
import { type Running, startServer } from "../support/server.ts";
import { type Reply, Visitor } from "../support/visitor.ts";

type Schema = Record<string, unknown>;

interface Ready {
  readonly owner: Visitor;
  readonly running: Running;
  doc(): Promise<string>;
}

interface Recipe {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
}

/**
 * What a call needs to succeed, by operation. `{id}` is a new document of the caller's where nothing else is
 * said, and a body is `{}`. A new route whose happy answer needs more gets a line here.
 */
const RECIPES: Readonly<Record<string, (ready: Ready) => Promise<Recipe> | Recipe>> = {
  postImport: () => ({ query: "as=md", body: "# A title" }),
  getDocs: () => ({ query: "view=mine&order=title&limit=5&q=a" }),
  postDocsIdDocumentRename: () => ({ body: { title: "A title" } }),
  postDocsIdDocumentForget: async ({ owner, running }) => {
    const other = new Visitor(running);
    const id = (await other.create()).id;
    await owner.open((await other.link(id, "view")).secret);
    return { params: { id } };
  },
  postDocsIdDocumentDelete: async ({ owner, doc }) => {
    const id = await doc();
    await owner.post(`/api/docs/${id}/document/trash`);
    return { params: { id } };
  },
  getDocsIdSharing: async ({ owner, running, doc }) => {
    const id = await doc();
    const { secret } = await owner.link(id, "view", { label: "Everybody", expires: Date.now() + 60_000 });
    const guest = new Visitor(running);
    await guest.me();
    await guest.open(secret);
    return { params: { id } };
  },
  postDocsIdSharingAddLink: () => ({ body: { role: "edit", label: "Class", password: "x" } }),
  postDocsIdSharingChangeLink: async ({ owner, doc }) => {
    const id = await doc();
    return { params: { id }, body: { link: (await owner.link(id, "view")).id, role: "edit" } };
  },
  postDocsIdSharingEndLink: () => ({ body: { link: "none" } }),
  postDocsIdSharingSetRole: (ready) => withGuest(ready, { role: "view" }),
  postDocsIdSharingHandOver: (ready) => withGuest(ready, {}),
  postDocsIdSharingSet: () => ({ body: { locked: true } }),
  postDocsIdFiles: () => ({ query: "name=a.txt", body: "some bytes" }),
  getDocsIdFilesFile: async ({ owner, doc }) => {
    const id = await doc();
    const stored = await owner.ask("POST", `/api/docs/${id}/files?name=a.txt`, "some bytes");
    return { params: { id, file: stored.json.file.file } };
  },
  postLinksOpen: async ({ owner, doc }) => ({
    body: { secret: (await owner.link(await doc(), "view")).secret },
  }),
  postMe: () => ({ body: { name: "Mona", hue: 1 } }),
  getMeTokens: async ({ owner }) => {
    await owner.post("/api/me/tokens", { name: "a", expires: Date.now() + 60_000 });
    return {};
  },
  postMeTokens: () => ({ body: { name: "a program" } }),
  postMeTokensEnd: () => ({ body: { id: "none" } }),
};

async function withGuest({ owner, running, doc }: Ready, more: object): Promise<Recipe> {
  const id = await doc();
  const guest = new Visitor(running);
  await guest.me();
  await guest.open((await owner.link(id, "comment")).secret);
  return { params: { id }, body: { person: (await guest.me()).id, ...more } };
}

let provider: IdentityProvider;
let running: Running;
let api: ApiDescription;

beforeAll(async () => {
  provider = await startIdentityProvider();
  running = await startServer({ access: "links", signIn: provider.settings });
  api = (await new Visitor(running).get("/api/openapi.json")).json;
});

afterAll(async () => {
  await running.server.close();
  await provider.close();
});

const operationsOf = ({ paths }: ApiDescription) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

/** What a description must say, and does not. */
function gapsOf(description: ApiDescription): string[] {
  const gaps: string[] = [];
  const ids = new Set<string>();
  for (const { path, method, operation } of operationsOf(description)) {
    const lacks = (what: string) => gaps.push(`${method.toUpperCase()} ${path} lacks ${what}`);
    if (!/^[A-Z]/.test(operation.summary)) lacks("a summary");
    const success = Object.keys(operation.responses).filter((status) => status !== "default");
    if (success.length === 0) lacks("an answer");
    if (operation.responses.default === undefined) lacks("the shape of problems");
    if (ids.has(operation.operationId)) lacks("an id of its own");
    ids.add(operation.operationId);
    const named = operation.parameters.filter((one) => one.in === "path").map(({ name }) => `{${name}}`);
    if ((path.match(/\{\w+\}/g) ?? []).join() !== named.join()) lacks("its parameters");
  }
  return gaps;
}

/** The schema of a JSON answer, with what it refers to put in its place. */
function schemaOf(operation: Operation, status: number): { type: string; schema: Schema | undefined } {
  const found = operation.responses[status < 300 ? "2XX" : String(status)] ?? operation.responses.default;
  const named = (reference: unknown) => String(reference).split("/").at(-1) ?? "";
  const components = api.components as Record<string, Record<string, Schema>>;
  const response = (found?.$ref ? components.responses?.[named(found.$ref)] : found) as Schema;
  const [[type, media] = ["", { schema: undefined }]] = Object.entries(
    (response.content ?? {}) as Record<string, { schema: Schema }>,
  );
  const schema = media.schema?.$ref ? components.schemas?.[named(media.schema.$ref)] : media.schema;
  return { type, schema };
}

function check(operation: Operation, { status, json, headers }: Reply): void {
  const { type, schema } = schemaOf(operation, status);
  if (status === 302) return expect(headers.get("location")).toBeTruthy();
  expect(headers.get("content-type")?.split(";")[0]).toBe(type);
  if (schema === undefined || type !== "application/json") return expect(typeof json).toBe("string");
  const held = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(json);
  expect(held.error?.issues ?? []).toEqual([]);
}

/** A stream never ends by itself: its first bytes are enough. */
async function firstWords(visitor: Visitor, path: string): Promise<Reply> {
  const response = await fetch(`${running.http}${path}`, { headers: { cookie: visitor.cookie } });
  const reader = response.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  await reader?.cancel();
  return { status: response.status, json: new TextDecoder().decode(value), headers: response.headers };
}

async function call(path: string, method: string, operation: Operation): Promise<Reply> {
  const owner = new Visitor(running);
  await owner.me();
  const doc = async () => (await owner.create()).id;
  const recipe = (await RECIPES[operation.operationId]?.({ owner, running, doc })) ?? {};
  let address = path;
  for (const [, name = ""] of path.matchAll(/\{(\w+)\}/g)) {
    address = address.replace(`{${name}}`, recipe.params?.[name] ?? (name === "id" ? await doc() : "none"));
  }
  if (recipe.query !== undefined) address += `?${recipe.query}`;
  const streams = schemaOf(operation, 200).type === "text/event-stream";
  if (streams) return firstWords(owner, address);
  const body = operation.requestBody === undefined ? undefined : (recipe.body ?? {});
  return owner.ask(method.toUpperCase(), address, body);
}

describe("the description", () => {
  it("is OpenAPI 3.1 and says of every route what it takes and gives", () => {
    expect(api.openapi).toBe("3.1.0");
    expect(Object.keys(api.paths)).toContain("/api/openapi.json");
    expect(Object.keys(api.paths)).toContain("/api/docs/{id}/sharing/add-link");
    expect(gapsOf(api)).toEqual([]);
  });

  it("would not pass with a route that says too little", () => {
    const handle = () => ({ json: {} });
    const answer = z.object({});
    const silent = [
      route({ method: "GET", path: "/api/a", summary: "Something", handle }),
      route({ method: "POST", path: "/api/b", summary: "", answer, handle }),
      route({ method: "POST", path: "/api/c/:thing", summary: "Fine", answer, handle }),
    ];
    expect(gapsOf(describeApi(silent))).toEqual([
      "GET /api/a lacks an answer",
      "POST /api/b lacks a summary",
    ]);
  });

  it("says what a query and a body may hold", () => {
    const list = api.paths["/api/docs"]?.get;
    const limit = list?.parameters.find(({ name }) => name === "limit");
    expect(limit).toMatchObject({
      in: "query",
      required: false,
      schema: { type: "integer", minimum: 1, maximum: 200, default: 50 },
    });
    const add = api.paths["/api/docs/{id}/sharing/add-link"]?.post;
    expect(add?.requestBody).toMatchObject({
      content: {
        "application/json": {
          schema: { required: ["role"], properties: { role: { enum: ["view", "comment", "edit"] } } },
        },
      },
    });
    expect(add?.parameters).toMatchObject([{ name: "id", in: "path", required: true }]);
  });

  it("knows answers that are no JSON: a stream, a way to somewhere else", () => {
    expect(Object.keys((api.paths["/api/events"]?.get?.responses["2XX"]?.content ?? {}) as object)).toEqual([
      "text/event-stream",
    ]);
    expect(Object.keys(api.paths["/api/sign-in"]?.get?.responses ?? {})).toEqual(["302", "default"]);
  });
});

describe("every operation", () => {
  it("answers as described, for somebody who may", async () => {
    const never: string[] = [];
    for (const { path, method, operation } of operationsOf(api)) {
      if (SIGNED_IN.has(operation.operationId)) continue;
      const reply = await call(path, method, operation);
      check(operation, reply);
      const happened = reply.status < 400;
      if (!happened) never.push(`${operation.operationId}: ${reply.status} ${JSON.stringify(reply.json)}`);
    }
    // A route that only ever refused was not held against anything: give it a line in RECIPES.
    expect(never).toEqual([]);
  });

  it("of signing in and out answers as described", async () => {
    const at = (path: string, method: string) => api.paths[path]?.[method] as Operation;
    const owner = new Visitor(running);
    check(at("/api/sign-in/callback", "get"), await owner.get("/api/sign-in/callback"));
    check(at("/api/sign-out", "post"), await owner.post("/api/sign-out"));
    const begun = await owner.get("/api/sign-in");
    check(at("/api/sign-in", "get"), begun);
    const consent = await fetch(begun.headers.get("location") ?? "", { redirect: "manual" });
    const back = new URL(consent.headers.get("location") ?? "");
    const flow = begun.headers.getSetCookie().find((one) => one.startsWith("concord-sign-in=")) ?? "";
    const cookie = flow.split(";", 1)[0] ?? "";
    const arrived = await owner.ask("GET", `${back.pathname}${back.search}`, undefined, { cookie });
    check(at("/api/sign-in/callback", "get"), arrived);
    owner.cookie =
      arrived.headers
        .getSetCookie()
        .find((one) => one.startsWith("concord="))
        ?.split(";", 1)[0] ?? "";
    expect((await owner.me()).signedIn).toBe(true);
    const out = await owner.post("/api/sign-out");
    expect(out.status).toBe(200);
    check(at("/api/sign-out", "post"), out);
  });

  it("answers nonsense with a problem, and never with a failure of its own", async () => {
    for (const { path, method, operation } of operationsOf(api)) {
      const stranger = new Visitor(running);
      const address = path.replace(/\{\w+\}/g, "nonsense");
      if (schemaOf(operation, 200).type === "text/event-stream") continue;
      for (const body of operation.requestBody === undefined ? [undefined] : [{ a: 1 }, [], "no json"]) {
        const reply = await stranger.ask(method.toUpperCase(), address, body);
        expect([path, reply.status < 500]).toEqual([path, true]);
        check(operation, reply);
      }
    }
  });
});

/** They need a browser that comes back from somewhere else: tried by hand above. */
const SIGNED_IN = new Set(["getSignIn", "getSignInCallback", "postSignOut"]);
