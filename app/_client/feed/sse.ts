// Takes a stream of Server-Sent Events apart. Called by stream.ts with text as it comes, cut anywhere.
// Comments are silence here: that bytes came at all is noticed by the caller.

export interface SseMessage {
  readonly data: string;
  /** The last id that was said, by this message or before it. */
  readonly id: string | undefined;
}

/** Characters of one message: a summary of a document has a few hundred. */
const MAX_MESSAGE_CHARACTERS = 256 * 1024;

export interface SseReader {
  /** Whole messages that end in this piece. Throws when one grows without end. */
  take(piece: string): SseMessage[];
  /** Ids come without a message too: what is resumed from. */
  readonly lastId: string | undefined;
}

export function createSseReader(): SseReader {
  let rest = "";
  let data: string[] = [];
  let size = 0;
  let lastId: string | undefined;

  function line(text: string, found: SseMessage[]): void {
    if (text === "") {
      if (data.length > 0) found.push({ data: data.join("\n"), id: lastId });
      data = [];
      size = 0;
      return;
    }
    const colon = text.indexOf(":");
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? "" : text.slice(colon + 1).replace(/^ /, "");
    if (field === "data") {
      data.push(value);
      size += value.length;
    } else if (field === "id" && value !== "" && !value.includes("\0")) lastId = value;
  }

  return {
    take(piece) {
      const found: SseMessage[] = [];
      const text = rest + piece;
      // A carriage return at the end may be half of a line's end: it waits for what follows.
      const whole = text.endsWith("\r") ? text.slice(0, -1) : text;
      const lines = whole.split(/\r\n|\n|\r/);
      rest = (lines.pop() ?? "") + text.slice(whole.length);
      for (const one of lines) line(one, found);
      if (rest.length + size > MAX_MESSAGE_CHARACTERS) throw new Error("A message of the feed has no end.");
      return found;
    },
    get lastId() {
      return lastId;
    },
  };
}
