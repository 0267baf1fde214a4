"use client";
// What stands under the title: the text as the server drew it, or this browser's copy, at once; then, for
// whoever may write, the editor in the very same place. Called by the document page. Promises: never blank
// where something is known, no editor for those who only read, no key lost while the editor is on its way.

import {
  type MouseEvent,
  memo,
  type Ref,
  startTransition,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { filesAddress } from "../../lib/files.ts";
import type { DocId } from "../../lib/names.ts";
import type { Block } from "../../lib/render/piece.ts";
import type { Reading } from "../../lib/render/reading.ts";
import type { Body } from "../_client/body.ts";
import { untilLoaded } from "../_client/until-loaded.ts";
import type { EditorHandle, PageActs } from "../_editor/handle.ts";
import { Bones } from "../_ui/bones.tsx";
import { en } from "../_words/first.ts";
import { reading as words } from "../_words/reading.ts";
import style from "./article.module.css";
import { Article } from "./article.tsx";
import type { ReaderCarets } from "./carets.ts";
import { EarlyField, type EarlyHandle } from "./early.tsx";
import { FilesAddress } from "./elements.tsx";
import { useStage } from "./use-stage.ts";

export interface TextProps {
  readonly id: DocId;
  /** Given as soon as its content is there. */
  readonly body: Body | undefined;
  /** What the server has drawn. */
  readonly reading: Reading | undefined;
  /** Where the drawn part begins: not at the top for whoever reads page by page. */
  readonly from: number;
  /** This page gets an editor. */
  readonly writer: boolean;
  readonly editable: boolean;
  readonly onTitle: () => void;
  readonly onUnknown: () => void;
  /** Of the editor, see app/_editor/stage.tsx. */
  readonly toolbarSlot: HTMLElement | null;
  readonly viewSlot: HTMLElement | null;
  readonly page: PageActs;
  readonly ref?: Ref<EditorHandle>;
}

const after = (ms: number, fn: () => void) => {
  const timer = setTimeout(fn, ms);
  return () => clearTimeout(timer);
};

/** Drawn anew for what it is given, not with the page around it. */
export const Text = memo(function Text(props: TextProps) {
  const { id, body, reading, from, writer, editable, onTitle, onUnknown, toolbarSlot, viewSlot, page, ref } =
    props;
  const Stage = useStage(writer);
  const [bound, setBound] = useState<Body>();
  const [unknown, setUnknown] = useState<Body>();
  const cannotBind = body !== undefined && unknown === body;
  const isBound = body !== undefined && bound === body && !cannotBind;

  const reads = !writer || cannotBind;
  const follows = body !== undefined && !isBound && (reads || reading === undefined);
  const reader = useReader(reads || follows);
  const live = useLive(follows ? body : undefined, reader, !reads);
  const blocks = live ?? reading?.blocks;

  const article = useRef<HTMLElement>(null);
  const stage = useRef<EditorHandle>(null);
  const early = useRef<EarlyHandle>(null);
  const [atEditor, setAtEditor] = useState<Body>();
  const [handedOver, setHandedOver] = useState<Body>();

  /** The editor stands in the page, beside what it replaces: both change places before anything is painted. */
  const take = useCallback((ready: Body | undefined) => {
    if (ready !== undefined && early.current?.composing !== true) setBound(ready);
  }, []);
  const onReady = useCallback(() => {
    setAtEditor(body);
    take(body);
  }, [body, take]);

  useLayoutEffect(() => {
    if (!isBound || !editable) return;
    const typed = early.current?.take();
    if (typed !== undefined) stage.current?.writeAt(typed.place, typed.text);
    setHandedOver(body);
  }, [isBound, editable, body]);

  useEffect(() => {
    if (reads && !isBound && blocks !== undefined && article.current !== null)
      reader?.drawFormulas(article.current);
  }, [reads, isBound, blocks, reader]);

  useEffect(() => (reads ? reader?.keepAddressesSingle() : undefined), [reads, reader]);

  useCarets(reads && !isBound ? article : undefined, body, live, reader);

  useImperativeHandle(
    ref,
    (): EditorHandle => ({
      focusStart: () => (isBound ? stage.current?.focusStart() : early.current?.focus("start")),
      focusEnd: () => stage.current?.focusEnd(),
      writeAt: (place, text) => stage.current?.writeAt(place, text),
      goTo(clientId) {
        if (isBound) return stage.current?.goTo(clientId) ?? false;
        const index = body && blocks && reader?.blockOf(body, clientId, blocks);
        const element = index === undefined ? undefined : article.current?.children[index];
        const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
        element?.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
        return element !== undefined;
      },
      headingOf(clientId) {
        if (isBound) return stage.current?.headingOf(clientId);
        const index = body && blocks && reader?.blockOf(body, clientId, blocks);
        return index === undefined || blocks === undefined ? undefined : reader?.headingOver(index, blocks);
      },
    }),
    [isBound, body, blocks, reader],
  );

  const onClick = (event: MouseEvent<HTMLElement>) => {
    const { target, clientX, clientY } = event;
    const selects = document.getSelection()?.isCollapsed === false;
    if (selects || article.current === null || (target instanceof Element && target.closest("a"))) return;
    const { left, top } = article.current.getBoundingClientRect();
    early.current?.focus({ x: clientX - left, y: clientY - top });
  };

  const onLost = useCallback(() => {
    setUnknown(body);
    onUnknown();
  }, [body, onUnknown]);

  return (
    <>
      {isBound ? null : blocks === undefined ? (
        <Waiting />
      ) : (
        <FilesAddress value={filesAddress(id)}>
          <Article
            ref={article}
            blocks={blocks}
            empty={reads ? words.empty : undefined}
            onClick={reads ? undefined : onClick}
          />
        </FilesAddress>
      )}
      {/* It stays until its words are handed over, which is after the editor was allowed to take them. */}
      {writer && (body === undefined || handedOver !== body) ? (
        <EarlyField ref={early} onComposed={() => take(atEditor)} />
      ) : null}
      {live === undefined && !isBound ? (
        <WithoutScript reading={reading} from={from} writer={writer} />
      ) : null}
      {body === undefined || Stage === undefined ? null : (
        <Stage
          ref={stage}
          id={id}
          body={body}
          editable={editable}
          onTitle={onTitle}
          onUnknown={onLost}
          onReady={onReady}
          toolbarSlot={toolbarSlot}
          viewSlot={viewSlot}
          page={page}
        />
      )}
    </>
  );
});

type Reader = typeof import("./reader.ts");

/** Fetched by whoever needs it, until it comes: the text that the server drew stands there meanwhile. */
function useReader(wanted: boolean): Reader | undefined {
  const [reader, setReader] = useState<Reader>();
  useEffect(() => (wanted ? untilLoaded(() => import("./reader.ts"), setReader) : undefined), [wanted]);
  return reader;
}

/** The blocks of an open document; all of them, or as many as a first screen has. */
function useLive(
  body: Body | undefined,
  reader: Reader | undefined,
  first: boolean,
): readonly Block[] | undefined {
  const [drawn, setDrawn] = useState<{ readonly body: Body; readonly blocks: readonly Block[] }>();
  useEffect(() => {
    if (body === undefined || reader === undefined) return;
    const limit = first ? reader.PAGE.blocks : Number.POSITIVE_INFINITY;
    // A long text is drawn in slices, between which the page stays alive.
    const draw = () => startTransition(() => setDrawn({ body, blocks: text.blocks().slice(0, limit) }));
    const text = reader.followText(body.doc, draw, after);
    draw();
    return () => text.stop();
  }, [body, reader, first]);
  return drawn !== undefined && drawn.body === body ? drawn.blocks : undefined;
}

/** Where others write, for whoever has no editor to show it. */
function useCarets(
  article: { readonly current: HTMLElement | null } | undefined,
  body: Body | undefined,
  blocks: readonly Block[] | undefined,
  reader: Reader | undefined,
): void {
  const shown = useRef<ReaderCarets>(undefined);
  const isDrawn = blocks !== undefined;
  useEffect(() => {
    const element = article?.current ?? null;
    if (element === null || body === undefined || !isDrawn || reader === undefined) return;
    const carets = reader.showCarets(element, body);
    shown.current = carets;
    return () => {
      shown.current = undefined;
      carets.stop();
    };
  }, [article, body, isDrawn, reader]);
  useEffect(() => {
    if (blocks !== undefined) shown.current?.moved(blocks);
  }, [blocks]);
}

function Waiting() {
  return (
    <div className={style.waiting}>
      <Bones lines={5} />
      <span className="hidden-text">{en.document.opening}</span>
    </div>
  );
}

interface WithoutScriptProps {
  readonly reading: Reading | undefined;
  readonly from: number;
  readonly writer: boolean;
}

/** Where JavaScript is off this page is all there is: a long text comes in parts. */
function WithoutScript({ reading, from, writer }: WithoutScriptProps) {
  return (
    <noscript>
      <p className={style.more}>
        {reading === undefined ? words.withoutScriptLate : null}
        {reading?.next === undefined ? null : <a href={`?from=${reading.next}`}>{words.more}</a>}{" "}
        {from === 0 ? null : <a href="?">{words.fromStart}</a>}
      </p>
      {writer ? <p className={style.more}>{words.withoutScript}</p> : null}
    </noscript>
  );
}
