"use client";
// One document: header, title, text. Called by the route with what the server knew. The text is there at
// once, as the server drew it; whoever may write gets an editor in its place (app/_reading/text.tsx).

import { lazy, Suspense, useCallback, useMemo, useRef, useState } from "react";
import { bodyOf, type DocId } from "../../../lib/names.ts";
import type { Reading } from "../../../lib/render/reading.ts";
import { signIn } from "../../_client/account.ts";
import { removeCopy } from "../../_client/copies.ts";
import {
  useBody,
  useCalmSave,
  useContent,
  useDisk,
  useLeaveGuard,
  useRoleNews,
  useUnsaved,
} from "../../_client/hooks.ts";
import { useMe } from "../../_client/me.ts";
import { forget } from "../../_client/recents.ts";
import { useUnsentWords } from "../../_client/unsent.ts";
import type { EditorHandle, PageActs } from "../../_editor/handle.ts";
import { Title, type TitleHandle } from "../../_editor/title.tsx";
import { useView, useWornView } from "../../_editor/ways/view-settings.ts";
import { InfoButton, InfoDialog } from "../../_features/info/info.tsx";
import "../../_editor/ways/view.css";
import { useOthers } from "../../_features/presence/use-others.ts";
import { useSelf } from "../../_features/presence/use-self.ts";
import { noteOf } from "../../_features/sharing/notes.ts";
import { ViewerNote } from "../../_features/sharing/viewer-note.tsx";
import { Text } from "../../_reading/text.tsx";
import { ReadTitle } from "../../_reading/title.tsx";
import { useArrival, useWriter } from "../../_reading/use-arrival.ts";
import { later, useAtHand, whenHere } from "../../_ui/later.tsx";
import { Banner } from "./banner.tsx";
import style from "./document-page.module.css";
import head from "./head.module.css";
import { Head } from "./head.tsx";
import { endingOf, isOpenForWriting, troubleOf } from "./page-state.ts";
import { Status } from "./status.tsx";
import { copyAddress, copying, copyText } from "./take-copy.ts";
import { type Standing, useDocument } from "./use-document.ts";
import { useAddress, usePageTitle, useScrolled, useStartInTitle } from "./use-page.ts";
import { useRefusal } from "./use-refusal.ts";
import { useReturn } from "./use-return.ts";

const ShareDialog = later(() =>
  import("../../_features/sharing/share-dialog.tsx").then((module) => module.ShareDialog),
);
const CopyDialog = later(() => import("./copy-dialog.tsx").then((module) => module.CopyDialog));
/** Others are there once the server has said so, and nobody is followed before the first press on a face. */
const presence = () => import("../../_features/presence/presence-row.tsx");
const PresenceRow = whenHere(() => presence().then((module) => module.PresenceRow));
const InTitle = whenHere(() => presence().then((module) => module.InTitle));
const FollowFrame = whenHere(() =>
  import("../../_features/presence/follow-frame.tsx").then((module) => module.FollowFrame),
);
const AccessEnded = whenHere(() =>
  import("../../_features/sharing/ended.tsx").then((module) => module.AccessEnded),
);
const Closed = whenHere(() => import("./closed.tsx").then((module) => module.Closed));
/** What rescues words has to be at hand before the line is gone. */
const rescue = () => Promise.all([AccessEnded.fetch(), copying()]);
/** Few export, and not at once. */
const ExportDialog = lazy(() => import("../../_features/porting/export-dialog.tsx"));

export interface DocumentPageProps {
  readonly id: DocId;
  readonly initialTitle: string;
  readonly initialStanding: Standing | undefined;
  /** The text as the server drew it, from block number `from` on. */
  readonly reading?: Reading | undefined;
  readonly from?: number;
}

export function DocumentPage({ id, initialTitle, initialStanding, reading, from = 0 }: DocumentPageProps) {
  const body = useBody(bodyOf(id));
  const content = useContent(body);
  const save = useCalmSave(body);
  const disk = useDisk(body);
  const roleNews = useRoleNews(body);
  const unsaved = useUnsaved(body);
  const me = useMe();
  const others = useOthers(body);
  useSelf(body, me);
  useLeaveGuard(body);

  const [title, setTitle] = useState(initialTitle);
  const [unknown, setUnknown] = useState(false);
  const [taking, setTaking] = useState(false);
  const [exporting, setExporting] = useState(false);
  const [sharing, setSharing] = useState(false);
  const [info, setInfo] = useState(false);
  const [handedOver, setHandedOver] = useState(0);
  const ending = endingOf(save);
  /** Put out altogether: nothing here leads anywhere any more. */
  const out = ending !== undefined && ending.why !== "lowered";
  const standing = useDocument(
    id,
    initialStanding,
    `${save.state === "read-only"} ${ending?.why} ${handedOver} ${roleNews}`,
  );
  const again = useReturn(id, body, out);
  const unsentWords = useUnsentWords(body);
  const [slot, setSlot] = useState<HTMLDivElement | null>(null);
  const [viewSlot, setViewSlot] = useState<HTMLSpanElement | null>(null);
  const { toolbar } = useView();
  useWornView();
  const titleBox = useRef<HTMLDivElement>(null);
  const titleRef = useRef<TitleHandle>(null);
  const editor = useRef<EditorHandle>(null);
  const { moved, past } = useScrolled(titleBox);

  const here = useArrival({ body, content, save, drawn: reading !== undefined });
  const writer = useWriter(standing);
  usePageTitle(title, unsaved);
  useAddress(id, title, here !== undefined);
  useStartInTitle(here, titleRef);

  const onUnknown = useCallback(() => setUnknown(true), []);
  const toTitle = useCallback(() => titleRef.current?.focus(), []);
  const download = useCallback(() => setTaking(true), []);
  const copy = useCallback(() => void (body && copyText(body.doc)), [body]);
  const owns = standing?.role === "own" && !out;
  // The title changes with every key in it: what stands beside it is not drawn anew for that.
  const now = useRef({ title, owns });
  now.current = { title, owns };
  const copyLink = useCallback(() => void copyAddress(id, now.current.title, now.current.owns), [id]);

  const mayWrite = !unknown && isOpenForWriting(save, standing);
  const editable = here !== undefined && mayWrite;
  const page = useMemo(
    (): PageActs => ({
      id,
      onShare: owns ? () => setSharing(true) : undefined,
      onCopyLink: out ? undefined : copyLink,
      onCopyText: copy,
      onDownload: download,
      onRename: editable ? toTitle : undefined,
    }),
    [id, owns, out, copy, copyLink, download, editable, toTitle],
  );
  useAtHand(rescue);
  const trouble = useMemo(() => troubleOf(save, unknown, disk), [save, unknown, disk]);
  const note = standing === undefined ? undefined : noteOf(standing.role, standing.locked);
  useRefusal(mayWrite || ending !== undefined ? undefined : note);
  const remove = async () => {
    await removeCopy(bodyOf(id));
    forget(id);
    location.assign("/");
  };
  // Put out before anything was here: there is nothing to show.
  if (ending !== undefined && content === "waiting") return <Closed />;
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
          <>
            <span ref={setViewSlot} className={style.view} />
            <PresenceRow body={body} others={others} editor={editor} ownName={me.name} onTitle={toTitle} />
          </>
        }
        info={<InfoButton id={id} body={body} className={head.info} />}
        tools={mayWrite && toolbar ? setSlot : undefined}
        note={standing === undefined || out ? null : <ViewerNote {...standing} />}
        onTop={toTop}
        onShare={owns ? () => setSharing(true) : undefined}
        onCopyLink={out ? undefined : copyLink}
        onCopyText={copy}
        onDownload={download}
        onExport={() => setExporting(true)}
        onInfo={() => setInfo(true)}
      />
      {ending === undefined || body === undefined ? null : (
        <AccessEnded
          {...ending}
          key={ending.why}
          doc={body.doc}
          unsent={unsentWords()}
          onSignIn={signIn}
          onAgain={again}
          onRemove={remove}
        />
      )}
      {trouble === undefined ? null : <Banner {...trouble} onCopy={copy} onDownload={download} />}
      <FollowFrame body={body} others={others} />
      <main id="content" tabIndex={-1} className={style.main}>
        <div ref={titleBox} className={style.titleBox}>
          {writer ? (
            <Title
              ref={titleRef}
              body={here}
              initial={initialTitle}
              editable={editable}
              onText={setTitle}
              onLeave={() => editor.current?.focusStart()}
            />
          ) : (
            <ReadTitle body={here} initial={initialTitle} onText={setTitle} />
          )}
          <InTitle others={others} />
        </div>
        <div className={style.text}>
          <Text
            ref={editor}
            id={id}
            body={here}
            reading={reading}
            from={from}
            writer={writer}
            editable={editable}
            onTitle={toTitle}
            onUnknown={onUnknown}
            toolbarSlot={slot}
            viewSlot={viewSlot}
            page={page}
          />
        </div>
      </main>
      <ShareDialog
        id={id}
        open={sharing && !out}
        onOpenChange={setSharing}
        onHandedOver={() => setHandedOver((times) => times + 1)}
      />
      <InfoDialog id={id} body={body} open={info} onOpenChange={setInfo} />
      {body === undefined || !exporting ? null : (
        <Suspense>
          <ExportDialog doc={body.doc} files={`/api/docs/${id}/files`} onClose={() => setExporting(false)} />
        </Suspense>
      )}
      {body === undefined ? null : <CopyDialog doc={body.doc} open={taking} onOpenChange={setTaking} />}
    </div>
  );
}
