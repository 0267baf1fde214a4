"use client";
// The tools of the selected picture or file: on it where there is room, so that the line before is not covered,
// else above; in its own element, so that they scroll with it. Called by the editor. Enter on a selected picture leads here, arrows move, Escape leads back.

import type { Editor } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";
import {
  AlignCenter,
  AlignLeft,
  AlignRight,
  Captions,
  Download,
  Maximize2,
  Minimize2,
  Replace,
  Trash2,
} from "lucide-react";
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import type { FileId } from "../../../lib/files.ts";
import { attachmentOf, type PictureAlign, pictureOf } from "../../../lib/pictures.ts";
import { Popover } from "../../_ui/popover.tsx";
import { Tool } from "../../_ui/tool.tsx";
import { fileWords as words } from "../../_words/files.ts";
import { AltForm } from "./alt-form.tsx";
import { replaceFileOf } from "./choose.ts";
import { deskOf, isOnFile } from "./extension.ts";
import style from "./tools.module.css";
import { selectNode, set } from "./view-parts.ts";

const SMALL = 50;
const FULL = 100;
const MARGIN_PX = 8;
/** CSS px of height from which a picture is still seen with its tools on it. Above a lower one they stand. */
const ROOMY_PX = 140;

interface Selected {
  readonly pos: number;
  readonly kind: "image" | "file";
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly slot: Element;
}

export function FileTools({ editor }: { readonly editor: Editor }) {
  const selected = useEditorState({
    editor,
    selector: ({ editor: now }) => selectedIn(now),
    equalityFn: (a, b) => a?.pos === b?.pos && a?.slot === b?.slot && a?.attrs === b?.attrs,
  });
  if (selected === null) return null;
  return createPortal(<Bar key={selected.pos} editor={editor} {...selected} />, selected.slot);
}

function selectedIn(editor: Editor): Selected | null {
  if (!editor.isEditable || editor.isDestroyed || !isOnFile(editor)) return null;
  const { from: pos } = editor.state.selection;
  const node = editor.state.doc.nodeAt(pos);
  const dom = editor.view.nodeDOM(pos);
  const slot = dom instanceof Element ? dom.querySelector(".file-tools") : null;
  if (node === null || slot === null) return null;
  return { pos, kind: node.type.name === "image" ? "image" : "file", attrs: node.attrs, slot };
}

function Bar({ editor, pos, kind, attrs }: Selected & { readonly editor: Editor }) {
  const bar = useRef<HTMLDivElement>(null);
  const [describing, setDescribing] = useState(false);
  useInView(bar);
  useEffect(
    () =>
      deskOf(editor)?.onWant(pos, (what) => {
        if (what === "alt") setDescribing(true);
        else bar.current?.querySelector("button")?.focus();
      }),
    [editor, pos],
  );

  const file = kind === "image" ? pictureOf(attrs).file : attachmentOf(attrs).file;
  const put = (changes: Readonly<Record<string, unknown>>) => set(editor, pos, changes);
  const back = () => {
    selectNode(editor, pos);
    editor.view.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const tools = [...event.currentTarget.querySelectorAll<HTMLElement>("button")];
    const at = tools.indexOf(document.activeElement as HTMLElement);
    if (at === -1) return;
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tools.length - 1 }[event.key];
    if (event.key === "Escape") back();
    else if (next !== undefined) tools[(next + tools.length) % tools.length]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={bar}
      className={style.bar}
      role="toolbar"
      aria-label={kind === "image" ? words.tools : words.fileTools}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      {kind === "image" ? (
        <>
          <Popover
            label={words.alt}
            open={describing}
            onOpenChange={setDescribing}
            trigger={<Tool icon={Captions} label={words.alt} pressed={pictureOf(attrs).alt !== null} />}
          >
            <AltForm
              alt={pictureOf(attrs).alt}
              onSave={(alt) => {
                put({ alt });
                setDescribing(false);
                back();
              }}
            />
          </Popover>
          <Sizes picture={pictureOf(attrs)} onPut={put} />
        </>
      ) : null}
      {file === null ? null : (
        <>
          <Tool icon={Replace} label={words.replace} onClick={() => replaceFileOf(editor, file, pos, kind)} />
          <Tool icon={Download} label={words.download} onClick={() => download(editor, file)} />
        </>
      )}
      <Tool
        icon={Trash2}
        label={words.delete}
        onClick={() => {
          editor.view.dispatch(editor.state.tr.delete(pos, pos + 1));
          editor.view.focus();
        }}
      />
    </div>
  );
}

interface SizesProps {
  readonly picture: { readonly width: number | null; readonly align: PictureAlign };
  readonly onPut: (changes: Readonly<Record<string, unknown>>) => void;
}

const NEXT: Readonly<Record<PictureAlign, PictureAlign>> = { left: "center", center: "right", right: "left" };
const ICONS = { left: AlignLeft, center: AlignCenter, right: AlignRight };

function Sizes({ picture: { width, align }, onPut }: SizesProps) {
  return (
    <>
      <Tool
        icon={Minimize2}
        label={words.small}
        pressed={width !== null && width <= SMALL}
        onClick={() => onPut({ width: SMALL })}
      />
      <Tool
        icon={Maximize2}
        label={words.full}
        pressed={width === FULL}
        onClick={() => onPut({ width: FULL })}
      />
      {/* One button instead of three: all of them must fit a phone. It shows where the picture would go. */}
      <Tool
        icon={ICONS[NEXT[align]]}
        label={words.align[NEXT[align]]}
        onClick={() => onPut({ align: NEXT[align] })}
      />
    </>
  );
}

function download(editor: Editor, file: FileId): void {
  const link = document.createElement("a");
  link.href = `${deskOf(editor)?.addressOf(file) ?? ""}?download`;
  link.download = "";
  link.click();
}

/** A small picture at the edge: its tools are wider than it is, and stay on the screen. */
function useInView(bar: { readonly current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    const element = bar.current;
    if (element === null) return;
    const place = () => {
      const slot = element.parentElement;
      const frame = slot?.parentElement?.querySelector(".picture-frame");
      slot?.classList.toggle("on-picture", (frame?.clientHeight ?? 0) >= ROOMY_PX);
      element.style.translate = "";
      const { left, right } = element.getBoundingClientRect();
      const widest = document.documentElement.clientWidth - MARGIN_PX;
      const shift = left < MARGIN_PX ? MARGIN_PX - left : right > widest ? widest - right : 0;
      element.style.translate = `${shift}px 0`;
    };
    place();
    window.addEventListener("resize", place);
    return () => window.removeEventListener("resize", place);
  });
}
