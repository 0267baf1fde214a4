// What the browser tells about itself and its page, as one stream of words. Called by the provider
// (when to try again) and by whatever holds unsent or unstored bytes (when to let go of them).

export type Signal =
  /** The system says that there is a network again. It may be wrong. */
  | "online"
  /** The system says that there is none. It may be wrong: a server on this machine still answers. */
  | "offline"
  | "visible"
  /** The last event that a phone is sure to deliver before it freezes or ends the page. */
  | "hidden"
  | "leaving";

export interface Signals {
  subscribe(listener: (signal: Signal) => void): () => void;
}

export const browserSignals: Signals = {
  subscribe(listener) {
    const stops: (() => void)[] = [];
    const on = (target: EventTarget, type: string, signal: () => Signal) => {
      const handler = () => listener(signal());
      target.addEventListener(type, handler);
      stops.push(() => target.removeEventListener(type, handler));
    };
    on(window, "online", () => "online");
    on(window, "offline", () => "offline");
    on(document, "visibilitychange", () => (document.visibilityState === "hidden" ? "hidden" : "visible"));
    // A page that comes back out of the back-forward cache has lost its socket.
    on(window, "pageshow", () => "visible");
    on(window, "pagehide", () => "leaving");
    on(window, "beforeunload", () => "leaving");
    return () => {
      for (const stop of stops) stop();
    };
  },
};
