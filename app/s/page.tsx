// The page that opens a link: /s#<secret>. The secret stands behind the #, so it reaches no server log and
// no referrer; the browser takes it from there. Nothing about the document is known before it is opened.

import type { Metadata } from "next";
import { en } from "../_words/en.ts";
import { OpenLink } from "./open-link.tsx";

export const metadata: Metadata = {
  title: en.sharing.open.pageTitle,
  robots: { index: false, follow: false },
  referrer: "no-referrer",
};

export default function Page() {
  return <OpenLink />;
}
