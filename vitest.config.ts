// Three projects: "unit" is the inner loop, seconds long; "integration" starts whole servers, real disks and
// processes, and simulated worlds; "e2e" drives a real Chromium.
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const INTEGRATION = [
  "test/access/**/*.test.ts",
  "test/reading/reading-access.test.ts",
  "test/fuzz/**/*.test.ts",
  "test/room/**/*.test.ts",
  "test/store/{cli,level,level-process}.test.ts",
  "test/client/real-server.test.ts",
];

/** Left to itself, vitest keeps one core free: half of a machine of two. */
const CORES = availableParallelism();

/**
 * One file waits (for a server that was killed, for a line that was cut) while another one works: nine files took
 * 112 s one after the other, 79 s two at once, 84 s three at once, on two cores that others used as well.
 */
const E2E_FILES_AT_ONCE = 2;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
          exclude: ["test/e2e/**", "test/bench/**", "node_modules/**", ...INTEGRATION],
          maxWorkers: CORES,
          // A bound for what hangs, not a measure: a busy machine may be many times slower than a quiet one.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "integration",
          include: INTEGRATION,
          maxWorkers: CORES,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["test/support/e2e-setup.ts"],
          maxWorkers: E2E_FILES_AT_ONCE,
          // A worker's files share its browser and its pages' process (test/support); people, servers and data
          // are each file's own.
          isolate: false,
          // Two projects of different width do not run at once.
          sequence: { groupOrder: 1 },
          // What comes a moment later than on a quiet machine has not failed.
          expect: { poll: { timeout: 20_000 } },
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
