// The address of a document that is not there for whoever asks: unknown and forbidden look alike. Shown when
// the page of the document says notFound().

import type { Metadata } from "next";
import { access } from "../../_words/access.ts";
import { Closed } from "../_page/closed.tsx";

export const metadata: Metadata = { title: access.closed.title };

export default function NotFound() {
  return <Closed />;
}
