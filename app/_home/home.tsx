"use client";
// The home page: brand, search, you; the promise; one step; the lists. Called by app/page.tsx.
// Everything here works without the server but making a new document, and says so.

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { addressOf } from "../../lib/names.ts";
import { ImportFiles } from "../_features/porting/import-files.tsx";
import { Brand } from "../_ui/brand.tsx";
import { en } from "../_words/en.ts";
import { Documents } from "./documents.tsx";
import { firstRow, focusRow } from "./focus.ts";
import style from "./home.module.css";
import { MeButton } from "./me-button.tsx";
import { NewDocument } from "./new-document.tsx";
import { Search } from "./search.tsx";
import { useHomeList, usePlace } from "./use-home.ts";
import { useNow } from "./use-now.ts";

interface HomeProps {
  /** What the server said when it drew the page: nothing is offered meanwhile that it would refuse. */
  readonly mustSignIn: boolean;
}

export function Home({ mustSignIn }: HomeProps) {
  const router = useRouter();
  const place = usePlace();
  const [query, setQuery] = useState("");
  const words = query.trim();
  const home = useHomeList({ view: place.view, order: place.order, words });
  const { state } = home;
  const now = useNow();
  const main = useRef<HTMLElement>(null);
  /** Enter came before the answer: the first hit is opened when it is there. */
  const [opening, setOpening] = useState(false);

  useEffect(() => {
    if (!opening || state?.shown.words !== words) return;
    setOpening(false);
    const first = state.entries[0];
    if (words !== "" && first !== undefined && first.trashedAt === undefined) {
      router.push(addressOf(first.id, first.title));
    }
  }, [opening, state, words, router]);

  return (
    <>
      <header className={style.bar}>
        <Link href="/" className={style.brand} aria-label={en.product}>
          <Brand name />
        </Link>
        <Search
          query={query}
          onQuery={(next) => {
            setOpening(false);
            setQuery(next);
          }}
          onEnter={() => setOpening(words !== "")}
          onDown={() => {
            const row = firstRow(main.current);
            if (row !== undefined) focusRow(row);
          }}
        />
        <MeButton />
      </header>
      <main ref={main} id="content" tabIndex={-1} className={style.main}>
        <section className={style.promise}>
          <h1>{en.promise}</h1>
          <ImportFiles mustSignIn={mustSignIn} />
          <NewDocument mustSignIn={mustSignIn} />
        </section>
        <Documents place={place} home={home} query={words} now={now} onQuery={setQuery} />
      </main>
    </>
  );
}
