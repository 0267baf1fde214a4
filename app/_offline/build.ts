// Which build this is, for the page to compare with what the service worker has. Read once, on the server;
// called by the layout. Empty in development, where no worker is wanted.

import { readFileSync } from "node:fs";
import { join } from "node:path";

let known: string | undefined;

export function buildVersion(): string {
  if (process.env.NODE_ENV !== "production") return "";
  try {
    known ??= readFileSync(
      join(/* turbopackIgnore: true */ process.cwd(), ".next", "BUILD_ID"),
      "utf8",
    ).trim();
  } catch {
    // The pages are being built just now.
    return "";
  }
  return known;
}
