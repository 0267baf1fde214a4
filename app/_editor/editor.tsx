"use client";
// The editor: binds a document's body to the page. Called by stage.tsx once the content is there and
// known to this schema. Promises: opening writes nothing; nothing is bound that it cannot show.

import type { Editor as Core } from "@tiptap/core";
import { EditorContent, useEditor } from "@tiptap/react";
import { type Ref, type RefObject, useEffect, useImperativeHandle, useMemo, useRef, useState } from "react";
import { createPortal } from "react-dom";
import type { DocId } from "../../lib/names.ts";
import type { Body } from "../_client/body.ts";
import { en } from "../_words/en.ts";
import { Carets, caretsOf } from "./carets.ts";
import style from "./editor.module.css";
import { editorExtensions } from "./extensions.ts";
import { FileTools } from "./files/tools.tsx";
import type { EditorHandle } from "./handle.ts";
import { LinkPanel } from "./link-panel.tsx";
import { fillInsteadOfRefusing, readInput } from "./safety.ts";
import { Toolbar, type ToolbarHandle } from "./toolbar.tsx";
import { useAboveKeyboard, useNarrow } from "./use-dock.ts";

export interface EditorProps {
  readonly body: Body;
  /** The document beside which files are kept. */
  readonly id: DocId;
  readonly editable: boolean;
  readonly onTitle: () => void;
  /** Where the row of tools stands on wide screens: it belongs to the header. */
  readonly toolbarSlot: HTMLElement | null;
  /** Told of the editor itself, so that its owner can stop it. */
  readonly core: RefObject<Core | null>;
  readonly ref?: Ref<EditorHandle>;
}

export function Editor({ body, id, editable, onTitle, toolbarSlot, core, ref }: EditorProps) {
  const toolbar = useRef<ToolbarHandle>(null);
  const [linking, setLinking] = useState(false);
  // The editor is made once; what it calls may change.
  const calls = useRef({ onTitle, editable });
  useEffect(() => {
    calls.current = { onTitle, editable };
  });

  const extensions = useMemo(
    () =>
      editorExtensions({
        doc: body.doc,
        id,
        keys: {
          toTitle: () => calls.current.onTitle(),
          toToolbar: () => toolbar.current?.focus(),
          editLink: () => calls.current.editable && setLinking(true),
        },
        carets: Carets.configure({ awareness: body.awareness }),
      }),
    [body, id],
  );

  const editor = useEditor(
    {
      extensions,
      editable,
      immediatelyRender: false,
      shouldRerenderOnTransaction: false,
      // prose.css has what is needed; no style element is written into the page.
      injectCSS: false,
      onBeforeCreate: ({ editor: made }) => fillInsteadOfRefusing(made.schema),
      editorProps: {
        attributes: () => ({
          class: "prose",
          role: "textbox",
          "aria-multiline": "true",
          "aria-label": en.document.bodyLabel,
          "aria-readonly": String(!calls.current.editable),
          spellcheck: "true",
        }),
        scrollMargin: { top: 112, bottom: 96, left: 0, right: 0 },
        scrollThreshold: { top: 112, bottom: 72, left: 0, right: 0 },
      },
    },
    [extensions],
  );

  useEffect(() => {
    core.current = editor;
    if (editor === null) return;
    const stop = body.beforeRemote(() => readInput(editor.view));
    return () => {
      stop();
      core.current = null;
    };
  }, [editor, body, core]);

  useEffect(() => {
    if (editor !== null && editor.isEditable !== editable) editor.setEditable(editable, false);
  }, [editor, editable]);

  useImperativeHandle(ref, () => handleOf(editor), [editor]);

  if (editor === null) return null;
  return (
    <>
      <EditorContent editor={editor} className={style.content} />
      {editable ? (
        <>
          <FileTools editor={editor} />
          <LinkPanel editor={editor} editing={linking} onEditing={setLinking} />
          <Tools editor={editor} slot={toolbarSlot} onLink={() => setLinking(true)} ref={toolbar} />
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the keyboard gets there by itself */}
          <div className={style.below} onMouseDown={(event) => writeBelow(editor, event)} />
        </>
      ) : null}
    </>
  );
}

interface ToolsProps {
  readonly editor: Core;
  readonly slot: HTMLElement | null;
  readonly onLink: () => void;
  readonly ref: RefObject<ToolbarHandle | null>;
}

function Tools({ editor, slot, onLink, ref }: ToolsProps) {
  const narrow = useNarrow();
  const dock = useRef<HTMLDivElement>(null);
  const writing = useWriting(editor, dock);
  useAboveKeyboard(dock, narrow && writing);
  if (!narrow) {
    const bar = <Toolbar editor={editor} onLink={onLink} narrow={false} ref={ref} />;
    return slot === null ? null : createPortal(bar, slot);
  }
  if (!writing) return null;
  return createPortal(
    <div ref={dock} className={style.dock}>
      <Toolbar editor={editor} onLink={onLink} narrow ref={ref} />
    </div>,
    document.body,
  );
}

/** True while the caret is in the text, or a tool of the dock is being used. */
function useWriting(editor: Core, dock: RefObject<HTMLElement | null>): boolean {
  const [writing, setWriting] = useState(editor.isFocused);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      // Between two elements the focus is nowhere for a moment.
      timer = setTimeout(() => {
        const now = document.activeElement;
        const inMenu = now?.closest('[role="menu"], [role="group"]') ?? null;
        setWriting(editor.isFocused || dock.current?.contains(now) === true || inMenu !== null);
      }, 50);
    };
    document.addEventListener("focusin", look);
    document.addEventListener("focusout", look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("focusin", look);
      document.removeEventListener("focusout", look);
    };
  }, [editor, dock]);
  return writing;
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
    goTo: (clientId) => (editor === null ? false : (caretsOf(editor.state)?.goTo(clientId) ?? false)),
    headingOf: (clientId) => {
      if (editor === null) return undefined;
      const place = caretsOf(editor.state)?.placeOf(clientId);
      if (place === undefined) return undefined;
      let heading = "";
      editor.state.doc.forEach((node, offset) => {
        if (node.type.name === "heading" && offset < place.head) heading = node.textContent;
      });
      return heading;
    },
  };
}
