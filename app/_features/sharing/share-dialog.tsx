"use client";
// Everything an owner decides about who gets in: links, people, the address, the lock. Called by the Share
// button. It asks the server when it opens and after every deed; what it shows is what the server said.

import { useState } from "react";
import type { Sharing } from "../../../lib/api.ts";
import type { DocId } from "../../../lib/names.ts";
import { endLink, setRole, setRules } from "../../_client/sharing-api.ts";
import { Bones } from "../../_ui/bones.tsx";
import { Button } from "../../_ui/button.tsx";
import { Dialog } from "../../_ui/dialog.tsx";
import { toast } from "../../_ui/toast.tsx";
import { en } from "../../_words/en.ts";
import { AccessList } from "./access-list.tsx";
import { Confirm } from "./confirm.tsx";
import { hush } from "./copy.ts";
import { LinkList } from "./link-list.tsx";
import { LinkSection } from "./link-section.tsx";
import { firstRole } from "./links.ts";
import { Rules } from "./rules.tsx";
import { Said } from "./said.tsx";
import style from "./share-dialog.module.css";
import { type SharingDesk, useSharing } from "./use-sharing.ts";

const words = en.sharing;

export interface ShareDialogProps {
  readonly id: DocId;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** Somebody else owns the document now. */
  readonly onHandedOver: () => void;
}

export function ShareDialog({ id, open, onOpenChange, onHandedOver }: ShareDialogProps) {
  const desk = useSharing(id, open);
  const [stopping, setStopping] = useState(false);
  const { sharing } = desk;
  const close = () => {
    setStopping(false);
    onOpenChange(false);
  };
  const stop = async (now: Sharing) => {
    const done = await desk.run("stop", "stop", () => endEverything(id, now));
    if (done) setStopping(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : close())}
      title={words.title}
      actions={
        sharing === undefined || stopping ? undefined : (
          <>
            {isShared(sharing) ? (
              <Button kind="danger" onClick={() => setStopping(true)}>
                {words.stop}
              </Button>
            ) : null}
            <Button onClick={close}>{en.ui.done}</Button>
          </>
        )
      }
    >
      <div className={style.inside} onPointerDownCapture={hush}>
        {sharing === undefined ? (
          <Waiting desk={desk} />
        ) : (
          <Parts
            id={id}
            desk={desk}
            sharing={sharing}
            onHandedOver={(name) => {
              close();
              onHandedOver();
              toast({ text: words.handedOver(name) });
            }}
          />
        )}
        {sharing === undefined || !stopping ? null : (
          <Confirm
            text={words.stopText}
            yes={words.stopYes}
            busyLabel={words.stopping}
            busy={desk.busy === "stop"}
            wrong={desk.trouble?.at === "stop" ? words.notFinished(desk.trouble.text) : undefined}
            onYes={() => void stop(sharing)}
            onNo={() => setStopping(false)}
          />
        )}
      </div>
    </Dialog>
  );
}

function Waiting({ desk }: { readonly desk: SharingDesk }) {
  return (
    <div className={style.waiting}>
      {desk.trouble === undefined ? (
        <>
          <Bones lines={6} />
          <span className="hidden-text">{words.loading}</span>
        </>
      ) : (
        <>
          <Said desk={desk} at="whole" />
          <Button onClick={desk.reload}>{en.ui.tryAgain}</Button>
        </>
      )}
    </div>
  );
}

interface PartsProps {
  readonly id: DocId;
  readonly desk: SharingDesk;
  readonly sharing: Sharing;
  readonly onHandedOver: (name: string) => void;
}

/** Mounted when the server has answered: what is chosen and unfolded begins anew with each opening. */
function Parts({ id, desk, sharing, onHandedOver }: PartsProps) {
  const [role, pickRole] = useState(() => firstRole(sharing.links, Date.now()));
  const [chosen, setChosen] = useState<string>();
  // Counts, so that asking for the same link again unfolds it again.
  const [asked, setAsked] = useState<number>();
  return (
    <>
      <Said desk={desk} at="whole" />
      <LinkSection
        id={id}
        desk={desk}
        sharing={sharing}
        role={role}
        chosen={chosen}
        asked={asked}
        onRole={(next) => {
          pickRole(next);
          setChosen(undefined);
          setAsked(undefined);
        }}
        onChosen={setChosen}
      />
      <LinkList
        id={id}
        desk={desk}
        links={sharing.links}
        role={role}
        onChosen={(link) => {
          pickRole(link.role);
          setChosen(link.id);
        }}
        onChange={(link) => {
          pickRole(link.role);
          setChosen(link.id);
          setAsked((asked ?? 0) + 1);
        }}
      />
      <AccessList id={id} desk={desk} sharing={sharing} onHandedOver={onHandedOver} />
      <Rules id={id} desk={desk} sharing={sharing} />
    </>
  );
}

const isShared = ({ general, links, people }: Sharing): boolean =>
  general !== "none" || links.length > 0 || people.some((member) => member.role !== "own");

/** What lets most people in goes first; where it breaks off, less is open than before. */
async function endEverything(id: DocId, { general, links, people }: Sharing): Promise<true> {
  if (general !== "none") await setRules(id, { general: "none" });
  for (const link of links) await endLink(id, link.id);
  for (const member of people) if (member.role !== "own") await setRole(id, member.id, "none");
  return true;
}
