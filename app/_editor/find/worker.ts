// Runs regular expressions beside the page, so that a pattern that never ends can be ended. Started by
// run-regex.ts, which terminates it when it takes too long.

import { hitsIn } from "./search.ts";

export interface Ask {
  readonly id: number;
  readonly texts: readonly string[];
  readonly source: string;
  readonly flags: string;
  readonly template?: string;
}

export type Answer = { readonly id: number } & ReturnType<typeof hitsIn>;

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<Ask>) => void) | null;
  postMessage(answer: Answer): void;
};

scope.onmessage = ({ data: { id, texts, source, flags, template } }) => {
  scope.postMessage({ id, ...hitsIn(texts, { source, flags }, template) });
};
