"use client";
// One document: header, title, text. Called by the route with what the server knew. The shell is there
// at once; the editor is loaded beside it, and bound when the content is here (never to an empty guess).

import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { contentOf, titleOf } from "../../../lib/doc.ts";
import { bodyOf, type DocId } from "../../../lib/names.ts";
import type { Body, SaveState } from "../../_client/body.ts";
import { useBody, useBodyView, useContent, useLeaveGuard, useSave, useUnsaved } from "../../_client/hooks.ts";
import { useMe } from "../../_client/me.ts";
import type { EditorHandle } from "../../_editor/handle.ts";
import { Title, type TitleHandle } from "../../_editor/title.tsx";
import { InTitle, PresenceRow } from "../../_features/presence/presence-row.tsx";
import { useOthers } from "../../_features/presence/use-others.ts";
import { useSelf } from "../../_features/presence/use-self.ts";
import { ShareDialog } from "../../_features/sharing/share-dialog.tsx";
import { ViewerNote } from "../../_features/sharing/viewer-note.tsx";
import { Bones } from "../../_ui/bones.tsx";
import { en } from "../../_words/en.ts";
import { Banner } from "./banner.tsx";
import { CopyDialog } from "./copy-dialog.tsx";
import style from "./document-page.module.css";
import { Head } from "./head.tsx";
import { Status } from "./status.tsx";
import { copyLink, copyText } from "./take-copy.ts";
import { type Standing, useDocument } from "./use-document.ts";
import { useAddress, usePageTitle, useScrolled } from "./use-page.ts";

const loadStage = () => import("../../_editor/stage.tsx");
// In the browser at once, not in an effect: the editor is the largest part of the page, and neither it
// nor the content need wait for the other.
if (typeof window !== "undefined") void loadStage();
const Stage = lazy(() => loadStage().then((loaded) => ({ default: loaded.Stage })));

export interface DocumentPageProps {
  readonly id: DocId;
  readonly initialTitle: string;
  readonly initialStanding: Standing | undefined;
}

export function DocumentPage({ id, initialTitle, initialStanding }: DocumentPageProps) {
  const body = useBody(bodyOf(id));
  const content = useContent(body);
  const save = useSave(body);
  const unsaved = useUnsaved(useBodyView(body));
  const me = useMe();
  const others = useOthers(body);
  useSelf(body, me);
  useLeaveGuard(body);

  const [title, setTitle] = useState(initialTitle);
  const [unknown, setUnknown] = useState(false);
  const [taking, setTaking] = useState(false);
  const [sharing, setSharing] = useState(false);
  const [handedOver, setHandedOver] = useState(0);
  const standing = useDocument(id, initialStanding, `${save.state === "read-only"} ${handedOver}`);
  const [slot, setSlot] = useState<HTMLDivElement | null>(null);
  const titleBox = useRef<HTMLDivElement>(null);
  const titleRef = useRef<TitleHandle>(null);
  const editor = useRef<EditorHandle>(null);
  const { moved, past } = useScrolled(titleBox);

  const here = content === "waiting" ? undefined : body;
  usePageTitle(title, unsaved);
  useAddress(id, title, here !== undefined);
  useStartInTitle(here, titleRef);

  const onUnknown = useCallback(() => setUnknown(true), []);
  const toTitle = useCallback(() => titleRef.current?.focus(), []);
  const download = useCallback(() => setTaking(true), []);
  const copy = useCallback(() => void (body && copyText(body.doc)), [body]);

  const mayWrite = !unknown && isOpenForWriting(save);
  const editable = here !== undefined && mayWrite;
  const trouble = useMemo(() => troubleOf(save, unknown), [save, unknown]);
  const toTop = () => {
    window.scrollTo({ top: 0 });
    toTitle();
  };

  return (
    <div className={style.page}>
      <Head
        title={title}
        moved={moved}
        past={past}
        status={<Status body={body} onDownload={download} onCopy={copy} />}
        people={
          <PresenceRow
            others={others}
            editor={editor}
            ownName={me.name}
            onTitle={() => titleRef.current?.focus()}
          />
        }
        tools={mayWrite ? setSlot : undefined}
        onTop={toTop}
        onShare={standing?.role === "own" ? () => setSharing(true) : undefined}
        onCopyLink={() => void copyLink(id, title)}
        onCopyText={copy}
        onDownload={download}
      />
      {standing === undefined ? null : <ViewerNote {...standing} />}
      {trouble === undefined ? null : <Banner {...trouble} onCopy={copy} onDownload={download} />}
      <main id="content" tabIndex={-1} className={style.main}>
        <div ref={titleBox} className={style.titleBox}>
          <Title
            ref={titleRef}
            body={here}
            initial={initialTitle}
            editable={editable}
            onText={setTitle}
            onLeave={() => editor.current?.focusStart()}
          />
          <InTitle others={others} />
        </div>
        <div className={style.text}>
          {here === undefined ? (
            <Waiting />
          ) : (
            <Suspense fallback={<Waiting />}>
              <Stage
                ref={editor}
                body={here}
                id={id}
                editable={editable}
                onTitle={toTitle}
                onUnknown={onUnknown}
                toolbarSlot={slot}
              />
            </Suspense>
          )}
        </div>
      </main>
      <ShareDialog
        id={id}
        open={sharing}
        onOpenChange={setSharing}
        onHandedOver={() => setHandedOver((times) => times + 1)}
      />
      {body === undefined ? null : <CopyDialog doc={body.doc} open={taking} onOpenChange={setTaking} />}
    </div>
  );
}

function Waiting() {
  return (
    <div className={style.waiting}>
      <Bones lines={5} />
      <span className="hidden-text">{en.document.opening}</span>
    </div>
  );
}

/** Nothing is written where it could not arrive. What was refused may still be undone. */
function isOpenForWriting(save: SaveState): boolean {
  if (save.state === "read-only") return false;
  return save.state !== "cannot-save" || !["forbidden", "gone", "outdated"].includes(save.why);
}

function troubleOf(save: SaveState, unknown: boolean) {
  if (unknown) {
    const { unknownTitle: title, unknownText: text } = en.document;
    return { title, text, tone: "caution" as const, reload: true };
  }
  if (save.state !== "cannot-save") return undefined;
  return {
    title: en.status.cannotSave,
    text: en.status.why[save.why](save.changes),
    tone: save.why === "outdated" ? ("caution" as const) : ("danger" as const),
    reload: save.why === "outdated",
  };
}

/** A document without a word in it begins with its title, unless you are somewhere else already. */
function useStartInTitle(body: Body | undefined, title: { readonly current: TitleHandle | null }): void {
  useEffect(() => {
    if (body === undefined || document.activeElement !== document.body) return;
    const empty = titleOf(body.doc).length === 0 && contentOf(body.doc).length === 0;
    if (empty) title.current?.focus();
  }, [body, title]);
}
