// Is this page older than what the server has? Called by the keeper. A worker that becomes active while the
// page is open says its version; so does one that is asked. Pages that were loaded from the network are often
// newer than the worker: only what came after the page counts.

export interface VersionsOptions {
  /** The build of this page. */
  readonly own: string;
  readonly container: ServiceWorkerContainer;
  /** Once for each newer version. */
  readonly onNewer: (version: string) => void;
}

/** How often a page that stays open asks, and how seldom one that is returned to. */
export const ASK_EVERY_MS = 3_600_000;
export const ASK_AGAIN_MS = 600_000;

export function followVersions({ own, container, onNewer }: VersionsOptions): () => void {
  let registration: ServiceWorkerRegistration | undefined;
  let stopped = false;
  let asked = 0;
  let told: string | undefined;

  const heard = (event: MessageEvent) => {
    const { kind, version } = (event.data ?? {}) as { kind?: unknown; version?: unknown };
    if (kind !== "version" || typeof version !== "string" || version === own || version === told) return;
    told = version;
    onNewer(version);
  };

  const ask = async () => {
    asked = Date.now();
    try {
      registration ??= await container.register("/sw.js", { scope: "/", updateViaCache: "none" });
      await registration.update();
    } catch {
      // Nobody answers, or the browser keeps nothing: the page works as it is.
      return;
    }
    // One that is on its way speaks when it is there. If none is, the active one is what the server has.
    if (stopped || registration.installing !== null || registration.waiting !== null) return;
    registration.active?.postMessage({ kind: "version?" });
  };

  const returned = () => {
    if (document.visibilityState === "visible" && Date.now() - asked > ASK_AGAIN_MS) void ask();
  };

  container.addEventListener("message", heard);
  container.startMessages();
  document.addEventListener("visibilitychange", returned);
  const timer = setInterval(() => void ask(), ASK_EVERY_MS);
  // The page itself first.
  if (document.readyState === "complete") void ask();
  else window.addEventListener("load", () => void ask(), { once: true });

  return () => {
    stopped = true;
    clearInterval(timer);
    container.removeEventListener("message", heard);
    document.removeEventListener("visibilitychange", returned);
  };
}
