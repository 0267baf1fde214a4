// The ledger as scripts of people typing: what is unconfirmed, how many changes that is, what is said.

import { describe, expect, it } from "vitest";
import {
  CHANGE_PAUSE_MS,
  createLedger,
  type Facts,
  isUnsaved,
  MAX_RUNS,
  saveStateOf,
} from "../../app/_client/ledger.ts";

const T = 1_000_000;

describe("the ledger", () => {
  it("confirms an edit only by the frame that carried it, or a later one", () => {
    const ledger = createLedger();
    ledger.wrote(1);
    ledger.note(T);
    ledger.wrote(2);
    ledger.note(T + 50);
    ledger.saved(1);
    expect(ledger.unconfirmed().oldest).toBe(T);
    ledger.saved(2);
    expect(ledger.unconfirmed()).toEqual({ changes: 1, oldest: T + 50 });
    ledger.wrote(3);
    ledger.saved(3);
    expect(ledger.unconfirmed()).toEqual({ changes: 0, oldest: undefined });
  });

  it("does not take a confirmation for an edit that was not sent", () => {
    const ledger = createLedger();
    ledger.note(T);
    ledger.saved(99);
    expect(ledger.unconfirmed().changes).toBe(1);
  });

  it("counts what a person would count: typing in one go is one change, after a pause it is another", () => {
    const ledger = createLedger();
    for (let key = 0; key < 200; key++) ledger.note(T + key * 100);
    expect(ledger.unconfirmed().changes).toBe(1);
    ledger.note(T + 200 * 100 + CHANGE_PAUSE_MS);
    ledger.note(T + 200 * 100 + CHANGE_PAUSE_MS + 10);
    expect(ledger.unconfirmed().changes).toBe(2);
  });

  it("counts a burst once although frames cut it, and the rest of it still when its start is confirmed", () => {
    const ledger = createLedger();
    for (let key = 0; key < 5; key++) {
      ledger.note(T + key * 100);
      ledger.wrote(key + 1);
    }
    expect(ledger.unconfirmed().changes).toBe(1);
    ledger.saved(3);
    expect(ledger.unconfirmed()).toEqual({ changes: 1, oldest: T + 300 });
  });

  it("gives everything back to be sent when the connection ends", () => {
    const ledger = createLedger();
    ledger.note(T);
    ledger.wrote(1);
    ledger.note(T + CHANGE_PAUSE_MS);
    ledger.wrote(2);
    ledger.closed();
    // The new connection counts from 1 again: an old number must not confirm.
    ledger.saved(2);
    expect(ledger.unconfirmed()).toEqual({ changes: 2, oldest: T });
    ledger.wrote(1);
    ledger.saved(1);
    expect(ledger.unconfirmed().changes).toBe(0);
  });

  it("adds what an earlier visit left behind, however late that is known", () => {
    const ledger = createLedger();
    ledger.note(T);
    ledger.wrote(1);
    ledger.restore(3, T - 60_000);
    expect(ledger.unconfirmed()).toEqual({ changes: 4, oldest: T - 60_000 });
    ledger.saved(1);
    expect(ledger.unconfirmed().changes).toBe(3);
    ledger.wrote(2);
    ledger.saved(2);
    expect(ledger.unconfirmed().changes).toBe(0);
  });

  it("joins the newest frames when a silent server lets more than its bound wait, losing none", () => {
    const ledger = createLedger();
    const frames = MAX_RUNS * 3;
    for (let n = 1; n <= frames; n++) {
      ledger.note(T + n * CHANGE_PAUSE_MS);
      ledger.wrote(n);
    }
    expect(ledger.unconfirmed()).toEqual({ changes: frames, oldest: T + CHANGE_PAUSE_MS });
    ledger.saved(frames - 1);
    expect(ledger.unconfirmed().changes).toBeGreaterThan(0);
    ledger.saved(frames);
    expect(ledger.unconfirmed().changes).toBe(0);
  });

  it("is not confused by a clock that is set back", () => {
    const ledger = createLedger();
    ledger.note(T);
    ledger.note(T - 3_600_000);
    ledger.note(T + 100);
    expect(ledger.unconfirmed().changes).toBe(1);
  });
});

describe("the save status", () => {
  const facts = (some: Partial<Facts>): Facts => ({
    changes: 0,
    oldest: undefined,
    link: { state: "up", since: T },
    stopped: undefined,
    refused: false,
    serverFailing: false,
    access: "write",
    kept: true,
    ...some,
  });
  const edited = { changes: 2, oldest: T - 5_000 };
  const down = { state: "down", since: T } as const;
  const unknown = { state: "unknown", since: T } as const;

  it.each([
    ["saved when nothing is unconfirmed", {}, { state: "saved" }],
    // Not "Saving… 5 s" in the first moment after a reconnect.
    ["saving since the connection stands", edited, { state: "saving", since: T, changes: 2 }],
    ["saving since the edit", { changes: 1, oldest: T + 9 }, { state: "saving", since: T + 9, changes: 1 }],
    ["connecting at first", { link: unknown }, { state: "connecting" }],
    ["saving at first, once edited", { link: unknown, ...edited }, { state: "saving", since: T, changes: 2 }],
    ["offline with changes", { link: down, ...edited }, { state: "offline", changes: 2, since: T - 5_000 }],
    ["offline without", { link: down }, { state: "offline", changes: 0, since: undefined }],
    ["read-only", { access: "read" }, { state: "read-only" }],
    ["lowered when edits have no taker", { access: "read", ...edited }, cannot("lowered", 2)],
    ["the server's failing disk", { serverFailing: true, ...edited }, cannot("server-failing", 2)],
    ["its failing disk, nothing edited", { serverFailing: true }, cannot("server-failing", 0)],
    ["refused while the refused waits", { refused: true, ...edited }, cannot("refused", 2)],
    ["not refused once it is saved", { refused: true }, { state: "saved" }],
    ["gone before all else", { stopped: "gone", refused: true, link: down, ...edited }, cannot("gone", 2)],
    ["no copy at all while offline", { kept: false, link: down, ...edited }, cannot("browser-full", 2)],
    // The server has it: the broken disk of this browser is no reason to alarm.
    ["saved although this browser keeps nothing", { kept: false }, { state: "saved" }],
  ] as const)("says %s", (_, some, expected) => {
    expect(saveStateOf(facts(some))).toEqual(expected);
  });

  it("asks before leaving exactly while something is unconfirmed", () => {
    expect(isUnsaved({ state: "saving", since: T, changes: 1 })).toBe(true);
    expect(isUnsaved({ state: "offline", since: T, changes: 1 })).toBe(true);
    expect(isUnsaved({ state: "offline", since: undefined, changes: 0 })).toBe(false);
    expect(isUnsaved({ state: "cannot-save", why: "refused", changes: 1 })).toBe(true);
    expect(isUnsaved({ state: "saved" })).toBe(false);
  });
});

function cannot(why: string, changes: number) {
  return { state: "cannot-save", why, changes };
}
