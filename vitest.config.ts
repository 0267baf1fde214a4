// Three projects: "unit" is the inner loop, seconds long; "integration" starts whole servers, real disks and
// processes, and simulated worlds; "e2e" drives a real Chromium.
import { defineConfig } from "vitest/config";

const INTEGRATION = [
  "test/access/**/*.test.ts",
  "test/reading/reading-access.test.ts",
  "test/fuzz/**/*.test.ts",
  "test/room/**/*.test.ts",
  "test/store/{cli,level,level-process}.test.ts",
  "test/client/real-server.test.ts",
];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
          exclude: ["test/e2e/**", "test/bench/**", "node_modules/**", ...INTEGRATION],
          testTimeout: 20_000,
        },
      },
      { test: { name: "integration", include: INTEGRATION, testTimeout: 20_000 } },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["test/support/e2e-setup.ts"],
          // A file has its own server and people; a worker's files share its browser and its pages' process.
          maxWorkers: 2,
          isolate: false,
          sequence: { groupOrder: 1 },
          // Two files share the machine: what comes a moment later than usual has not failed.
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
