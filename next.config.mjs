// How Next builds and serves the web app. Read by `next dev`, `next build` and `next start`.
// It writes nothing into the checkout but .next and next-env.d.ts, and tells nobody anything.

/**
 * What joins the editor to the document: "own" (app/_editor/binding), or "stock", the one that comes with Tiptap.
 * Documents are the same under either.
 * @type {"own" | "stock"}
 */
export const BINDING = "own";

/** What stands in for what under either. A test holds that "stock" leads there (test/editor/stock-switch.test.ts). */
export const ALIASES_OF_BINDING = {
  own: {
    // 4 kB of the stock binding, until one can write.
    "@tiptap/y-tiptap": { browser: "./app/_editor/y-tiptap-part.ts" },
    // 1 kB for marks that may stand beside themselves, of which there are none.
    "lib0/hash/sha256": { browser: "./app/_editor/binding/no-hash.ts" },
  },
  stock: { "./binding/bound.ts": "./app/_editor/binding/stock.ts" },
};

/** @type {import("next").NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Behind the sync server's door nobody else compresses; a proxy that does may pass this through.
  compress: true,
  devIndicators: false,
  // Next would write files of its own into the checkout.
  agentRules: false,
  // `npm test` checks the types of everything; a red test must not keep the app from starting.
  typescript: { ignoreBuildErrors: true },
  // Pictures are served as they were stored; there is no optimiser to feed.
  images: { unoptimized: true },
  // In development the page comes through the sync server's port, under either name of this machine.
  allowedDevOrigins: ["127.0.0.1", "localhost"],
  // The checkout is the root, whatever lockfiles lie above it.
  turbopack: {
    root: import.meta.dirname,
    rules: {
      // 15 kB of exports that nobody asks for, in every page (test/app/next-esm.test.ts).
      "**/next/dist/{client,shared,lib}/**/*.js": {
        condition: { all: ["browser", "production"] },
        loaders: ["./scripts/_next-esm.cjs"],
      },
    },
    // What no browser runs, and the page would carry.
    resolveAlias: {
      // 7 kB of Node's Buffer, in every page.
      buffer: { browser: "./app/_client/no-buffer.ts" },
      "node:buffer": { browser: "./app/_client/no-buffer.ts" },
      "next/dist/compiled/buffer": { browser: "./app/_client/no-buffer.ts" },
      // 1 kB of its `process`, and of what browsers have had for years, in every page.
      process: { browser: "./app/_client/no-process.ts" },
      "next/dist/build/polyfills/process": { browser: "./app/_client/no-process.ts" },
      "../build/polyfills/polyfill-module": { browser: "./app/_client/polyfills.ts" },
      // 3 kB of a log in colours, in every document.
      "lib0/logging": { browser: "./app/_client/plain-log.ts" },
      // 1 kB of questions to a process that is not there, by its own name and by that under which lib0 has it.
      "lib0/environment": { browser: "./app/_client/in-a-browser.ts" },
      "./environment.js": { browser: "./app/_client/in-a-browser.ts" },
      // 1 kB of talk between tabs, which the line to the server does without.
      "lib0/broadcastchannel": { browser: "./app/_client/no-broadcast.ts" },
      ...ALIASES_OF_BINDING[BINDING],
    },
  },
};

export default config;
