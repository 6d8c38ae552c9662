import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const sources = fileURLToPath(new URL("./src", import.meta.url));
const tests = readdirSync(sources, { recursive: true, encoding: "utf8" })
  .map((file) => `src/${file}`)
  .filter((file) => /\.test\.tsx?$/.test(file));
/** Tests that put something in the place of a module: others must not find it there. */
const replacing = tests.filter((file) => readFileSync(`${sources}/../${file}`, "utf8").includes("vi.mock("));

// The window loads these files itself: nothing is fetched from the network, so everything
// (font, pdf.js worker) is bundled. Port 1420 is the one the desktop shell opens in development.
export default defineConfig({
  plugins: [react()],
  clearScreen: false,
  resolve: { alias: { "@": sources } },
  server: { port: 1420, strictPort: true },
  build: { target: "es2022", sourcemap: false, chunkSizeWarningLimit: 900 },
  test: {
    environment: "jsdom",
    setupFiles: ["./src/test/setup.ts"],
    css: false,
    testTimeout: 20_000,
    // Vitest leaves one core to the person; these run where nobody waits for it.
    maxWorkers: "100%",
    // Reading all modules anew for each file takes longer than most tests.
    projects: [
      { extends: true, test: { name: "alone", include: replacing } },
      {
        extends: true,
        test: {
          name: "together",
          isolate: false,
          include: tests.filter((file) => !replacing.includes(file)),
        },
      },
    ],
  },
});
