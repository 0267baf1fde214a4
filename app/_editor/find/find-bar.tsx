"use client";
// The panel to find and replace. Called by ways.tsx while it is open. The text stays usable beside it; the
// work is done by finder.ts, this shows it and asks.

import type { Editor } from "@tiptap/core";
import {
  ArrowDown,
  ArrowUp,
  CaseSensitive,
  ChevronDown,
  ChevronRight,
  Regex,
  Search,
  WholeWord,
  X,
} from "lucide-react";
import {
  type FormEvent,
  type KeyboardEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { Button } from "../../_ui/button.tsx";
import { Field } from "../../_ui/field.tsx";
import { Tool } from "../../_ui/tool.tsx";
import { ways } from "../../_words/ways.ts";
import { panelsOf, usePanel } from "../ways/panels.ts";
import { useView } from "../ways/view-settings.ts";
import { finderOf } from "./extension.ts";
import style from "./find-bar.module.css";
import type { FindView, Trouble } from "./finder.ts";
import type { Query } from "./search.ts";

const words = ways.find;
export interface FindBarProps {
  readonly editor: Editor;
  readonly narrow: boolean;
}

/** What is selected becomes the query, if it is as short as one. */
const MAX_TAKEN_CHARACTERS = 80;

export function FindBar({ editor, narrow }: FindBarProps) {
  const finder = finderOf(editor);
  const view = useSyncExternalStore(finder.subscribe, finder.get, finder.get);
  const mode = usePanel(editor, "find");
  const asked = usePanel(editor, "findAsked");
  const field = useRef<HTMLInputElement>(null);
  const bar = useRef<HTMLElement>(null);
  const { toolbar } = useView();
  const [put, setPut] = useState("");
  const [said, setSaid] = useState("");
  const replacing = mode === "replace" && editor.isEditable;

  const ask = useCallback(
    (change: Partial<Query>) => {
      setSaid("");
      void finder.ask({ ...finder.get().query, ...change });
    },
    [finder],
  );

  useEffect(() => {
    finder.start();
    return () => finder.stop();
  }, [finder]);

  // Below the header, whether the row of tools is shown or not.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the header is lower without the tools
  useLayoutEffect(() => {
    const header = document.querySelector("header")?.getBoundingClientRect().bottom ?? 0;
    if (bar.current !== null) bar.current.style.top = `${Math.max(0, header) + 8}px`;
  }, [toolbar, narrow]);

  // Asked for, also anew: what is selected is looked for, and the field has the focus.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time it is asked for
  useEffect(() => {
    const { selection, doc } = editor.state;
    const inText = editor.view.hasFocus();
    const taken = inText ? doc.textBetween(selection.from, selection.to, "\n") : "";
    const fits = taken !== "" && taken.length <= MAX_TAKEN_CHARACTERS && !taken.includes("\n");
    const query = finder.get().query;
    void finder.ask(
      fits ? { ...query, text: taken, regex: false } : query,
      inText ? selection.from : undefined,
    );
    field.current?.focus();
    field.current?.select();
  }, [editor, finder, asked]);

  const close = () => {
    finder.selectCurrent();
    panelsOf(editor).set({ find: undefined });
    editor.view.focus();
    editor.commands.scrollIntoView();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  };
  const onFindKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.key !== "Enter") return;
    event.preventDefault();
    finder.go(event.shiftKey ? -1 : 1);
  };
  const replaceOne = async (event: FormEvent) => {
    event.preventDefault();
    await finder.replaceOne(put);
  };
  const replaceAll = async () => {
    const { replaced, more } = await finder.replaceAll(put);
    if (replaced > 0) setSaid(more ? `${words.replaced(replaced)}. ${words.more}` : words.replaced(replaced));
  };

  const { query, count } = view;
  const steps = (
    <>
      <Tool
        icon={ArrowUp}
        label={words.previous}
        shortcut="Shift F3"
        aria-disabled={count === 0}
        onClick={() => finder.go(-1)}
      />
      <Tool
        icon={ArrowDown}
        label={words.next}
        shortcut="F3"
        aria-disabled={count === 0}
        onClick={() => finder.go(1)}
      />
    </>
  );
  return (
    // The text is not behind it but beside it: no dialog.
    <section ref={bar} className={style.bar} aria-label={words.label} data-floating="" onKeyDown={onKeyDown}>
      <div className={style.line}>
        {editor.isEditable ? (
          <Tool
            icon={replacing ? ChevronDown : ChevronRight}
            label={words.showReplace}
            aria-expanded={replacing}
            className={style.more}
            onClick={() => panelsOf(editor).set({ find: replacing ? "find" : "replace" })}
          />
        ) : null}
        <Field
          ref={field}
          label={words.find}
          hideLabel
          icon={Search}
          placeholder={words.find}
          className={style.field}
          value={query.text}
          aria-invalid={view.trouble !== undefined || undefined}
          aria-describedby="find-told"
          autoCapitalize="none"
          spellCheck={false}
          enterKeyHint="search"
          onChange={(event) => ask({ text: event.target.value })}
          onKeyDown={onFindKey}
          end={<Count view={view} />}
        />
        {narrow ? null : steps}
        <Tool icon={X} label={words.close} shortcut="Esc" onClick={close} />
      </div>
      <div className={style.options}>
        <Tool
          icon={CaseSensitive}
          label={words.matchCase}
          pressed={query.matchCase}
          onClick={() => ask({ matchCase: !query.matchCase })}
        />
        <Tool
          icon={WholeWord}
          label={words.wholeWord}
          pressed={query.wholeWord}
          onClick={() => ask({ wholeWord: !query.wholeWord })}
        />
        <Tool
          icon={Regex}
          label={words.regex}
          pressed={query.regex}
          onClick={() => ask({ regex: !query.regex })}
        />
        <p
          id="find-told"
          role="status"
          className={style.told}
          data-trouble={view.trouble === undefined ? "no" : "yes"}
        >
          {view.trouble === undefined ? said : troubleOf(view.trouble)}
        </p>
        {narrow ? steps : null}
      </div>
      {replacing ? (
        <form className={style.replace} onSubmit={(event) => void replaceOne(event)}>
          <Field
            label={words.replace}
            hideLabel
            placeholder={words.replace}
            className={style.field}
            value={put}
            spellCheck={false}
            autoCapitalize="none"
            onChange={(event) => setPut(event.target.value)}
          />
          <Button type="submit" kind="plain" size="small" aria-disabled={count === 0}>
            {words.replaceOne}
          </Button>
          <Button kind="quiet" size="small" aria-disabled={count === 0} onClick={() => void replaceAll()}>
            {words.replaceAll}
          </Button>
        </form>
      ) : null}
    </section>
  );
}

function Count({ view: { query, count, current, more, working, trouble } }: { readonly view: FindView }) {
  if (query.text === "" || trouble !== undefined) return null;
  const text =
    working && count === 0 ? words.working : count === 0 ? words.none : words.of(current + 1, count, more);
  return (
    <span className={style.count} role="status" aria-live="polite">
      {text}
    </span>
  );
}

function troubleOf(trouble: Trouble): string {
  switch (trouble.why) {
    case "wrong":
      return words.wrong(trouble.reason);
    case "too-long":
      return words.tooLong;
    case "too-slow":
      return words.tooSlow;
    case "not-here":
      return words.notHere;
    case "changing":
      return words.changing;
  }
}
