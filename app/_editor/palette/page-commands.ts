"use client";
// What the palette offers about the document as a whole and beyond it: share, rename, theme, other documents.
// Called by ways.tsx with what the page around the text can do (PageActs).

import {
  Copy,
  Download,
  FilePlus2,
  FileText,
  House,
  Link2,
  LogIn,
  Moon,
  PencilLine,
  Printer,
  Share2,
  Sun,
  SunMoon,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { addressOf } from "../../../lib/names.ts";
import { signIn, useMustSignIn } from "../../_client/account.ts";
import { ApiError, createDoc } from "../../_client/api.ts";
import { useRecents } from "../../_client/recents.ts";
import { setTheme, type Theme, useTheme } from "../../_client/theme.ts";
import { toast } from "../../_ui/toast.tsx";
import { en } from "../../_words/en.ts";
import { ways } from "../../_words/ways.ts";
import type { Command, Group } from "../commands/action.ts";
import type { PageActs } from "../handle.ts";

/** The search field of home has the rest. */
const MAX_DOCUMENTS = 30;

const words = ways.actions;

export function usePageCommands(page: PageActs): readonly Command[] {
  const router = useRouter();
  const recents = useRecents();
  const theme = useTheme();
  const mustSignIn = useMustSignIn();
  return useMemo(() => {
    const { id, onShare, onCopyLink, onCopyText, onDownload, onRename } = page;
    const command = (
      group: Group,
      name: string,
      label: string,
      icon: Command["icon"],
      run: () => void,
      more: Partial<Command> = {},
    ): Command => ({ id: name, group, label, icon, run, ...more });
    const themes: readonly (readonly [Theme, string, Command["icon"]])[] = [
      ["system", words.themeSystem, SunMoon],
      ["light", words.themeLight, Sun],
      ["dark", words.themeDark, Moon],
    ];
    const create = async () => {
      try {
        const doc = await createDoc();
        router.push(addressOf(doc.id, ""));
      } catch (error) {
        const detail = error instanceof ApiError ? error.message : en.problems.unreachable;
        toast({ text: en.home.notCreated, detail, tone: "danger" });
      }
    };
    return [
      ...(onShare === undefined
        ? []
        : [
            command("document", "share", en.sharing.share, Share2, onShare, {
              keywords: words.shareKeywords.split(" "),
            }),
          ]),
      ...(onCopyLink === undefined
        ? []
        : [
            command("document", "copyLink", en.document.copyLink, Link2, onCopyLink, {
              keywords: words.copyLinkKeywords.split(" "),
            }),
          ]),
      ...(onRename === undefined
        ? []
        : [
            command("document", "rename", words.rename, PencilLine, onRename, {
              keywords: words.renameKeywords.split(" "),
            }),
          ]),
      command("document", "copyText", en.document.copyText, Copy, onCopyText),
      command("document", "download", en.document.download, Download, onDownload, {
        keywords: words.downloadKeywords.split(" "),
      }),
      command("document", "print", en.document.print, Printer, () => window.print(), {
        shortcut: "Mod P",
        keywords: words.printKeywords.split(" "),
      }),
      ...themes.map(([value, label, icon]) =>
        command("view", `theme.${value}`, label, icon, () => setTheme(value), {
          active: theme === value,
          keywords: words.themeKeywords.split(" "),
        }),
      ),
      command(
        "go",
        "newDocument",
        mustSignIn ? en.home.signInToWrite : words.newDocument,
        mustSignIn ? LogIn : FilePlus2,
        mustSignIn ? signIn : () => void create(),
        { keywords: words.newKeywords.split(" ") },
      ),
      command("go", "home", words.home, House, () => router.push("/"), {
        keywords: words.homeKeywords.split(" "),
      }),
      ...(recents ?? [])
        .filter((recent) => recent.id !== id)
        .slice(0, MAX_DOCUMENTS)
        .map((recent) =>
          command("go", `document ${recent.id}`, recent.title.trim() || en.ui.untitled, FileText, () =>
            router.push(addressOf(recent.id, recent.title)),
          ),
        ),
    ];
  }, [page, router, recents, theme, mustSignIn]);
}
