"use client";

// The save status with the panel behind it. Loaded by status.tsx as panels are: at rest, or when a pointer comes near.

import type { PanelProps } from "../../_ui/popover.tsx";
import { PopoverPanel } from "../../_ui/popover-panel.tsx";
import { StatusDetails, type StatusDetailsProps } from "./status-details.tsx";

export type StatusPanelProps = PanelProps & StatusDetailsProps;

export function StatusPanel({ body, times, onDownload, onCopy, ...panel }: StatusPanelProps) {
  return (
    <PopoverPanel {...panel}>
      <StatusDetails body={body} times={times} onDownload={onDownload} onCopy={onCopy} />
    </PopoverPanel>
  );
}
