"use client";
// The sentence: anyone with the link can view, comment or edit; the link; Copy. Called by the share dialog.
// A link is made when it is first copied, shown as a code or given an end or a password.

import { Copy, LinkIcon, Plus } from "lucide-react";
import { useRef, useState } from "react";
import type { Sharing } from "../../../lib/api.ts";
import type { DocId } from "../../../lib/names.ts";
import type { LinkRole } from "../../../lib/policy.ts";
import { addLink, type NewLink } from "../../_client/sharing-api.ts";
import { Button } from "../../_ui/button.tsx";
import { copyText } from "../../_ui/copy-text.ts";
import { cx } from "../../_ui/cx.ts";
import { Field } from "../../_ui/field.tsx";
import { Segments } from "../../_ui/segments.tsx";
import { en } from "../../_words/en.ts";
import { copyWhenMade, sayCopied } from "./copy.ts";
import { LinkExtras } from "./link-extras.tsx";
import { byAddress, linkAddress, readyLink, shortAddress } from "./links.ts";
import { Said } from "./said.tsx";
import { keepSecret, secretsOf } from "./secrets.ts";
import style from "./share-dialog.module.css";
import type { SharingDesk } from "./use-sharing.ts";

const words = en.sharing;
const ROLES: readonly LinkRole[] = ["view", "comment", "edit"];

export interface LinkSectionProps {
  readonly id: DocId;
  readonly desk: SharingDesk;
  readonly sharing: Sharing;
  readonly role: LinkRole;
  /** A link that was picked from the list. */
  readonly chosen: string | undefined;
  /** Set, and another number each time: the end of the picked link is to be changed. */
  readonly asked: number | undefined;
  readonly onRole: (role: LinkRole) => void;
  readonly onChosen: (link: string) => void;
}

export function LinkSection({ id, desk, sharing, role, chosen, asked, onRole, onChosen }: LinkSectionProps) {
  const [wrong, setWrong] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  const known = secretsOf(id);
  const ready = readyLink(sharing.links, role, (link) => known[link], chosen, Date.now());
  const address = ready.kind === "known" ? linkAddress(location.origin, ready.secret) : undefined;

  const make = async (more: Omit<NewLink, "role"> = {}, deed = "make"): Promise<string | undefined> => {
    const made = await desk.run("link", deed, async () => {
      const link = await addLink(id, { role, ...more });
      keepSecret(id, link.id, link.secret);
      return link;
    });
    if (made === undefined) return undefined;
    onChosen(made.id);
    return linkAddress(location.origin, made.secret);
  };

  const copy = async () => {
    setWrong(undefined);
    let text = address;
    const done =
      address === undefined
        ? await copyWhenMade(
            make({}, "copy").then((made) => {
              text = made;
              return made;
            }),
          )
        : await copyText(address);
    if (done) sayCopied();
    else if (text !== undefined) {
      setWrong(words.notCopied);
      // The field has the new link in the next frame.
      requestAnimationFrame(() => field.current?.select());
    }
  };

  const making = desk.busy === "copy";
  return (
    <section className={style.sentence}>
      <Segments
        label={words.sentence}
        value={role}
        options={ROLES.map((value) => ({ value, label: words.roles[value] }))}
        onChange={(next) => {
          setWrong(undefined);
          onRole(next);
        }}
      />
      <div className={cx(style.copy, ready.kind === "unknown" && style.stack)}>
        <Field
          ref={field}
          label={words.linkFor[role]}
          hideLabel
          readOnly
          icon={LinkIcon}
          className={style.link}
          value={address === undefined ? "" : shortAddress(address)}
          placeholder={ready.kind === "unknown" ? words.notShown : words.notMade}
          onFocus={(event) => event.target.select()}
          // By hand, too, the whole address is copied: the scheme is only left out for the eye.
          onCopy={(event) => {
            if (address === undefined) return;
            event.preventDefault();
            event.clipboardData.setData("text/plain", address);
          }}
        />
        {ready.kind === "unknown" ? (
          <Button
            kind="primary"
            icon={Plus}
            busy={making}
            busyLabel={words.making}
            onClick={() => void copy()}
          >
            {words.makeNew}
          </Button>
        ) : (
          <Button
            kind="primary"
            icon={Copy}
            busy={making}
            busyLabel={words.copying}
            onClick={() => void copy()}
          >
            {words.copy}
          </Button>
        )}
      </div>
      <Said desk={desk} at="link" />
      {wrong === undefined ? null : (
        <p role="alert" className={style.wrong}>
          {wrong}
        </p>
      )}
      <p className={style.hint}>{ready.kind === "unknown" ? words.notShownText : words.hint[role]}</p>
      <AddressNote sharing={sharing} role={role} />
      <LinkExtras
        key={asked ?? role}
        id={id}
        desk={desk}
        ready={ready}
        address={address}
        make={make}
        unfolded={asked !== undefined}
      />
    </section>
  );
}

/** A link for viewing is no promise where the address alone lets everybody edit. */
function AddressNote({ sharing, role }: Pick<LinkSectionProps, "sharing" | "role">) {
  const { general } = sharing;
  if (general === "none" || general === "own") return null;
  const reach = byAddress(general, role);
  if (reach === "less") return null;
  return reach === "same" ? (
    <p className={style.hint}>{words.sameByAddress(role)}</p>
  ) : (
    <p className={style.note}>{words.moreByAddress(general, role)}</p>
  );
}
