"use client";
// The editor, where it may be bound. Called by app/_reading, which loads this file apart and shows the text
// until `onReady`, and again after `onUnknown`. Promise: a body that holds something this schema does not
// know is never bound, and an editor that meets such a thing later is stopped before it can answer.

import { type Editor as Core, getSchema } from "@tiptap/core";
import { type Ref, type RefObject, useEffect, useRef, useState } from "react";
import { contentOf } from "../../lib/doc.ts";
import type { DocId } from "../../lib/names.ts";
import { schemaExtensions } from "../../lib/schema.ts";
import type { Body } from "../_client/body.ts";
import { untilLoaded } from "../_client/until-loaded.ts";
import { canBind, watchForUnbindable } from "./binding/bindable.ts";
import { BINDING } from "./binding/bound.ts";
import { RESERVED_ATTRIBUTES } from "./binding/succession.ts";
import { BoundText } from "./bound-text.tsx";
import type { EditorHandle, PageActs } from "./handle.ts";
import type { LateParts } from "./late.ts";
import { needsViews } from "./late-views.ts";
import "./prose.css";
import { unbind } from "./safety.ts";
import { firstUnknown, knownBy, watchForUnknown } from "./schema-guard.ts";

export interface StageProps {
  /** Its content is there: `local` or `synced`. */
  readonly body: Body;
  readonly id: DocId;
  readonly editable: boolean;
  readonly onTitle: () => void;
  /** The body holds what this page cannot show. */
  readonly onUnknown: () => void;
  readonly onReady: () => void;
  readonly toolbarSlot: HTMLElement | null;
  readonly viewSlot: HTMLElement | null;
  /** What the palette offers beside the actions on the text. */
  readonly page: PageActs;
  readonly ref?: Ref<EditorHandle>;
}

export function Stage({ body, onUnknown, ...rest }: StageProps) {
  const core = useRef<Core>(null);
  const [checked, setChecked] = useState<{ body: Body; unknown: boolean; rich: boolean }>();
  const blocks = useBlocks(checked?.body === body && checked.rich);

  useEffect(() => {
    const fragment = contentOf(body.doc);
    const known = knownBy(getSchema(schemaExtensions()), RESERVED_ATTRIBUTES);
    const found = () => {
      // At once, in the middle of the change: the binding's observer is the next to be told.
      if (core.current !== null) unbind(core.current.state);
      setChecked({ body, unknown: true, rich: false });
      onUnknown();
    };
    if (BINDING === "own") {
      const stop = watchForUnbindable(fragment, found);
      if (canBind(fragment)) setChecked({ body, unknown: false, rich: needsViews(fragment) });
      else found();
      return stop;
    }
    // Registered before the editor is made, so it is told before the editor is.
    const stop = watchForUnknown(fragment, known, found);
    if (firstUnknown(fragment, known) === undefined)
      setChecked({ body, unknown: false, rich: needsViews(fragment) });
    else found();
    return stop;
  }, [body, onUnknown]);

  if (checked?.body !== body || checked.unknown || blocks === undefined) return null;
  return <BoundText body={body} blocks={blocks} core={core as RefObject<Core | null>} {...rest} />;
}

/** What the text has of the late parts from the start: those of blocks, where it has such blocks. */
function useBlocks(needed: boolean): Partial<LateParts> | undefined {
  const [loaded, setLoaded] = useState<Partial<LateParts>>();
  useEffect(() => {
    if (!needed) return;
    return untilLoaded(
      () => import("./blocks/parts.ts"),
      ({ blockParts }) => setLoaded(blockParts),
    );
  }, [needed]);
  return needed ? loaded : NONE;
}

const NONE: Partial<LateParts> = {};
