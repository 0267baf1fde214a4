// The frame of every page: language, theme before the first paint, fonts, skip link, tooltips, toasts.
// Each page brings its own header and a <main id="content" tabIndex={-1}>, the target of the skip link.

import "./_styles/tokens.css";
import "./_styles/fonts.css";
import "./_styles/base.css";
import "./_styles/people.css";

import interLatin from "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2";
import serifLatin from "@fontsource-variable/source-serif-4/files/source-serif-4-latin-opsz-normal.woff2";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { preload } from "react-dom";
import { MeFollower } from "./_client/me-sync.ts";
import { ThemeFollower } from "./_client/theme.ts";
import { ThemeScript } from "./_client/theme-script.tsx";
import { buildVersion } from "./_offline/build.ts";
import { Keeper } from "./_offline/keeper.tsx";
import { BUILD_META } from "./_offline/plan.ts";
import { PAPER } from "./_styles/paper.ts";
import { Toasts } from "./_ui/toast.tsx";
import { en } from "./_words/en.ts";

export const metadata: Metadata = {
  title: { default: en.product, template: `%s – ${en.product}` },
  description: en.promise,
  applicationName: en.product,
  // A document may be let be found by its owner (app/d): everything else is nobody's business.
  robots: { index: false, follow: false },
  formatDetection: { telephone: false, date: false, address: false, email: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  // The dock stands on the keyboard, the page behind it keeps its height.
  interactiveWidget: "resizes-visual",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: PAPER.light },
    { media: "(prefers-color-scheme: dark)", color: PAPER.dark },
  ],
};

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  // Made for every request by the sync server, which also says so to the browser (http/headers.ts). Asking
  // for it makes every page one that is drawn when it is wanted: a page drawn beforehand has no nonce.
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  for (const font of [interLatin, serifLatin]) {
    preload(font, { as: "font", type: "font/woff2", crossOrigin: "anonymous" });
  }
  return (
    // The theme script writes data-theme before React sees the page.
    <html lang="en" suppressHydrationWarning>
      <head>
        <ThemeScript nonce={nonce} />
        <meta name={BUILD_META} content={buildVersion()} />
      </head>
      <body>
        <a className="skip" href="#content">
          {en.ui.skip}
        </a>
        {children}
        <Toasts />
        <ThemeFollower />
        <MeFollower />
        <Keeper />
      </body>
    </html>
  );
}
