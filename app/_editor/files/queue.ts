// Files on their way to the server: some at once, the others wait; what fails for a while is tried again,
// what fails for good says why. Pure but for what it is handed; called by carrier.ts. It knows no editor.

import type { StoredFile } from "../../../lib/files.ts";

/** Files that are sent at once: more only make each of them slower. */
export const MAX_SENDING = 3;
/** Files that wait and are sent, together. A folder of photographs by mistake ends here. */
export const MAX_QUEUED = 50;
/** ms until the next try: doubled each time, up to the longest, each with up to half of itself added. */
const RETRY_FIRST_MS = 1_000;
const RETRY_LONGEST_MS = 30_000;
/** Tries in a row that brought not one byte further, after which a person decides. */
export const MAX_TRIES = 8;

export type Why = "too-large" | "forbidden" | "gone" | "too-many" | "full" | "unreadable" | "server";

export type UploadState =
  | { readonly state: "waiting" }
  | { readonly state: "sending"; readonly part: number }
  /** It is tried again by itself. */
  | { readonly state: "pausing"; readonly offline: boolean }
  | { readonly state: "failed"; readonly why: Why; readonly message: string };

export class SendError extends Error {
  readonly why: Why | "unreachable";
  constructor(why: Why | "unreachable", message = "", options?: { cause?: unknown }) {
    super(message, options);
    this.name = "SendError";
    this.why = why;
  }
}

export interface Source {
  readonly name: string;
  /** Its bytes; for a file of another document they are fetched when it is its turn. */
  open(signal: AbortSignal): Promise<Blob>;
}

export interface QueueEnv {
  /** Rejects with a SendError. `progress` from 0 to 1. */
  readonly send: (
    blob: Blob,
    name: string,
    signal: AbortSignal,
    progress: (part: number) => void,
  ) => Promise<StoredFile>;
  readonly after: (ms: number, run: () => void) => () => void;
  readonly random: () => number;
  readonly online: () => boolean;
  readonly changed: (id: number) => void;
  readonly stored: (id: number, file: StoredFile, blob: Blob) => void;
}

interface Upload {
  readonly id: number;
  readonly source: Source;
  state: UploadState;
  tries: number;
  abort: AbortController | undefined;
  stopTimer: () => void;
}

export interface Queue {
  /** `id` is the caller's, rising. False where the queue is full. */
  add(source: Source, id: number): boolean;
  stateOf(id: number): UploadState | undefined;
  nameOf(id: number): string;
  retry(id: number): void;
  /** Forgets it, wherever it is. */
  cancel(id: number): void;
  /** The line is back: what waits for it goes on at once. */
  wake(): void;
  /** Not yet stored, failed ones included. */
  readonly size: number;
  close(): void;
}

export function createQueue({ send, after, random, online, changed, stored }: QueueEnv): Queue {
  const uploads = new Map<number, Upload>();

  const put = (upload: Upload, state: UploadState): void => {
    upload.state = state;
    changed(upload.id);
  };

  function pump(): void {
    let sending = 0;
    for (const { state } of uploads.values()) if (state.state === "sending") sending++;
    for (const upload of uploads.values()) {
      if (sending >= MAX_SENDING) return;
      if (upload.state.state !== "waiting") continue;
      sending++;
      void start(upload);
    }
  }

  async function start(upload: Upload): Promise<void> {
    const abort = new AbortController();
    upload.abort = abort;
    put(upload, { state: "sending", part: 0 });
    const here = () => uploads.get(upload.id) === upload && upload.abort === abort;
    try {
      const blob = await upload.source.open(abort.signal);
      if (!here()) return;
      const file = await send(blob, upload.source.name, abort.signal, (part) => {
        if (!here() || upload.state.state !== "sending") return;
        if (part > upload.state.part) upload.tries = 0;
        put(upload, { state: "sending", part });
      });
      if (!here()) return;
      uploads.delete(upload.id);
      stored(upload.id, file, blob);
    } catch (error) {
      if (here()) failed(upload, error);
    }
    pump();
  }

  function failed(upload: Upload, error: unknown): void {
    upload.abort = undefined;
    const why = error instanceof SendError ? error.why : "unreadable";
    const message = error instanceof SendError ? error.message : "";
    upload.tries++;
    if (why !== "unreachable") return put(upload, { state: "failed", why, message });
    if (upload.tries >= MAX_TRIES && online()) {
      return put(upload, { state: "failed", why: "server", message });
    }
    const ms = Math.min(RETRY_LONGEST_MS, RETRY_FIRST_MS * 2 ** (upload.tries - 1)) * (1 + random() / 2);
    upload.stopTimer = after(ms, () => again(upload));
    put(upload, { state: "pausing", offline: !online() });
  }

  function again(upload: Upload): void {
    upload.stopTimer();
    if (uploads.get(upload.id) !== upload) return;
    put(upload, { state: "waiting" });
    pump();
  }

  function forget(upload: Upload): void {
    uploads.delete(upload.id);
    upload.stopTimer();
    upload.abort?.abort();
    upload.abort = undefined;
  }

  return {
    add(source, id) {
      if (uploads.size >= MAX_QUEUED) return false;
      uploads.set(id, {
        ...{ id, source, tries: 0, abort: undefined },
        state: { state: "waiting" },
        stopTimer: () => {},
      });
      // Not at once: whoever adds it wants to show it first.
      queueMicrotask(pump);
      return true;
    },
    stateOf: (id) => uploads.get(id)?.state,
    nameOf: (id) => uploads.get(id)?.source.name ?? "",
    retry(id) {
      const upload = uploads.get(id);
      if (upload === undefined || upload.state.state === "sending") return;
      upload.tries = 0;
      again(upload);
    },
    cancel(id) {
      const upload = uploads.get(id);
      if (upload === undefined) return;
      forget(upload);
      pump();
    },
    wake() {
      for (const upload of uploads.values()) {
        if (upload.state.state !== "pausing") continue;
        upload.tries = 0;
        again(upload);
      }
    },
    get size() {
      return uploads.size;
    },
    close() {
      for (const upload of [...uploads.values()]) forget(upload);
    },
  };
}
