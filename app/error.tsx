"use client";
// A page that failed while it was drawn. Shown by Next in place of the page, inside the layout.

import { Broken } from "./_home/broken.tsx";

export default function ErrorPage(props: { error: unknown; retry: () => void }) {
  return <Broken {...props} />;
}
