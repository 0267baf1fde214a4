// The page for a browser that could not sign in: a sentence and two ways on. Called by features/me.ts.
// It needs no script and no web app, brings its few lines of style, and holds no word that came from outside.

import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { SIGN_IN_PATH, type SignInProblem } from "../sign-in.ts";

/** It stands where a page of the web app would: the same paper, ink and margins, with the device's own fonts. */
const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; padding: 0 1rem; background: light-dark(#fcfbf8, #15171f); color: light-dark(#1b1e2b, #e8e5de);
  font: 0.875rem/1.43 ui-sans-serif, system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
main { max-width: 60rem; margin: 26vh auto 0; }
h1 { margin: 0 0 0.5rem; font: 600 1.625rem/1.3 Charter, "Iowan Old Style", Georgia, "Times New Roman", serif; }
p { max-width: 23rem; margin: 0 0 1.25rem; color: light-dark(#535766, #b7b5b1); }
nav { display: flex; flex-wrap: wrap; gap: 0.75rem; }
a { padding: 0.375rem 0.75rem; border: 1px solid light-dark(#868379, #737888); border-radius: 0.375rem;
  color: inherit; font-weight: 500; text-decoration: none; }
a:hover { background: light-dark(#ebe8e1, #2f3442); }
a:focus-visible { outline: 2px solid light-dark(#2b4a9e, #a5b9f4); outline-offset: 2px; }
a:first-child { border-color: transparent; background: light-dark(#2b4a9e, #526ecc); color: #fff; }
a:first-child:hover { background: light-dark(#1f3878, #4560bc); }
@media (pointer: coarse) { a { padding: 0.75rem 1rem; } }
`;
/** Nothing but these lines of style. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** False where a program asked: it gets JSON like every problem. */
export const wantsPage = ({ headers: { accept } }: IncomingMessage): boolean =>
  accept?.includes("text/html") ?? false;

export function sendPage(response: ServerResponse, { status, message }: SignInProblem): void {
  const body = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not signed in – Concord</title><style>${STYLE}</style></head>
<body><main><h1>You are not signed in</h1><p>${escaped(message)}</p>
<nav aria-label="Ways on"><a href="${SIGN_IN_PATH}">Sign in</a><a href="/">All documents</a></nav></main></body>
</html>
`;
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": POLICY,
  });
  response.end(body);
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
