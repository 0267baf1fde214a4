// The page of one document: /d/<slug>-<id>, where only the id counts. Asks the sync server for title and
// text, so that both stand in the first HTML; where nobody answers the page opens with this browser's copy.

import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { parseAddress } from "../../../lib/names.ts";
import { ask } from "../../_reading/ask.ts";
import { en } from "../../_words/en.ts";
import { DocumentPage } from "../_page/document-page.tsx";

interface Props {
  readonly params: Promise<{ readonly address: string }>;
  readonly searchParams: Promise<{ readonly from?: string | string[] }>;
}

/** Which part of a long text is asked for, by whoever reads without JavaScript. */
async function fromOf(searchParams: Props["searchParams"]): Promise<number> {
  const from = Number((await searchParams).from ?? 0);
  return Number.isSafeInteger(from) && from > 0 && from < 1_000_000 ? from : 0;
}

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const id = parseAddress((await params).address);
  if (id === undefined) return { title: en.lost.title };
  const known = await ask(id, await fromOf(searchParams));
  if (known.state !== "known") return { title: known.state === "none" ? en.lost.title : en.ui.untitled };
  const title = known.title.trim() === "" ? en.ui.untitled : known.title;
  // The layout says "noindex"; only the owner's word lifts it (lib/policy.ts).
  if (!known.findable) return { title };
  return { title, description: known.excerpt, robots: { index: true, follow: true } };
}

export default async function Page({ params, searchParams }: Props) {
  const id = parseAddress((await params).address);
  if (id === undefined) notFound();
  const from = await fromOf(searchParams);
  const known = await ask(id, from);
  if (known.state === "none") notFound();
  const { title = "", standing, reading } = known.state === "known" ? known : {};
  return (
    <DocumentPage
      key={id}
      id={id}
      initialTitle={title}
      initialStanding={standing}
      reading={reading}
      from={from}
    />
  );
}
