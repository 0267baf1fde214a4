"use client";
// The (i) of a document. Called by the document page: a panel in the header, and the same as a sheet out of the menu,
// where phones have it. What opens is in info-panel.tsx, and comes when the page is at rest, or when it is wanted.

import { Info } from "lucide-react";
import { later } from "../../_ui/later.tsx";
import { opens } from "../../_ui/opens.tsx";
import type { PanelProps } from "../../_ui/popover.tsx";
import { Tool } from "../../_ui/tool.tsx";
import { accessSigns } from "../../_words/access-signs.ts";
import type { InfoDialogProps, InfoProps } from "./info-panel.tsx";

const words = accessSigns.info;
const load = () => import("./info-panel.tsx");

const Panel = opens<InfoProps & PanelProps>("dialog", () => load().then((module) => module.InfoPanel));

export function InfoButton({ className, ...of }: InfoProps & { readonly className?: string | undefined }) {
  return (
    <Panel
      {...of}
      label={words.title}
      align="end"
      trigger={<Tool icon={Info} label={words.title} className={className} />}
    />
  );
}

export const InfoDialog = later<InfoDialogProps>(() => load().then((module) => module.InfoDialog));
