// Tests in a real browser against the real server, apart from the others because they need both built.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["browser/**/*.test.ts"],
    globalSetup: ["browser/server.ts"],
    testTimeout: 90_000,
    hookTimeout: 60_000,
    // One browser and one server for all, two cores.
    fileParallelism: false,
  },
});
