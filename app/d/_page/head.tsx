"use client";
// The document's header: home, title, save status; people, link, more; below it the row of tools.
// Called by the document page. No line under it until the page scrolls.

import { Copy, Download, Ellipsis, FileOutput, Info, Link2, Printer, Share2 } from "lucide-react";
import Link from "next/link";
import type { ReactNode, Ref } from "react";
import { MeButton } from "../../_home/me-button.tsx";
import { Brand } from "../../_ui/brand.tsx";
import { Button } from "../../_ui/button.tsx";
import { cx } from "../../_ui/cx.ts";
import { Menu } from "../../_ui/menu.tsx";
import { Tool } from "../../_ui/tool.tsx";
import { accessSigns } from "../../_words/access-signs.ts";
import { en } from "../../_words/first.ts";
import { portingSigns } from "../../_words/porting-signs.ts";
import style from "./head.module.css";

const words = en.document;

export interface HeadProps {
  readonly title: string;
  readonly moved: boolean;
  /** The title itself has scrolled away. */
  readonly past: boolean;
  readonly status: ReactNode;
  readonly people: ReactNode;
  /** The (i), for wide windows; the menu has it everywhere. */
  readonly info: ReactNode;
  /** Where the editor puts its tools; left out where nobody may write. */
  readonly tools: Ref<HTMLDivElement> | undefined;
  /** What one may do, in the place of the tools: nothing moves when one gives way to the other. */
  readonly note: ReactNode;
  readonly onTop: () => void;
  /** Only for whoever owns the document. */
  readonly onShare: (() => void) | undefined;
  /** Left out where one was put out: the address leads nowhere then. */
  readonly onCopyLink: (() => void) | undefined;
  readonly onCopyText: () => void;
  readonly onDownload: () => void;
  readonly onExport: () => void;
  readonly onInfo: () => void;
}

export function Head(props: HeadProps) {
  const { title, moved, past, status, people, info, tools, note } = props;
  const { onTop, onShare, onCopyLink, onCopyText, onDownload, onExport, onInfo } = props;
  const link = onShare ?? onCopyLink;
  return (
    <>
      <header className={cx(style.head, moved && style.moved)}>
        <div className={style.row}>
          <Link href="/" className={style.home} aria-label={words.toHome}>
            <Brand />
          </Link>
          <nav className={cx(style.crumb, past && style.past)} aria-label={words.where}>
            <button type="button" onClick={onTop}>
              {title.trim() || en.ui.untitled}
            </button>
          </nav>
          {status}
          <div className={style.end}>
            {people}
            <MeButton />
            {info}
            {link === undefined ? null : (
              <Button kind="primary" className={style.link} onClick={link}>
                {onShare === undefined ? words.copyLink : en.sharing.share}
              </Button>
            )}
            <Menu
              label={words.more}
              align="end"
              trigger={<Tool icon={Ellipsis} label={words.more} />}
              items={[
                ...(onShare === undefined
                  ? []
                  : [{ label: en.sharing.share, icon: Share2, onSelect: onShare }]),
                ...(onCopyLink === undefined
                  ? []
                  : [{ label: words.copyLink, icon: Link2, onSelect: onCopyLink }]),
                { label: words.copyText, icon: Copy, onSelect: onCopyText },
                { label: words.download, icon: Download, onSelect: onDownload },
                { label: portingSigns.export, icon: FileOutput, onSelect: onExport },
                { label: accessSigns.info.title, icon: Info, onSelect: onInfo },
                { label: words.print, icon: Printer, shortcut: "Mod P", onSelect: () => window.print() },
              ]}
            />
          </div>
        </div>
        {tools === undefined ? null : <div ref={tools} className={style.tools} />}
      </header>
      {tools === undefined ? <div className={style.noted}>{note}</div> : null}
    </>
  );
}
