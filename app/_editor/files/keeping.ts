// Uploads of one editor in this browser's disk (_client/uploads.ts). Called by the carrier when one waits, and when a
// document opens, to take over what an earlier page left. It knows no view and no card.

import * as Y from "yjs";
import type { DocId } from "../../../lib/names.ts";
import { bytesOfUpload, dropUpload, holdUpload, keepUpload, uploadsOf } from "../../_client/uploads.ts";
import type { Wanted } from "./desk.ts";

export interface Left extends Wanted {
  readonly key: string;
  readonly place: Y.RelativePosition | undefined;
}

export interface Keeping {
  /** Resolves with whether it is on the disk. Never rejects. */
  keep(id: number, wanted: Wanted, place: Y.RelativePosition | undefined): Promise<boolean>;
  /** `left` has become this upload. */
  adopt(id: number, left: Left): void;
  /** It is stored, or nobody wants it any more. */
  end(id: number): void;
  /** What no living page sends, oldest first. Never rejects. */
  left(): Promise<readonly Left[]>;
  close(): void;
}

interface Held {
  readonly key: string;
  readonly isKept: Promise<boolean>;
}

export function createKeeping(doc: DocId): Keeping {
  const held = new Map<number, Held>();
  const releases = new Map<string, () => void>();

  const forget = (key: string) => {
    void dropUpload(key)
      .catch(() => undefined)
      .then(() => {
        releases.get(key)?.();
        releases.delete(key);
      });
  };

  async function store(key: string, one: Wanted, blob: Blob, place: Y.RelativePosition | undefined) {
    const { source, carried, instead } = one;
    try {
      const release = await holdUpload(key);
      if (release !== undefined) releases.set(key, release);
      return await keepUpload(
        {
          ...{ key, doc, name: source.name, type: blob.type, size: blob.size, carried },
          place: place && Y.encodeRelativePosition(place),
          instead: instead?.file,
        },
        blob,
      );
    } catch {
      // A full or a closed disk: then the page has to stay open, which the card says.
      return false;
    }
  }

  return {
    async keep(id, one, place) {
      const before = held.get(id);
      if (before !== undefined || one.blob === undefined) return before?.isKept ?? false;
      const key = newKey();
      const isKept = store(key, one, one.blob, place);
      held.set(id, { key, isKept });
      if (await isKept) return true;
      // Asked again later, it may have become possible.
      if (held.get(id)?.key === key) held.delete(id);
      forget(key);
      return false;
    },
    adopt: (id, { key }) => void held.set(id, { key, isKept: Promise.resolve(true) }),
    end(id) {
      const one = held.get(id);
      if (one === undefined) return;
      held.delete(id);
      void one.isKept.then(() => forget(one.key));
    },
    async left() {
      const found: Left[] = [];
      try {
        for (const upload of await uploadsOf(doc)) {
          const release = await holdUpload(upload.key);
          if (release === undefined) continue;
          releases.set(upload.key, release);
          const blob = await bytesOfUpload(upload);
          if (blob === undefined) continue;
          found.push({
            ...{ key: upload.key, blob, source: { name: upload.name, open: async () => blob } },
            ...(upload.carried === undefined ? {} : { carried: upload.carried }),
            ...(upload.instead === undefined ? {} : { instead: { file: upload.instead } }),
            place: upload.place && Y.decodeRelativePosition(upload.place),
          });
        }
      } catch {
        // No disk, nothing left on it.
      }
      return found;
    },
    close() {
      for (const release of releases.values()) release();
      releases.clear();
      held.clear();
    },
  };
}

/** In the order of time, so that they come back in the order in which they came. */
const newKey = (): string =>
  `${Date.now().toString(36).padStart(9, "0")}-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
