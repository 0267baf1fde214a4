"use client";
// The home page: brand, search, you; the promise; one step; the list. Called by app/page.tsx.
// Everything here works without the server but making a new document, and says so.

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { addressOf } from "../../lib/names.ts";
import { useRecents } from "../_client/recents.ts";
import { Brand } from "../_ui/brand.tsx";
import { en } from "../_words/en.ts";
import { Documents } from "./documents.tsx";
import { entriesOf, found } from "./entries.ts";
import style from "./home.module.css";
import { MeButton } from "./me-dialog.tsx";
import { NewDocument } from "./new-document.tsx";
import { Search } from "./search.tsx";
import { useDocs } from "./use-docs.ts";
import { useNow } from "./use-now.ts";

export function Home() {
  const router = useRouter();
  const [query, setQuery] = useState("");
  const recents = useRecents();
  const docs = useDocs(recents);
  const now = useNow();
  const all = recents === undefined ? [] : entriesOf(recents, docs.answer, docs.problem === undefined);
  const shown = found(all, query);

  const openFirst = () => {
    const first = shown[0];
    if (query.trim() !== "" && first !== undefined) router.push(addressOf(first.id, first.title));
  };

  return (
    <>
      <header className={style.bar}>
        <Link href="/" className={style.brand} aria-label={en.product}>
          <Brand name />
        </Link>
        <Search query={query} onQuery={setQuery} onEnter={openFirst} />
        <MeButton />
      </header>
      <main id="content" tabIndex={-1} className={style.main}>
        <section className={style.promise}>
          <h1>{en.promise}</h1>
          <NewDocument />
        </section>
        {recents === undefined || now === undefined ? null : (
          <Documents
            all={all}
            shown={shown}
            query={query.trim()}
            now={now}
            docs={docs}
            onShowAll={() => setQuery("")}
          />
        )}
      </main>
    </>
  );
}
