"use client";
// What stands under the title: bones, the editor, or a rendering that cannot be written in. Called by
// the document page, which loads this file apart. Promise: a body that holds something this schema does
// not know is never bound, and an editor that meets such a thing later is stopped before it can answer.

import { type Editor as Core, getSchema } from "@tiptap/core";
import { type Ref, type RefObject, useEffect, useRef, useState } from "react";
import { contentOf } from "../../lib/doc.ts";
import { schemaExtensions } from "../../lib/schema.ts";
import type { Body } from "../_client/body.ts";
import { BINDING, canBind, watchForUnbindable } from "./binding/switch.ts";
import { Editor } from "./editor.tsx";
import type { EditorHandle } from "./handle.ts";
import { Plain } from "./plain.tsx";
import "./prose.css";
import { unbind } from "./safety.ts";
import { firstUnknown, knownBy, watchForUnknown } from "./schema-guard.ts";

export interface StageProps {
  /** Its content is there: `local` or `synced`. */
  readonly body: Body;
  readonly editable: boolean;
  readonly onTitle: () => void;
  /** The body holds what this page cannot show. */
  readonly onUnknown: () => void;
  readonly toolbarSlot: HTMLElement | null;
  readonly ref?: Ref<EditorHandle>;
}

export function Stage({ body, onUnknown, ...rest }: StageProps) {
  const core = useRef<Core>(null);
  const [checked, setChecked] = useState<{ body: Body; unknown: boolean }>();

  useEffect(() => {
    const fragment = contentOf(body.doc);
    const known = knownBy(getSchema(schemaExtensions()));
    const found = () => {
      // At once, in the middle of the change: the binding's observer is the next to be told.
      if (core.current !== null) unbind(core.current.state);
      setChecked({ body, unknown: true });
      onUnknown();
    };
    if (BINDING === "own") {
      const stop = watchForUnbindable(fragment, found);
      if (canBind(fragment)) setChecked({ body, unknown: false });
      else found();
      return stop;
    }
    // Registered before the editor is made, so it is told before the editor is.
    const stop = watchForUnknown(fragment, known, found);
    if (firstUnknown(fragment, known) === undefined) setChecked({ body, unknown: false });
    else found();
    return stop;
  }, [body, onUnknown]);

  if (checked?.body !== body) return null;
  if (checked.unknown) return <Plain body={body} />;
  return <Editor body={body} core={core as RefObject<Core | null>} {...rest} />;
}
