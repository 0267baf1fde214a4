// Who writes in a room: how many at the moment, which decides the tick, and under which client id each,
// because two who share one would overwrite each other's words. Called by the room for every write.

import type { Scan } from "../../lib/update.ts";

/** What it needs to know of a session: compared by identity. */
export interface Writer {
  /** When it came, and when it last wrote: ms of the server's clock. */
  readonly since: number;
  readonly lastWrite: number;
}

/** ms after its last write for which somebody counts as writing. */
const ACTIVE_MS = 1_000;

export class Writers {
  private readonly byClient = new Map<number, Writer>();
  private active = 0;
  private countedAt = 0;

  /**
   * Notes a live write. Returns the client id that another session still writes under, if there is one:
   * a copy of a tab with the id of the first, or one chosen on purpose. A session that replaces one whose
   * line was cut is none: the old one has written nothing since the new one came.
   */
  collision(writer: Writer, scan: Scan): number | undefined {
    let found: number | undefined;
    for (const { client } of scan.ranges) {
      const other = this.byClient.get(client);
      if (other === writer) continue;
      if (other !== undefined && other.lastWrite > writer.since) found = client;
      this.byClient.set(client, writer);
    }
    return found;
  }

  left(writer: Writer): void {
    for (const [client, other] of this.byClient) if (other === writer) this.byClient.delete(client);
  }

  /** How many of `sessions` write now, counted once a second. */
  count(sessions: Iterable<Writer>, now: number): number {
    if (now - this.countedAt > ACTIVE_MS) {
      this.countedAt = now;
      this.active = 0;
      for (const { lastWrite } of sessions) if (now - lastWrite < ACTIVE_MS) this.active++;
    }
    return this.active;
  }
}
