/// <reference types="vitest/config" />
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = "http://127.0.0.1:3000";
const services = [
  "/api",
  "/sync",
  "/scores/",
  "/dictionary",
  "/docs",
  "/health",
  "/openapi.json",
  "/robots.txt",
];

export default defineConfig({
  plugins: [react(), tailwindcss()],
  server: { proxy: Object.fromEntries(services.map((path) => [path, { target: server, ws: true }])) },
  build: {
    target: "es2022",
    // Nothing inline: the content security policy allows files only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      checks: { pluginTimings: false },
      output: {
        // Few files for the first load instead of one for each module that two pages share.
        codeSplitting: {
          groups: [
            {
              name: "vendor",
              test: /node_modules\/(react|scheduler|i18next|zustand|idb|cookie|set-cookie-parser)/,
            },
            {
              name: "shared",
              test: /\/src\/(?!generated|i18n\/locales|lookup\/).*\.tsx?$/,
              minShareCount: 2,
            },
            // Both pages of the dictionary, and nothing of it with the first load.
            { name: "lookup", test: /\/src\/lookup\// },
          ],
        },
      },
    },
  },
  test: {
    include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.ts"],
    setupFiles: ["test/setup.ts"],
    testTimeout: 60_000,
  },
});
