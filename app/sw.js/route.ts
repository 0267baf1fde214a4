// The service worker's script, /sw.js: made by the build (scripts/_worker.mjs), read here once. A development
// server has none, so that nothing old is ever shown while somebody works on the pages.

import { readFile } from "node:fs/promises";
import { join } from "node:path";

export const dynamic = "force-dynamic";

let script: Promise<string | undefined> | undefined;

export async function GET(): Promise<Response> {
  script ??=
    process.env.NODE_ENV === "production"
      ? readFile(join(/* turbopackIgnore: true */ process.cwd(), ".next", "sw.js"), "utf8").catch(
          () => undefined,
        )
      : Promise.resolve(undefined);
  const text = await script;
  if (text === undefined) return new Response("There is no service worker here.\n", { status: 404 });
  return new Response(text, {
    headers: {
      "content-type": "text/javascript; charset=utf-8",
      // Asked for anew each time: this is how browsers learn of a new version.
      "cache-control": "no-cache",
    },
  });
}
