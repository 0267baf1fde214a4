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

const schema = z.object({
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
  LOG_LEVEL: z.enum(["silent", "error", "warn", "info", "debug"]).default("info"),
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
  readonly logLevel: string;
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
    logLevel: c.LOG_LEVEL,
  };
}
