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
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
