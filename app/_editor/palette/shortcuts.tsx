"use client";
// The list of all shortcuts, from the table of actions, in the words of the platform. Called by ways.tsx
// when asked for (Ctrl /, or ? outside of text).

import { Dialog } from "../../_ui/dialog.tsx";
import { shortcut } from "../../_ui/keys.ts";
import { ways } from "../../_words/ways.ts";
import { shortcutGroups } from "./shortcut-groups.ts";
import style from "./shortcuts.module.css";

export default function Shortcuts({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      reading
      title={ways.shortcuts.title}
      description={ways.shortcuts.description}
    >
      {shortcutGroups().map(({ heading, rows }) => (
        <section key={heading} className={style.group}>
          <h3 className={style.heading}>{heading}</h3>
          <dl className={style.rows}>
            {rows.map(({ label, keys }) => (
              <div key={label + keys.join()} className={style.row}>
                <dt>{label}</dt>
                <dd>
                  {keys.map((one) => (
                    <kbd key={one}>{shortcut(one)}</kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
