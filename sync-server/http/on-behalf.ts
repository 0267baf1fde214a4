// For whom the web app asks. It draws pages with the visitor's cookie, but from its own address: limits by
// address would count all readers as one. Called by server.ts: the front seals the address of whoever wants
// a page, the web app hands it back (app/_reading/ask.ts), and only what was sealed here is believed.

import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** Request header between the two processes; it never reaches a browser. */
export const ON_BEHALF = "x-on-behalf-of";
/** An address and its seal are far shorter. */
const MAX_CHARACTERS = 200;

export interface OnBehalf {
  seal(address: string): string;
  /** The address in a header, or `undefined` where this process has not sealed it. */
  open(header: string | readonly string[] | undefined): string | undefined;
}

export function createOnBehalf(key: Uint8Array = randomBytes(32)): OnBehalf {
  const sealOf = (address: string) => createHmac("sha256", key).update(address).digest();
  return {
    seal: (address) => `${sealOf(address).toString("base64url")} ${address}`,
    open(header) {
      if (typeof header !== "string" || header.length > MAX_CHARACTERS) return undefined;
      const space = header.indexOf(" ");
      const address = header.slice(space + 1);
      const seal = Buffer.from(header.slice(0, Math.max(space, 0)), "base64url");
      const right = sealOf(address);
      return seal.length === right.length && timingSafeEqual(seal, right) ? address : undefined;
    },
  };
}
