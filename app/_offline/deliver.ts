// Brings to the server what waits in this browser in documents that nobody has open: documents begun here, and
// words that a closed tab had not sent. Called by the keeper in every page; one page of a browser does it at a
// time. It is a session like any other, without presence.

import type { DocId } from "../../lib/names.ts";
import { bodyOf } from "../../lib/names.ts";
import { offer } from "../_client/begun.ts";
import type { Body } from "../_client/body.ts";
import { type Kept, lookAtKept, noteCreated } from "../_client/kept.ts";
import { browserTabs } from "../_client/tabs.ts";

/** The page comes first; what waited can wait a little longer. */
export const FIRST_LOOK_MS = 1_500;
/** While something still waits. */
export const LOOK_AGAIN_MS = 30_000;
/** One document: open, sent, confirmed. */
export const DELIVERY_MS = 20_000;
/** In one look; the rest next time. */
export const MAX_DELIVERIES = 20;

export function keepDelivering(): () => void {
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const look = async () => {
    clearTimeout(timer);
    if (stopped || document.visibilityState !== "visible") return;
    const rest = await alone(async () => {
      const kept = await lookAtKept().catch(() => undefined);
      if (kept === undefined) return false;
      return deliver(kept);
    });
    if (rest && !stopped) timer = setTimeout(() => void look(), LOOK_AGAIN_MS);
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), FIRST_LOOK_MS);
  };
  soon();
  window.addEventListener("online", soon);
  document.addEventListener("visibilitychange", soon);
  return () => {
    stopped = true;
    clearTimeout(timer);
    window.removeEventListener("online", soon);
    document.removeEventListener("visibilitychange", soon);
  };
}

/** False at once where another page is at it. */
async function alone(work: () => Promise<boolean>): Promise<boolean> {
  const locks = (navigator as Partial<Navigator>).locks;
  if (locks === undefined) return work();
  return locks.request("concord.deliver", { ifAvailable: true }, (lock) => (lock === null ? false : work()));
}

/** True where something still waits. */
async function deliver(kept: Kept): Promise<boolean> {
  const waiting: DocId[] = [];
  for (const id of new Set([...kept.begun, ...kept.unsent.keys()])) {
    const tabs = kept.unsent.get(id)?.tabs ?? [];
    // What is open somewhere is sent from there.
    const alive = await browserTabs.alive(tabs);
    if (tabs.length === 0 || tabs.some((tab) => !alive.has(tab))) waiting.push(id);
  }
  let rest = waiting.length > MAX_DELIVERIES;
  for (const id of waiting.slice(0, MAX_DELIVERIES)) {
    if (kept.begun.has(id)) {
      const { state } = await offer(id);
      // Nobody answers one, nobody answers the others.
      if (state === "later") return true;
      if (state === "refused") continue;
      await noteCreated(id);
    }
    if (!(await deliverOne(id))) rest = true;
  }
  return rest;
}

async function deliverOne(id: DocId): Promise<boolean> {
  // Only where something waits: most pages never need an editor's worth of code for this.
  const { openInBrowser } = await import("../_client/browser.ts");
  const body = openInBrowser(bodyOf(id));
  try {
    return await settled(body);
  } finally {
    body.destroy();
  }
}

/** True when the server has everything, or has said that it will not take it. */
function settled(body: Body): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (result: boolean) => {
      clearTimeout(timer);
      stop();
      resolve(result);
    };
    const look = () => {
      const { save } = body.view();
      if (save.state === "saved" || save.state === "read-only" || save.state === "cannot-save") end(true);
    };
    const timer = setTimeout(() => end(false), DELIVERY_MS);
    const stop = body.subscribe(look);
    look();
  });
}
