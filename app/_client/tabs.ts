// Which open documents of this browser are still there. Called by offline.ts: what a tab has not sent is that
// tab's to send and to count, for as long as it lives; then somebody else's. The browser itself keeps the
// list (Web Locks), so that a crash needs no farewell. Without them every other tab is taken for gone.

export interface Tabs {
  /** This one is here until `stop` is called, or until the browser ends it. */
  hold(tab: string): () => void;
  /** Those of `tabs` that are here. Never rejects. */
  alive(tabs: readonly string[]): Promise<ReadonlySet<string>>;
  /** Calls `heir` once when `tab` has gone; of several heirs one after another. The answer stops waiting. */
  whenGone(tab: string, heir: () => Promise<void>): () => void;
}

const nameOf = (tab: string) => `concord.tab.${tab}`;
const NOBODY: ReadonlySet<string> = new Set();
const nothing = () => undefined;

export const browserTabs: Tabs = {
  hold(tab) {
    const locks = locksHere();
    if (locks === undefined) return nothing;
    let stop: () => void = nothing;
    const here = new Promise<void>((resolve) => {
      stop = resolve;
    });
    locks.request(nameOf(tab), () => here).catch(nothing);
    return stop;
  },
  async alive(tabs) {
    try {
      const { held = [] } = (await locksHere()?.query()) ?? {};
      const names = new Set(held.map((lock) => lock.name));
      return new Set(tabs.filter((tab) => names.has(nameOf(tab))));
    } catch {
      return NOBODY;
    }
  },
  whenGone(tab, heir) {
    const locks = locksHere();
    if (locks === undefined) return nothing;
    const end = new AbortController();
    locks.request(nameOf(tab), { signal: end.signal }, heir).catch(nothing);
    return () => end.abort();
  },
};

/** Missing on plain http in a local network. */
const locksHere = (): LockManager | undefined =>
  typeof navigator === "undefined" ? undefined : (navigator as Partial<Navigator>).locks;
