// Ports and readiness: is this one free, give me a free one, wait until that address answers.
// Used by start, dev and the end-to-end tests' stack.

import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { Plain } from "./_house.mjs";

const POLL_MS = 50;
const [FIRST_PORT, LAST_PORT] = [20_000, 32_000];
/** So many taken ones in a row: the machine is no ordinary one. */
const MAX_TRIES = 50;

/** Resolves when the port can be taken; throws one plain line where it cannot. 0 is always free. */
export async function checkPort(port, host) {
  try {
    await listenOnce(port, host);
  } catch (error) {
    if (error.code === "EADDRINUSE") {
      throw new Plain(
        `Port ${port} is taken: another program listens on ${host}:${port}. Stop it, or choose another port: PORT=${port + 1} npm start`,
      );
    }
    if (error.code === "EACCES") {
      throw new Plain(
        `Port ${port} may not be used by this user. Choose one above 1024: PORT=3000 npm start`,
      );
    }
    throw new Plain(
      `Cannot listen on ${host}:${port} (${error.code ?? error.message}). Check HOST and PORT.`,
    );
  }
}

/**
 * A port that is free, and that stays so until it is used: below those that systems give to connections of their own
 * (from 32768 or 49152 on), of which a browser opens hundreds.
 */
export async function freePort(host = "127.0.0.1") {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    try {
      return await listenOnce(randomInt(FIRST_PORT, LAST_PORT), host);
    } catch (error) {
      if (error.code !== "EADDRINUSE" && error.code !== "EACCES") throw error;
    }
  }
  return listenOnce(0, host);
}

function listenOnce(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port, host, exclusive: true }, () => {
      const { port: actual } = server.address();
      server.close(() => resolve(actual));
    });
  });
}

/**
 * Waits until `url` answers with a status that `isGood` accepts. `until` is a promise that ends the
 * wait early (a child that died); the answer is then its value, else `undefined`.
 */
export async function waitForAnswer(url, { isGood = (status) => status < 500, until, timeoutMs }) {
  const deadline = performance.now() + timeoutMs;
  const ended = until?.then((value) => ({ value }));
  let last = "no answer";
  while (performance.now() < deadline) {
    const attempt = fetch(url, { redirect: "manual", signal: AbortSignal.timeout(timeoutMs) }).then(
      async (answer) => {
        await answer.body?.cancel();
        return isGood(answer.status) ? "good" : `status ${answer.status}`;
      },
      (error) => error.cause?.code ?? error.message,
    );
    const first = await (ended ? Promise.race([attempt, ended]) : attempt);
    if (typeof first === "object") return first.value;
    if (first === "good") return undefined;
    last = first;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Plain(`${url} was not ready within ${timeoutMs / 1000} s (${last}).`);
}

/** How a host is written in an address that this machine itself opens. */
export function hostForUrl(host) {
  if (host === "0.0.0.0" || host === "") return "127.0.0.1";
  if (host === "::" || host === "::0") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}
