"use client";
// Who has access: anyone with the address, and each person, with what they may do. Called by the share
// dialog. Roles change with one choice; removing somebody and handing over ask in place.

import { ChevronDown, Globe } from "lucide-react";
import { useState } from "react";
import type { Member, Sharing } from "../../../lib/api.ts";
import type { DocId } from "../../../lib/names.ts";
import { initialsOf } from "../../../lib/people.ts";
import type { LinkRole } from "../../../lib/policy.ts";
import { handOver, setRole, setRules } from "../../_client/sharing-api.ts";
import { Avatar } from "../../_ui/avatar.tsx";
import { Button } from "../../_ui/button.tsx";
import { Menu, type MenuEntry } from "../../_ui/menu.tsx";
import { en } from "../../_words/en.ts";
import { Confirm } from "./confirm.tsx";
import { isLiving } from "./links.ts";
import { Said } from "./said.tsx";
import style from "./share-dialog.module.css";
import type { SharingDesk } from "./use-sharing.ts";

const words = en.sharing;
const GIVEN = ["edit", "comment", "view"] as const satisfies readonly LinkRole[];
/** More than these are behind one more press. */
const MAX_SHOWN = 8;

export interface AccessListProps {
  readonly id: DocId;
  readonly desk: SharingDesk;
  readonly sharing: Sharing;
  readonly onHandedOver: (name: string) => void;
}

export function AccessList({ id, desk, sharing, onHandedOver }: AccessListProps) {
  const [all, setAll] = useState(false);
  const { people } = sharing;
  const initials = initialsOf(people.map((member) => member.person.name));
  const shown = all ? people : people.slice(0, MAX_SHOWN);
  return (
    <section className={style.section}>
      <header className={style.head}>
        <h3>{words.people}</h3>
      </header>
      <Said desk={desk} at="people" />
      <ul className={style.rows}>
        <Address id={id} desk={desk} general={sharing.general} />
        {shown.map((member, index) => (
          <Row
            key={member.id}
            id={id}
            desk={desk}
            sharing={sharing}
            member={member}
            initials={initials[index] ?? ""}
            onHandedOver={onHandedOver}
          />
        ))}
      </ul>
      {people.length > 1 ? null : <p className={style.hint}>{words.nobody}</p>}
      {shown.length === people.length ? null : (
        <Button kind="quiet" size="small" className={style.all} onClick={() => setAll(true)}>
          {words.showAll(people.length)}
        </Button>
      )}
    </section>
  );
}

/** The plain address, without a link. */
function Address({ id, desk, general }: Pick<AccessListProps, "id" | "desk"> & Pick<Sharing, "general">) {
  const set = (role: LinkRole | "none") =>
    void desk.run("people", "general", () => setRules(id, { general: role }));
  return (
    <li className={style.row}>
      <span className={style.chip}>
        <Globe className="icon" aria-hidden />
      </span>
      <div className={style.about}>
        <b>{words.address}</b>
        <small>{general === "none" ? words.addressNone : words.addressSome}</small>
      </div>
      <Menu
        label={words.addressCan}
        align="end"
        trigger={<Choice label={words.roleOf(words.address, words.can[general])} text={words.can[general]} />}
        items={[...GIVEN, "none" as const].map((role) => ({
          label: words.can[role],
          checked: role === general,
          onSelect: () => role === general || set(role),
        }))}
      />
    </li>
  );
}

interface RowProps extends AccessListProps {
  readonly member: Member;
  readonly initials: string;
}

function Row({ id, desk, sharing, member, initials, onHandedOver }: RowProps) {
  const [asking, setAsking] = useState<"remove" | "hand-over">();
  const { person, role, via, isYou } = member;
  const { name } = person;
  const change = (next: LinkRole) => void desk.run("people", member.id, () => setRole(id, member.id, next));
  const remove = () => desk.run("people", member.id, () => setRole(id, member.id, "none"));
  const give = async () => {
    const done = await desk.run("people", member.id, async () => {
      await handOver(id, member.id);
      return true;
    });
    if (done) onHandedOver(name);
  };
  const items: MenuEntry[] = [
    ...GIVEN.map((one) => ({
      label: words.can[one],
      checked: one === role,
      onSelect: () => one === role || change(one),
    })),
    "rule",
    { label: words.handOver, onSelect: () => setAsking("hand-over") },
    { label: words.remove, danger: true, onSelect: () => setAsking("remove") },
  ];
  const ask = { busy: desk.busy === member.id, onNo: () => setAsking(undefined) };
  return (
    <li>
      <div className={style.row}>
        <Avatar person={person} initials={initials} size="large" decorative />
        <div className={style.about}>
          <b>{isYou ? words.you(name) : name}</b>
          {role === "own" ? null : <small>{cameBy(via)}</small>}
        </div>
        {role === "own" ? (
          <em className={style.fixed}>{words.can.own}</em>
        ) : (
          <Menu
            label={words.roleOf(name, words.can[role])}
            align="end"
            trigger={<Choice label={words.roleOf(name, words.can[role])} text={words.can[role]} />}
            items={items}
          />
        )}
      </div>
      {asking === "remove" ? (
        <Confirm
          {...ask}
          text={afterRemoving(name, sharing)}
          yes={words.remove}
          busyLabel={words.removing}
          onYes={() => void remove()}
        />
      ) : asking === "hand-over" ? (
        <Confirm
          {...ask}
          mild
          text={words.handOverText(name)}
          yes={words.handOverYes}
          busyLabel={words.handingOver}
          onYes={() => void give()}
        />
      ) : null}
    </li>
  );
}

const cameBy = (via: string | undefined): string =>
  via === undefined ? words.byName : via === "" ? words.byLink : words.byLinkNamed(via);

/** Out, but perhaps not for long: both ways back in are said. */
function afterRemoving(name: string, { general, links }: Sharing): string {
  const parts = [words.removeText(name)];
  if (general !== "none" && general !== "own") parts.push(words.removeAddress(general));
  if (links.some((link) => isLiving(link, Date.now()))) parts.push(words.removeLinks);
  return parts.join(" ");
}

interface ChoiceProps extends React.ComponentProps<"button"> {
  readonly label: string;
  readonly text: string;
}

function Choice({ label, text, ...rest }: ChoiceProps) {
  return (
    <button {...rest} type="button" className={style.select} aria-label={label}>
      {text}
      <ChevronDown className="icon" aria-hidden />
    </button>
  );
}
