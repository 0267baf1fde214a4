"use client";
// Files become documents: by a button, or dropped anywhere on the home page. One file that came whole opens at
// once; several, or one that lost something, are listed with what happened to each. Called by home.

import { CircleAlert, FileInput, LoaderCircle } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { addressOf } from "../../../lib/names.ts";
import { Button } from "../../_ui/button.tsx";
import { Dialog } from "../../_ui/dialog.tsx";
import { en } from "../../_words/en.ts";
import { porting } from "../../_words/porting.ts";
import { LostList } from "./lost-list.tsx";
import style from "./porting.module.css";
import { type Arrived, ImportError, sendFile } from "./send-file.ts";

const words = porting.import;
/** Files of one drop: more is what `cli import` is for. */
const MAX_FILES = 50;
const ACCEPTED = ".md,.markdown,.html,.htm,.txt,.text,.json";

interface Job {
  readonly key: number;
  readonly file: File;
  readonly state:
    | { readonly is: "waiting" | "sending" }
    | { readonly is: "failed"; readonly why: string }
    | ({ readonly is: "done" } & Arrived);
}

export function ImportFiles({ onArrived }: { readonly onArrived?: () => void }) {
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const [jobs, setJobs] = useState<readonly Job[]>([]);
  const [open, setOpen] = useState(false);
  const [left, setLeft] = useState(false);
  const working = useRef(false);

  const take = useCallback(
    async (files: readonly File[]) => {
      if (files.length === 0 || working.current) return;
      working.current = true;
      const taken = files.slice(0, MAX_FILES);
      const made = taken.map((file, key): Job => ({ key, file, state: { is: "waiting" } }));
      setLeft(files.length > taken.length);
      setJobs(made);
      setOpen(true);
      const set = (key: number, state: Job["state"]) =>
        setJobs((before) => before.map((job) => (job.key === key ? { ...job, state } : job)));
      let only: Arrived | undefined;
      for (const { key, file } of made) {
        set(key, { is: "sending" });
        try {
          const arrived = await sendFile(file);
          set(key, { is: "done", ...arrived });
          if (made.length === 1 && arrived.lost.length === 0) only = arrived;
        } catch (cause) {
          set(key, { is: "failed", why: cause instanceof ImportError ? cause.message : words.unreadable });
        }
      }
      working.current = false;
      onArrived?.();
      if (only === undefined) return;
      setOpen(false);
      router.push(addressOf(only.doc.id, only.doc.title));
    },
    [router, onArrived],
  );
  const over = useDrop(take);

  const done = jobs.filter((job) => job.state.is === "done").length;
  const failed = jobs.filter((job) => job.state.is === "failed").length;
  const finished = done + failed === jobs.length;
  return (
    <>
      <Button
        icon={FileInput}
        size="large"
        className={style.import}
        title={words.hint}
        onClick={() => input.current?.click()}
      >
        {words.button}
      </Button>
      <input
        ref={input}
        type="file"
        accept={ACCEPTED}
        multiple
        hidden
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = "";
          void take(files);
        }}
      />
      {over ? (
        <div className={style.over} aria-hidden>
          <p>
            <FileInput className="icon" /> {words.drop}
          </p>
        </div>
      ) : null}
      <Dialog open={open} onOpenChange={setOpen} title={words.title}>
        <p role="status" className={style.state}>
          {finished && failed > 0 ? words.ended(failed, jobs.length) : words.state(done, jobs.length)}
        </p>
        <ul className={style.jobs}>
          {jobs.map(({ key, file, state }) => (
            <li key={key}>
              <div className={style.job}>
                <span className={style.name}>
                  {state.is === "done" ? state.doc.title || en.ui.untitled : file.name}
                </span>
                {state.is === "done" ? (
                  <Link className={style.open} href={addressOf(state.doc.id, state.doc.title)}>
                    {words.open}
                    <span className="hidden-text"> {state.doc.title || en.ui.untitled}</span>
                  </Link>
                ) : state.is === "failed" ? null : (
                  <span className={style.quiet}>
                    {state.is === "sending" ? <LoaderCircle className={style.turning} aria-hidden /> : null}
                    {state.is === "sending" ? words.sending : words.waiting}
                  </span>
                )}
              </div>
              {state.is === "failed" ? (
                <p className={style.failed}>
                  <CircleAlert className="icon" aria-hidden /> {state.why}
                </p>
              ) : null}
              {state.is === "done" ? (
                <LostList lost={state.lost} whole={words.whole} report={words.report} />
              ) : null}
            </li>
          ))}
        </ul>
        {left ? <p className={style.quiet}>{words.tooMany(MAX_FILES)}</p> : null}
      </Dialog>
    </>
  );
}

/** True while files hang over the page. What is dropped elsewhere would replace the page with the file. */
function useDrop(take: (files: readonly File[]) => Promise<void>): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
    const enter = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      depth++;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const hang = (event: DragEvent) => {
      if (!holdsFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
    };
    const drop = (event: DragEvent) => {
      depth = 0;
      setOver(false);
      if (!holdsFiles(event)) return;
      event.preventDefault();
      void take([...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener("dragenter", enter);
    window.addEventListener("dragleave", leave);
    window.addEventListener("dragover", hang);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragenter", enter);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("dragover", hang);
      window.removeEventListener("drop", drop);
    };
  }, [take]);
  return over;
}
