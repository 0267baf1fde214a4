// Asks the sync server, as the visitor, whether they must sign in before they make anything, so that the first
// HTML offers nothing that would be refused. Called by app/page.tsx, on Next's server only.

import { type Me, mustSignIn } from "../../lib/api.ts";
import { askServer } from "../_reading/server.ts";

/** ms. Few wait for the answer at all, it is a matter of one record; and a wrong guess is put right by the browser. */
const PATIENCE_MS = 400;

/** False where nobody answers: the browser asks again, and documents can be begun without a server. */
export async function asksToSignIn(): Promise<boolean> {
  const response = await askServer("/api/me", PATIENCE_MS);
  if (response?.ok !== true) return false;
  try {
    const { me } = (await response.json()) as { readonly me?: Me };
    return me !== undefined && mustSignIn(me);
  } catch {
    return false;
  }
}
