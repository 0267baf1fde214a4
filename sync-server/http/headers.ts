// The headers that keep browsers from harm, set here and nowhere else. Called by server.ts for every
// answer, and once more for what the web app answers. Next puts the nonce of the request's policy on its
// own scripts; the layout reads `x-nonce` for ours.

import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** 128 bits that nobody can guess, new for every page. */
const NONCE_BYTES = 16;
/** Seconds that a browser speaks to this name by TLS only: a year. */
const HSTS_SECONDS = 31_536_000;

/** Abilities that no page of ours uses. The microphone is for voice in a document, and asks first. */
const PERMISSIONS = [
  "microphone=(self)",
  ...[
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "midi",
    "payment",
    "serial",
    "usb",
    "xr-spatial-tracking",
  ].map((ability) => `${ability}=()`),
].join(", ");

/** Answers that are no pages: JSON, streams, a line of text. Nothing in them is ever run or framed. */
const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export interface HeadersEnv {
  readonly publicUrl: string | undefined;
  /** A development server runs code from strings. */
  readonly development?: boolean | undefined;
}

export interface Headers {
  /** For every answer, before anything else is known of it. */
  answer(response: ServerResponse): void;
  /** For what the web app will answer: a policy with a nonce, told to the browser and to the web app. */
  page(request: IncomingMessage, response: ServerResponse): void;
}

export function createHeaders({ publicUrl, development = false }: HeadersEnv): Headers {
  const always: Record<string, string> = {
    "content-security-policy": NOTHING,
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": PERMISSIONS,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
  if (publicUrl?.startsWith("https:")) always["strict-transport-security"] = `max-age=${HSTS_SECONDS}`;

  return {
    answer(response) {
      for (const name in always) response.setHeader(name, always[name] ?? "");
    },
    page(request, response) {
      const nonce = randomBytes(NONCE_BYTES).toString("base64");
      const policy = policyOf(nonce, development);
      response.setHeader("content-security-policy", policy);
      // What a visitor claims of these is overwritten.
      request.headers["content-security-policy"] = policy;
      request.headers["x-nonce"] = nonce;
    },
  };
}

const policyOf = (nonce: string, development: boolean): string =>
  [
    "default-src 'self'",
    // A script that was let in by the nonce may load its parts; 'self' is for browsers that do not know that.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    // The editor, its menus and React write style attributes, for which there is no nonce.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob: https:",
    "media-src 'self' blob:",
    // The service worker, and nothing from a string.
    "worker-src 'self'",
    // Includes WebSockets to this origin.
    "connect-src 'self'",
    "font-src 'self'",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
