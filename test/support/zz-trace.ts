// TEMPORARY: where the time of end-to-end tests goes.
import { appendFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { expect } from "vitest";

export function trace(browser: Browser): void {
  const begun = new Map<object, number>();
  const inst = (browser as unknown as { _instrumentation: { addListener(l: object): void } })
    ._instrumentation;
  inst.addListener({
    onApiCallBegin: (zone: object) => begun.set(zone, performance.now()),
    onApiCallEnd: (zone: { apiName: string; frames: { file: string; line: number }[] }) => {
      const start = begun.get(zone);
      if (start === undefined) return;
      note(zone.apiName, start, zone.frames);
    },
  });
}
export function note(name: string, start: number, frames: { file: string; line: number }[] = []): void {
  const at = frames.map((f) => `${f.file.split("/").pop()}:${f.line}`).join("<");
  let test = "";
  try {
    test = expect.getState().currentTestName ?? "";
  } catch {}
  appendFileSync(
    process.env.E2E_TRACE ?? "/dev/null",
    `${JSON.stringify({ t: start, ms: performance.now() - start, name, at, test, file: expect.getState().testPath?.split("/").pop() })}\n`,
  );
}
