import { defineConfig } from "vitest/config";

const SECOND = 1000;

/** One project a kind of test: its folder, and how many seconds one of its tests may take before it hangs; a busy machine is slow. */
const PROJECTS = [
  ["unit", 60],
  ["flows", 60],
  ["conversations", 60],
  ["contracts", 60],
  ["app", 60],
  ["browser", 60],
  ["chaos", 240],
  ["boundaries", 60],
] as const;

export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    // The count line of .ci/run is read from this file.
    reporters: ["default", ["json", { outputFile: "node_modules/.vitest/report.json" }]],
    projects: PROJECTS.map(([name, seconds]) => ({
      extends: true,
      test: {
        name,
        include: [`tests/${name}/**/*.test.ts`],
        testTimeout: seconds * SECOND,
        hookTimeout: Math.max(seconds, 30) * SECOND,
      },
    })),
  },
});
