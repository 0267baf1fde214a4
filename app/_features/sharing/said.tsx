// A sentence about what went wrong, where it went wrong. Called by the parts of the share dialog; it is
// read out when it comes.

import style from "./share-dialog.module.css";
import type { Place, SharingDesk } from "./use-sharing.ts";

export function Said({ desk, at }: { readonly desk: SharingDesk; readonly at: Place }) {
  if (desk.trouble?.at !== at) return null;
  return (
    <p role="alert" className={style.wrong}>
      {desk.trouble.text}
    </p>
  );
}
