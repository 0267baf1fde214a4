"use client";
// Loads the editor for whoever may write, and for nobody else. Called by text.tsx. Until it is there, and
// where it cannot be had, the text stands as it was drawn; it is asked for again until it comes.

import { useEffect, useState } from "react";
import { untilLoaded } from "../_client/until-loaded.ts";
import type { Stage } from "../_editor/stage.tsx";

type StageType = typeof Stage;

const load = () => import("../_editor/stage.tsx").then((loaded) => loaded.Stage);
let loading: Promise<StageType> | undefined;

/** One load for the page's life; one that failed is forgotten. */
function ask(): Promise<StageType> {
  if (loading === undefined) {
    const asked = load();
    loading = asked;
    asked.catch(() => {
      if (loading === asked) loading = undefined;
    });
  }
  return loading;
}

export function useStage(wanted: boolean): StageType | undefined {
  const [stage, setStage] = useState<StageType>();
  // While the page is drawn, not in an effect: it is the largest part of the page, and neither it nor the
  // content need wait for the other.
  if (wanted && stage === undefined && typeof window !== "undefined") void ask().catch(() => {});

  useEffect(() => {
    if (!wanted) return;
    // A component is a function, and a state that is given a function calls it.
    return untilLoaded(ask, (loaded) => setStage(() => loaded));
  }, [wanted]);
  return stage;
}
