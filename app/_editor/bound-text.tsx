"use client";
// The text itself: makes the editor on a document's body, in the page. Called by stage.tsx once the content
// is there and known to this schema. Promises: opening writes nothing; nothing is bound that it cannot show;
// what is not needed to write the first key comes after it (editor.tsx, late.ts).

import { Editor as Core } from "@tiptap/core";
import {
  type Ref,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import type { DocId } from "../../lib/names.ts";
import type { Body } from "../_client/body.ts";
import { untilLoaded } from "../_client/until-loaded.ts";
import { en } from "../_words/first.ts";
import { caretsOf } from "./carets-handle.ts";
import { type EarlyKeys, keepEarlyKeys } from "./early-keys.ts";
import style from "./editor.module.css";
import type { Calls } from "./editor.tsx";
import { editorExtensions } from "./extensions.ts";
import type { EditorHandle, PageActs } from "./handle.ts";
import { fillSlots, type Late, type LateParts, slot, WAYS } from "./late.ts";
import { fillInsteadOfRefusing, readInput } from "./safety.ts";
import { scrollRoom } from "./scroll-room.ts";
import { spareFromReact } from "./spared.ts";
import { viewSettings } from "./ways/view-settings.ts";
import { writeAt } from "./write-at.ts";

export interface BoundTextProps {
  readonly body: Body;
  /** The document beside which files are kept. */
  readonly id: DocId;
  readonly editable: boolean;
  /** What is here of the late parts already. */
  readonly blocks: Partial<LateParts>;
  readonly onTitle: () => void;
  /** Its text stands in the page, and is not painted yet. */
  readonly onReady: () => void;
  /** Where the row of tools stands on wide screens: it belongs to the header. */
  readonly toolbarSlot: HTMLElement | null;
  /** In the header, for the View menu. */
  readonly viewSlot: HTMLElement | null;
  /** What the palette offers beside the actions on the text. */
  readonly page: PageActs;
  /** Told of the editor itself, so that its owner can stop it. */
  readonly core: RefObject<Core | null>;
  readonly ref?: Ref<EditorHandle>;
}

/** From here on a key is a letter in the text: the moment up to which scripts/_weights.mjs counts. */
export const CAN_WRITE = "concord-can-write";

export function BoundText(props: BoundTextProps) {
  const { body, id, editable, blocks, onTitle, onReady, toolbarSlot, viewSlot, page, core, ref } = props;
  const place = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<Core | null>(null);
  // The editor is made once; what it calls may change.
  const calls = useRef<Calls>({ leave: toHeader, link: () => {} });
  const keys = useRef<EarlyKeys>(undefined);
  const now = useRef({ onTitle, editable, onReady });
  useLayoutEffect(() => {
    now.current = { onTitle, editable, onReady };
  });

  // Before anything is painted: the drawn text gives way in the same frame.
  useLayoutEffect(() => {
    const made = make(body, id, place.current, calls, now, blocks);
    const stop = body.beforeRemote(() => readInput(made.view));
    const early = keepEarlyKeys(made.view);
    keys.current = early;
    core.current = made;
    setEditor(made);
    performance.mark(CAN_WRITE);
    now.current.onReady();
    return () => {
      stop();
      early.stop();
      core.current = null;
      setEditor(null);
      made.destroy();
    };
  }, [body, id, core, blocks]);

  useEffect(() => {
    if (editor !== null && editor.isEditable !== editable) editor.setEditable(editable, false);
  }, [editor, editable]);

  useImperativeHandle(ref, () => handleOf(editor), [editor]);

  const around = useAround(editor, body);
  // After what stands around the text has begun to listen.
  useEffect(() => {
    if (editor !== null && around !== undefined) keys.current?.replay(() => around.openSlash(editor));
  }, [editor, around]);
  return (
    <>
      <div ref={place} className={style.content} />
      {editor === null || !editable ? null : (
        // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard gets there by itself
        <div className={style.below} onMouseDown={(event) => writeBelow(editor, event)} />
      )}
      {editor === null || around === undefined ? null : (
        <around.Around
          editor={editor}
          editable={editable}
          toolbarSlot={toolbarSlot}
          viewSlot={viewSlot}
          page={page}
          calls={calls}
        />
      )}
    </>
  );
}

function make(
  body: Body,
  id: DocId,
  element: HTMLElement | null,
  calls: RefObject<Calls>,
  now: RefObject<{ readonly onTitle: () => void; readonly editable: boolean }>,
  blocks: Partial<LateParts>,
): Core {
  const late: Late = (name) => blocks[name] ?? slot(name);
  const made = new Core({
    element,
    extensions: [
      ...editorExtensions({
        doc: body.doc,
        id,
        late,
        keys: {
          toTitle: () => now.current.onTitle(),
          toToolbar: () => calls.current.leave(),
          editLink: () => calls.current.link(),
        },
      }),
      ...WAYS.map(late),
    ],
    editable: now.current.editable,
    // prose.css has what is needed; no style element is written into the page.
    injectCSS: false,
    onBeforeCreate: ({ editor }) => fillInsteadOfRefusing(editor.schema),
  });
  spareFromReact(made.view.dom);
  // Not with the others: those at the start are merged with the library's, which a function is not.
  made.setOptions({
    editorProps: {
      attributes: () => ({
        class: "prose",
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": en.document.bodyLabel,
        "aria-readonly": String(!now.current.editable),
        spellcheck: String(viewSettings().spelling),
      }),
      scrollMargin: scrollRoom(112, 96),
      scrollThreshold: scrollRoom(112, 72),
    },
  });
  return made;
}

type Around = typeof import("./around.ts");

/** What stands around the text is fetched once the text is painted, and then fills the editor's slots. */
function useAround(editor: Core | null, { awareness }: Body): Around | undefined {
  const [here, setHere] = useState<{ readonly of: Core; readonly around: Around }>();
  useEffect(() => {
    if (editor === null) return;
    return untilLoaded(
      () => import("./around.ts"),
      (around) => {
        fillSlots(editor, around.lateParts(awareness));
        setHere({ of: editor, around });
      },
    );
  }, [editor, awareness]);
  return here !== undefined && here.of === editor ? here.around : undefined;
}

/** Before there are tools: the first thing above the text. */
function toHeader(): void {
  document.querySelector<HTMLElement>("header a, header button")?.focus();
}

/** A press under the text goes on writing there; after a table or code it makes the place for it. */
function writeBelow(editor: Core, event: { preventDefault(): void; button: number }): void {
  if (event.button !== 0) return;
  event.preventDefault();
  const { doc } = editor.state;
  if (doc.lastChild?.type.name !== "paragraph") {
    editor.chain().insertContentAt(doc.content.size, { type: "paragraph" }).focus("end").run();
  } else editor.commands.focus("end");
}

function handleOf(editor: Core | null): EditorHandle {
  return {
    focusStart: () => {
      editor?.commands.focus("start");
      // The command waits for a frame; a key typed meanwhile would still land in the title.
      editor?.view.focus();
    },
    focusEnd: () => {
      editor?.commands.focus("end");
    },
    writeAt: (place, text) => {
      if (editor !== null) writeAt(editor, place, text);
    },
    goTo: (clientId) => (editor === null ? false : (caretsOf(editor.state)?.goTo(clientId) ?? false)),
    headingOf: (clientId) => {
      if (editor === null) return undefined;
      const head = caretsOf(editor.state)?.headOf(clientId);
      if (head === undefined) return undefined;
      // Up from there: a heading is near, and the document may be long.
      const { doc } = editor.state;
      for (let at = Math.min(doc.resolve(head).index(0), doc.childCount - 1); at >= 0; at--) {
        const block = doc.child(at);
        if (block.type.name === "heading") return block.textContent;
      }
      return "";
    },
  };
}
