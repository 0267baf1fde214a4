"use client";
// The editor: binds a document's body to the page. Called by stage.tsx once the content is there and
// known to this schema. Promises: opening writes nothing; nothing is bound that it cannot show.

import type { Editor as Core } from "@tiptap/core";
import { EditorContent, useEditor } from "@tiptap/react";
import {
  type Ref,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { createPortal } from "react-dom";
import type { DocId } from "../../lib/names.ts";
import type { Body } from "../_client/body.ts";
import { en } from "../_words/en.ts";
import { Carets, caretsOf } from "./carets.ts";
import type { Command } from "./commands/action.ts";
import { available } from "./commands/table.ts";
import { linkAction } from "./commands/text-actions.ts";
import style from "./editor.module.css";
import { editorExtensions } from "./extensions.ts";
import { FileTools } from "./files/tools.tsx";
import type { EditorHandle } from "./handle.ts";
import { LinkPanel } from "./link-panel.tsx";
import { fillInsteadOfRefusing, readInput } from "./safety.ts";
import { Toolbar, type ToolbarHandle } from "./toolbar.tsx";
import { useAboveKeyboard, useNarrow } from "./use-dock.ts";
import type { BubbleHandle } from "./ways/bubble.tsx";
import { waysExtensions } from "./ways/extensions.ts";
import { panelsOf, usePanel } from "./ways/panels.ts";
import { ReadingDock } from "./ways/reading-dock.tsx";
import { useView, viewSettings } from "./ways/view-settings.ts";
import { Ways } from "./ways/ways.tsx";
import { writeAt } from "./write-at.ts";

export interface EditorProps {
  readonly body: Body;
  /** The document beside which files are kept. */
  readonly id: DocId;
  readonly editable: boolean;
  readonly onTitle: () => void;
  /** Its text stands in the page, and is not painted yet. */
  readonly onReady: () => void;
  /** Where the row of tools stands on wide screens: it belongs to the header. */
  readonly toolbarSlot: HTMLElement | null;
  /** In the header, for the View menu. */
  readonly viewSlot: HTMLElement | null;
  /** What the palette offers beside the actions on the text. */
  readonly page: readonly Command[];
  /** Told of the editor itself, so that its owner can stop it. */
  readonly core: RefObject<Core | null>;
  readonly ref?: Ref<EditorHandle>;
}

export function Editor({
  body,
  id,
  editable,
  onTitle,
  onReady,
  toolbarSlot,
  viewSlot,
  page,
  core,
  ref,
}: EditorProps) {
  const toolbar = useRef<ToolbarHandle>(null);
  const bubble = useRef<BubbleHandle>(null);
  const narrow = useNarrow();
  // The editor is made once; what it calls may change.
  const calls = useRef({ onTitle, editable });
  useEffect(() => {
    calls.current = { onTitle, editable };
  });

  const leave = useRef(() => {});
  const link = useRef(() => {});

  const extensions = useMemo(
    () => [
      ...editorExtensions({
        doc: body.doc,
        id,
        keys: {
          toTitle: () => calls.current.onTitle(),
          toToolbar: () => leave.current(),
          editLink: () => link.current(),
        },
        carets: Carets.configure({ awareness: body.awareness }),
      }),
      ...waysExtensions(),
    ],
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
          spellcheck: String(viewSettings().spelling),
        }),
        scrollMargin: { top: 112, bottom: 96, left: 0, right: 0 },
        scrollThreshold: { top: 112, bottom: 72, left: 0, right: 0 },
      },
    },
    [extensions],
  );

  useEffect(() => {
    if (editor === null) return;
    leave.current = () => leaveText(editor, [bubble.current, toolbar.current], viewSlot);
    link.current = () => {
      if (available([linkAction], editor).length > 0) linkAction.run(editor);
    };
  }, [editor, viewSlot]);

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

  useLayoutEffect(() => {
    if (editor !== null) onReady();
  }, [editor, onReady]);

  if (editor === null) return null;
  return (
    <>
      <EditorContent editor={editor} className={style.content} />
      {editable ? (
        <>
          <FileTools editor={editor} />
          <Linking editor={editor} />
          <Tools editor={editor} slot={toolbarSlot} narrow={narrow} ref={toolbar} />
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the keyboard gets there by itself */}
          <div className={style.below} onMouseDown={(event) => writeBelow(editor, event)} />
        </>
      ) : narrow ? (
        createPortal(<ReadingDock editor={editor} />, document.body)
      ) : null}
      <Ways
        editor={editor}
        editable={editable}
        narrow={narrow}
        page={page}
        viewSlot={viewSlot}
        bubble={bubble}
        onTools={() => toolbar.current?.focus()}
      />
    </>
  );
}

/** Escape: what is open over the text closes first, then the way leads to the nearest tools. */
function leaveText(
  editor: Core,
  tools: readonly ({ focus(): boolean } | null)[],
  viewSlot: HTMLElement | null,
): void {
  const panels = panelsOf(editor);
  if (panels.get().find !== undefined) {
    panels.set({ find: undefined });
    return;
  }
  if (tools.some((row) => row?.focus() === true)) return;
  // The row of tools is hidden: the View menu, which brings it back, is the next thing above the text.
  const above =
    viewSlot?.querySelector("button") ?? document.querySelector<HTMLElement>("header a, header button");
  above?.focus();
}

function Linking({ editor }: { readonly editor: Core }) {
  const linking = usePanel(editor, "linking");
  return (
    <LinkPanel
      editor={editor}
      editing={linking}
      onEditing={(next) => panelsOf(editor).set({ linking: next })}
    />
  );
}

interface ToolsProps {
  readonly editor: Core;
  readonly slot: HTMLElement | null;
  readonly narrow: boolean;
  readonly ref: RefObject<ToolbarHandle | null>;
}

function Tools({ editor, slot, narrow, ref }: ToolsProps) {
  const { toolbar: shown } = useView();
  const dock = useRef<HTMLDivElement>(null);
  const writing = useWriting(editor, dock);
  useAboveKeyboard(dock, narrow && writing);
  if (!narrow) {
    const bar = <Toolbar editor={editor} narrow={false} ref={ref} />;
    return slot === null || !shown ? null : createPortal(bar, slot);
  }
  if (!writing) return createPortal(<ReadingDock editor={editor} />, document.body);
  return createPortal(
    <div ref={dock} className={style.dock} data-dock>
      <Toolbar editor={editor} narrow ref={ref} />
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
        const here = editor.isFocused || dock.current?.contains(now) === true;
        // A menu belongs to the dock it was opened from.
        setWriting((before) => here || (before && inMenu !== null));
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
    writeAt: (place, text) => {
      if (editor !== null) writeAt(editor, place, text);
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
