// The configuration: the only reader of the environment. Refuses nonsense at start, with a list of what
// is wrong and what would be right. Called by main.ts and cli.ts.

import { z } from "zod";
import { AppError } from "../lib/errors.ts";

const origin = z
  .string()
  .transform((text) => text.replace(/\/+$/, ""))
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    "an address such as https://docs.example.org",
  );

const flag = z.enum(["0", "1"]).transform((text) => text === "1");

/** A provider is spoken to over TLS; on this machine, for a try, without. */
const issuer = z.string().refine((text) => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash } = new URL(text);
  const local = hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
  return (protocol === "https:" || (protocol === "http:" && local)) && search === "" && hash === "";
}, "the https:// address of an identity provider, as it writes it itself");

const scopes = z
  .string()
  .transform((text) => [...new Set(["openid", ...text.split(/[\s,]+/).filter(Boolean)])].join(" "));

const REQUIRE_SIGN_IN = { "0": "nothing", create: "creating", "1": "everything" } as const;

const variables = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  DATA_DIR: z.string().min(1).default("./data"),
  PUBLIC_URL: origin.optional(),
  ACCESS: z.enum(["links", "open"]).default("links"),
  WEB_UPSTREAM: origin.optional(),
  ALLOWED_ORIGINS: z
    .string()
    .default("")
    .transform((text) =>
      text
        .split(",")
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .pipe(z.array(origin)),
  TRUST_PROXY: flag.default(false),
  HISTORY_FINE_DAYS: z.coerce.number().min(0).max(36_500).default(90),
  MAX_FILE_MB: z.coerce.number().min(0).max(2_000).default(25),
  MAX_FILES_MB: z.coerce.number().min(0).max(1_000_000).default(1_000),
  LOG_LEVEL: z.enum(["silent", "error", "warn", "info", "debug"]).default("info"),
  IDENTITY_SECRET: z
    .string()
    .min(32, "at least 32 characters, by chance: openssl rand -base64 32")
    .optional(),
  OIDC_ISSUER: issuer.optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_SCOPES: scopes.default("openid profile"),
  REQUIRE_SIGN_IN: z.enum(["0", "create", "1"]).default("0"),
});

const OIDC = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"] as const;

/** What is right by itself and wrong together. */
const schema = variables.superRefine((c, context) => {
  const complain = (name: keyof typeof c, message: string) =>
    context.addIssue({ code: "custom", path: [name], message });
  const given = OIDC.filter((name) => c[name] !== undefined);
  if (given.length > 0) {
    for (const name of OIDC) {
      if (c[name] === undefined) complain(name, `needed to sign in, because ${given.join(" and ")} is set`);
    }
    if (c.ACCESS === "open") complain("ACCESS", '"links", because with "open" there is nobody to sign in');
  }
  if (c.REQUIRE_SIGN_IN !== "0" && given.length === 0) {
    complain("REQUIRE_SIGN_IN", `"0", or set ${OIDC.join(", ")}: there is nowhere to sign in`);
  }
});

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly publicUrl: string | undefined;
  /** `links`: documents with unguessable addresses. `open`: any room name, a plain y-websocket server. */
  readonly access: "links" | "open";
  readonly webUpstream: string | undefined;
  readonly allowedOrigins: readonly string[];
  readonly trustProxy: boolean;
  /** Days for which the history keeps steps of a second; 0: for ever. */
  readonly historyFineDays: number;
  /** Bytes of one file, and of all files of one document; 0: no files. */
  readonly fileLimits: { readonly fileBytes: number; readonly docBytes: number };
  readonly logLevel: string;
  /** Signs identities; undefined: one is made and kept in the data folder. */
  readonly secret: string | undefined;
  /** OpenID Connect, where all of it is set. */
  readonly signIn:
    | {
        readonly issuer: string;
        readonly clientId: string;
        readonly clientSecret: string;
        readonly scopes: string;
      }
    | undefined;
  /** What guests are closed out of. */
  readonly requireSignIn: "nothing" | "creating" | "everything";
}

/** Throws `config/invalid` with one line for each variable that is wrong. Empty variables count as unset. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join(".")}: ${message}`);
    throw new AppError("config/invalid", `The configuration is not right:\n${lines.join("\n")}`);
  }
  const c = parsed.data;
  return {
    port: c.PORT,
    host: c.HOST,
    dataDir: c.DATA_DIR,
    publicUrl: c.PUBLIC_URL,
    access: c.ACCESS,
    webUpstream: c.WEB_UPSTREAM,
    allowedOrigins: c.ALLOWED_ORIGINS,
    trustProxy: c.TRUST_PROXY,
    historyFineDays: c.HISTORY_FINE_DAYS,
    fileLimits: { fileBytes: c.MAX_FILE_MB * 1_000_000, docBytes: c.MAX_FILES_MB * 1_000_000 },
    logLevel: c.LOG_LEVEL,
    secret: c.IDENTITY_SECRET,
    signIn:
      c.OIDC_ISSUER && c.OIDC_CLIENT_ID && c.OIDC_CLIENT_SECRET
        ? {
            issuer: c.OIDC_ISSUER,
            clientId: c.OIDC_CLIENT_ID,
            clientSecret: c.OIDC_CLIENT_SECRET,
            scopes: c.OIDC_SCOPES,
          }
        : undefined,
    requireSignIn: REQUIRE_SIGN_IN[c.REQUIRE_SIGN_IN],
  };
}
