// What a page needs to show a document before its editor is there: what is known of it, and its text as
// elements, for whoever may read it. Called over HTTP, mostly by Next's server with the visitor's cookie;
// one question, judged once.

import { z } from "zod";
import type { DocId } from "../../lib/names.ts";
import { isFindable } from "../../lib/policy.ts";
import type { Reading } from "../../lib/render/reading.ts";
import type { Rates } from "../access/rates.ts";
import type { Allow } from "../documents/allowed.ts";
import type { Readings } from "../documents/readings.ts";
import type { Summary } from "../documents/summaries.ts";
import type { Clock } from "../ops/clock.ts";
import type { Log } from "../ops/log.ts";
import { type Route, route } from "./feature.ts";
import { docSummary } from "./schemas.ts";

/** Blocks of the longest document that anybody reads page by page. */
const MAX_FROM = 1_000_000;
/** ms that a page waits for the text. It opens without it too, only later. */
const TEXT_MS = 1_500;

export interface ReadingEnv {
  readonly allowed: Allow;
  readonly readings: Readings;
  readonly clock: Clock;
  readonly log: Log;
  readonly summary: Summary;
  readonly rates: Pick<Rates, "reads">;
}

const reading = z.object({
  title: z.string(),
  blocks: z.array(z.looseObject({ key: z.string(), tag: z.string() })),
  next: z.number().int().optional(),
});

export function readingRoutes({
  allowed,
  readings,
  clock,
  log,
  summary,
  rates,
}: ReadingEnv): readonly Route[] {
  /** `undefined` where it takes too long, or cannot be drawn: the page is there for its document all the same. */
  async function inTime(doc: DocId, from: number): Promise<Reading | undefined> {
    let stop = () => {};
    const late = new Promise<undefined>((resolve) => {
      stop = clock.after(TEXT_MS, () => resolve(undefined));
    });
    try {
      return await Promise.race([readings.of(doc, from), late]);
    } catch (err) {
      log.warn({ doc, err }, "reading.failed");
      return undefined;
    } finally {
      stop();
    }
  }

  return [
    route({
      method: "GET",
      path: "/api/docs/:id/reading",
      summary: "The text as it stands, as a tree of elements: for pages that show it without an editor",
      query: z.object({
        from: z.coerce
          .number()
          .int()
          .min(0)
          .max(MAX_FROM)
          .default(0)
          .meta({ description: "The number of the first block: `next` of the answer before" }),
      }),
      answer: z.object({ doc: docSummary, findable: z.boolean(), reading: reading.optional() }),
      async handle(call) {
        const { doc, record, visitor, permission } = await allowed(call, "read", "fresh");
        rates.reads(visitor.user, call.address);
        return {
          json: {
            doc: await summary(doc, record, permission, visitor.user),
            findable: isFindable(record.general, record.findable ?? false),
            reading: await inTime(doc, call.query.from),
          },
        };
      },
    }),
  ];
}
