// A wrong address, or a document that is gone. Shown for unknown paths and by notFound() anywhere.

import type { Metadata } from "next";
import { PlainPage } from "./_home/plain-page.tsx";
import { LinkButton } from "./_ui/button.tsx";
import { en } from "./_words/en.ts";

export const metadata: Metadata = { title: en.lost.title };

export default function NotFound() {
  return (
    <PlainPage
      title={en.lost.title}
      text={en.lost.text}
      action={<LinkButton href="/">{en.ui.allDocuments}</LinkButton>}
    />
  );
}
