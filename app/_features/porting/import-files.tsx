"use client";
// Files become documents: by a button, or dropped anywhere on the home page. Called by home; what happens to
// the files is the dialog's, which is loaded with the first of them. Where one must sign in first there is no
// button, and whoever drags a file here reads it before they let go.

import { FileInput, LogIn } from "lucide-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { signIn, useMustSignIn } from "../../_client/account.ts";
import { Button } from "../../_ui/button.tsx";
import { toast } from "../../_ui/toast.tsx";
import { access } from "../../_words/access.ts";
import { portingSigns as words } from "../../_words/porting-signs.ts";
import style from "./import-files.module.css";

const ImportDialog = lazy(() => import("./import-dialog.tsx"));

const ACCEPTED = ".md,.markdown,.html,.htm,.txt,.text,.json";

export function ImportFiles({ mustSignIn: before }: { readonly mustSignIn: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  const [files, setFiles] = useState<readonly File[]>([]);
  const mustSignIn = useMustSignIn(before);
  const over = useDrop(mustSignIn ? sayWhoMay : setFiles);
  return (
    <>
      {mustSignIn ? null : (
        <Button
          icon={FileInput}
          size="large"
          className={style.import}
          title={words.importHint}
          onClick={() => input.current?.click()}
        >
          {words.import}
        </Button>
      )}
      <input
        ref={input}
        type="file"
        accept={ACCEPTED}
        multiple
        hidden
        onChange={(event) => {
          setFiles([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      {over ? (
        <div className={style.over} aria-hidden>
          <p>
            {mustSignIn ? <LogIn className="icon" /> : <FileInput className="icon" />}{" "}
            {mustSignIn ? words.signInFirst : words.drop}
          </p>
        </div>
      ) : null}
      {files.length === 0 ? null : (
        <Suspense>
          <ImportDialog files={files} onClose={() => setFiles([])} />
        </Suspense>
      )}
    </>
  );
}

/** Nothing is sent that would be refused. */
const sayWhoMay = () =>
  void toast({ text: words.signInFirst, action: { label: access.account.signIn, run: signIn } });

/** True while files hang over the page. What is dropped elsewhere would replace the page with the file. */
function useDrop(take: (files: readonly File[]) => void): boolean {
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
      take([...(event.dataTransfer?.files ?? [])]);
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
