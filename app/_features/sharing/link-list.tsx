"use client";
// Every link of the document: what it allows, when it ends, whether it has a password. Called by the share
// dialog. A link can be named, put above to be changed, and ended; ending asks in place.

import { Copy, Ellipsis, LinkIcon, Pencil, Plus, SlidersHorizontal, Unlink } from "lucide-react";
import { useRef, useState } from "react";
import type { ShareLink } from "../../../lib/api.ts";
import type { DocId } from "../../../lib/names.ts";
import type { LinkRole } from "../../../lib/policy.ts";
import { addLink, changeLink, endLink } from "../../_client/sharing-api.ts";
import { Button } from "../../_ui/button.tsx";
import { copyText } from "../../_ui/copy-text.ts";
import { Field } from "../../_ui/field.tsx";
import { Menu, type MenuEntry } from "../../_ui/menu.tsx";
import { Tool } from "../../_ui/tool.tsx";
import { en } from "../../_words/en.ts";
import { Confirm } from "./confirm.tsx";
import { sayCopied } from "./copy.ts";
import { dayWord, endWord, isToday } from "./ends.ts";
import { isLiving, linkAddress } from "./links.ts";
import { Said } from "./said.tsx";
import { keepSecret, secretsOf } from "./secrets.ts";
import style from "./share-dialog.module.css";
import { useFocus } from "./use-focus.ts";
import type { SharingDesk } from "./use-sharing.ts";

const words = en.sharing;

export interface LinkListProps {
  readonly id: DocId;
  readonly desk: SharingDesk;
  readonly links: readonly ShareLink[];
  /** That of the sentence: a new link gets it. */
  readonly role: LinkRole;
  readonly onChosen: (link: ShareLink) => void;
  /** Its end or its password is to be changed. */
  readonly onChange: (link: ShareLink) => void;
}

export function LinkList({ id, desk, links, role, onChosen, onChange }: LinkListProps) {
  if (links.length === 0) return null;
  const add = async () => {
    const made = await desk.run("links", "add", async () => {
      const link = await addLink(id, { role });
      keepSecret(id, link.id, link.secret);
      return link;
    });
    if (made !== undefined) onChosen(made);
  };
  return (
    <section className={style.section}>
      <header className={style.head}>
        <h3>{words.links}</h3>
        <Button kind="quiet" size="small" icon={Plus} busy={desk.busy === "add"} onClick={() => void add()}>
          {words.newLink}
        </Button>
      </header>
      <Said desk={desk} at="links" />
      <ul className={style.rows}>
        {links.map((link) => (
          <Row key={link.id} id={id} desk={desk} link={link} onChange={onChange} />
        ))}
      </ul>
    </section>
  );
}

interface RowProps extends Pick<LinkListProps, "id" | "desk" | "onChange"> {
  readonly link: ShareLink;
}

function Row({ id, desk, link, onChange }: RowProps) {
  const [doing, setDoing] = useState<"naming" | "ending">();
  const now = Date.now();
  const living = isLiving(link, now);
  const secret = secretsOf(id)[link.id];
  const name = link.label || words.linkFor[link.role];
  const about = [
    ...(link.label === "" ? [] : [words.can[link.role]]),
    endWord(link.expires, now),
    ...(link.hasPassword ? [words.secured] : []),
    isToday(link.createdAt, now) ? words.madeToday : words.made(dayWord(link.createdAt, now)),
  ];
  const copy = async (known: string) => {
    const done = await copyText(linkAddress(location.origin, known));
    if (done) sayCopied();
    else desk.tell({ at: "links", text: en.ui.linkNotCopied });
  };
  const items: MenuEntry[] = [
    ...(secret !== undefined && living
      ? [{ label: words.copy, icon: Copy, onSelect: () => void copy(secret) }]
      : []),
    ...(living ? [{ label: words.changeLink, icon: SlidersHorizontal, onSelect: () => onChange(link) }] : []),
    { label: words.nameLink, icon: Pencil, onSelect: () => setDoing("naming") },
    "rule",
    { label: words.endLink, icon: Unlink, danger: true, onSelect: () => setDoing("ending") },
  ];
  const end = () => desk.run("links", link.id, () => endLink(id, link.id));
  const rename = async (label: string) => {
    const done = await desk.run("links", link.id, async () => {
      await changeLink(id, link.id, { label });
      return true;
    });
    if (done) setDoing(undefined);
  };
  return (
    <li>
      <div className={style.row}>
        <span className={style.chip}>
          <LinkIcon className="icon" aria-hidden />
        </span>
        <div className={style.about}>
          <b>{name}</b>
          <small>{about.join(" · ")}</small>
        </div>
        <Menu
          label={words.moreForLink(name)}
          align="end"
          trigger={<Tool icon={Ellipsis} label={words.moreForLink(name)} tip={en.ui.more} />}
          items={items}
        />
      </div>
      {doing === "naming" ? (
        <Naming
          label={link.label}
          busy={desk.busy === link.id}
          onName={(label) => void rename(label)}
          onNo={() => setDoing(undefined)}
        />
      ) : doing === "ending" ? (
        <Confirm
          text={words.endLinkText}
          yes={words.endLinkYes}
          busyLabel={words.ending}
          busy={desk.busy === link.id}
          onYes={() => void end()}
          onNo={() => setDoing(undefined)}
        />
      ) : null}
    </li>
  );
}

interface NamingProps {
  readonly label: string;
  readonly busy: boolean;
  readonly onName: (label: string) => void;
  readonly onNo: () => void;
}

function Naming({ label, busy, onName, onNo }: NamingProps) {
  const [text, setText] = useState(label);
  const field = useRef<HTMLInputElement>(null);
  useFocus(field);
  return (
    <form
      className={style.naming}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) onName(text.trim());
      }}
    >
      <Field
        ref={field}
        label={words.linkName}
        hint={words.linkNameHint}
        value={text}
        maxLength={80}
        onChange={(event) => setText(event.target.value)}
      />
      <div className={style.acts}>
        <Button type="submit" size="small">
          {words.save}
        </Button>
        <Button size="small" kind="quiet" onClick={onNo}>
          {en.ui.cancel}
        </Button>
      </div>
    </form>
  );
}
