// The page for a browser that could not sign in: a sentence and two ways on. Called by features/me.ts.
// It needs no script, no style and no web app, and holds no word that came from outside.

import type { IncomingMessage, ServerResponse } from "node:http";
import { SIGN_IN_PATH, type SignInProblem } from "../sign-in.ts";

/** False where a program asked: it gets JSON like every problem. */
export const wantsPage = ({ headers: { accept } }: IncomingMessage): boolean =>
  accept?.includes("text/html") ?? false;

export function sendPage(response: ServerResponse, { status, message }: SignInProblem): void {
  const body = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>Not signed in – Concord</title></head>
<body><main><h1>You are not signed in</h1><p>${escaped(message)}</p>
<p><a href="${SIGN_IN_PATH}">Sign in</a> · <a href="/">All documents</a></p></main></body>
</html>
`;
  response.writeHead(status, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
  response.end(body);
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
