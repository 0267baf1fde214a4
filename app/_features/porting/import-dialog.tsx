"use client";
// What becomes of files that are imported. One file that came whole opens at once; several, or one that lost
// something, are listed with what happened to each. Called by import-files.tsx.

import { CircleAlert, LoaderCircle } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { addressOf } from "../../../lib/names.ts";
import { Dialog } from "../../_ui/dialog.tsx";
import { en } from "../../_words/en.ts";
import { porting } from "../../_words/porting.ts";
import { LostList } from "./lost-list.tsx";
import style from "./porting.module.css";
import { type Arrived, ImportError, sendFile } from "./send-file.ts";

const words = porting.import;
/** Files of one drop: more is what `cli import` is for. */
const MAX_FILES = 50;

interface Job {
  readonly key: number;
  readonly file: File;
  readonly state:
    | { readonly is: "waiting" | "sending" }
    | { readonly is: "failed"; readonly why: string }
    | ({ readonly is: "done" } & Arrived);
}

export interface ImportDialogProps {
  readonly files: readonly File[];
  readonly onClose: () => void;
}

export default function ImportDialog({ files, onClose }: ImportDialogProps) {
  const router = useRouter();
  const [jobs, setJobs] = useState<readonly Job[]>(() =>
    files.slice(0, MAX_FILES).map((file, key): Job => ({ key, file, state: { is: "waiting" } })),
  );
  /** Closing ends the waiting, not what the server has already made. */
  const ended = useRef<AbortController>(undefined);
  const left = files.length > MAX_FILES;
  const first = useRef(jobs);

  // biome-ignore lint/correctness/useExhaustiveDependencies: begun once; what is dropped meanwhile waits for the next time
  useEffect(() => {
    const stop = new AbortController();
    ended.current = stop;
    const set = (key: number, state: Job["state"]) =>
      stop.signal.aborted ||
      setJobs((before) => before.map((job) => (job.key === key ? { ...job, state } : job)));
    const run = async () => {
      // In development React starts every effect twice: the first is stopped before it has sent anything.
      await Promise.resolve();
      const all = first.current;
      for (const { key, file } of all) {
        if (stop.signal.aborted) return;
        set(key, { is: "sending" });
        try {
          const arrived = await sendFile(file, stop.signal);
          set(key, { is: "done", ...arrived });
          if (all.length > 1 || arrived.lost.length > 0 || stop.signal.aborted) continue;
          onClose();
          router.push(addressOf(arrived.doc.id, arrived.doc.title));
        } catch (cause) {
          set(key, { is: "failed", why: cause instanceof ImportError ? cause.message : words.unreadable });
        }
      }
    };
    void run();
    return () => stop.abort();
  }, []);

  const done = jobs.filter((job) => job.state.is === "done").length;
  const failed = jobs.filter((job) => job.state.is === "failed").length;
  const finished = done + failed === jobs.length;
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={words.title}>
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
  );
}
