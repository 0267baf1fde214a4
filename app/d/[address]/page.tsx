// The page of one document: /d/<slug>-<id>, where only the id counts. Asks the sync server for the title,
// so that the heading stands in the first HTML; where nobody answers the page opens with this browser's copy.

import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { cache } from "react";
import type { DocSummary } from "../../../lib/api.ts";
import { type DocId, parseAddress } from "../../../lib/names.ts";
import { en } from "../../_words/en.ts";
import { DocumentPage } from "../_page/document-page.tsx";
import type { Standing } from "../_page/use-document.ts";

/** The shell must not wait for a server that hangs. */
const ANSWER_MS = 2_500;

interface Props {
  readonly params: Promise<{ readonly address: string }>;
}

type Known =
  | { readonly state: "known"; readonly title: string; readonly standing: Standing | undefined }
  | { readonly state: "unknown" | "none" };

/** `none`: the server says that there is no such document. `unknown`: it did not say anything. */
const ask = cache(async (id: DocId): Promise<Known> => {
  const server = process.env.SYNC_URL;
  if (server === undefined || server === "") return { state: "unknown" };
  try {
    const cookie = (await headers()).get("cookie");
    const response = await fetch(`${server.replace(/\/+$/, "")}/api/docs/${id}`, {
      cache: "no-store",
      headers: { accept: "application/json", ...(cookie === null ? {} : { cookie }) },
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    if (response.status === 404 || response.status === 410) return { state: "none" };
    if (!response.ok) return { state: "unknown" };
    const { doc } = (await response.json()) as { readonly doc?: Partial<DocSummary> };
    const standing = doc?.role === undefined ? undefined : { role: doc.role, locked: doc.locked === true };
    return { state: "known", title: typeof doc?.title === "string" ? doc.title : "", standing };
  } catch {
    return { state: "unknown" };
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const id = parseAddress((await params).address);
  if (id === undefined) return { title: en.lost.title };
  const known = await ask(id);
  if (known.state === "none") return { title: en.lost.title };
  return { title: known.state === "known" && known.title !== "" ? known.title : en.ui.untitled };
}

export default async function Page({ params }: Props) {
  const id = parseAddress((await params).address);
  if (id === undefined) notFound();
  const known = await ask(id);
  if (known.state === "none") notFound();
  const { title = "", standing } = known.state === "known" ? known : {};
  return <DocumentPage key={id} id={id} initialTitle={title} initialStanding={standing} />;
}
