"use client";
// The last page: the layout itself failed. It brings its own frame and needs nothing from anybody.

import "./_styles/tokens.css";
import "./_styles/fonts.css";
import "./_styles/base.css";

import { ThemeFollower } from "./_client/theme.ts";
import { ThemeScript } from "./_client/theme-script.tsx";
import { Broken } from "./_home/broken.tsx";
import { en } from "./_words/en.ts";

export default function GlobalError(props: { error: unknown; retry: () => void }) {
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        <title>{`${en.broken.title} – ${en.product}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <ThemeScript />
      </head>
      <body>
        <Broken {...props} />
        <ThemeFollower />
      </body>
    </html>
  );
}
