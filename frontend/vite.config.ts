// Three files without digests in their names: the site's builder adds those when it publishes.
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vite";

const OUT = process.env["SOUSVEIL_MAP_OUT"] ?? "dist";

export default defineConfig({
  base: "./",
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      input: { map: "src/main.ts", start: "src/start.ts" },
      output: { entryFileNames: "[name].js", chunkFileNames: "[name].js", assetFileNames: "[name][extname]" },
    },
  },
  plugins: [
    {
      name: "worker",
      // The worker is a file of its own, so that the page's policy need allow no script made of text.
      closeBundle() {
        copyFileSync("node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs", join(OUT, "worker.js"));
      },
    },
  ],
});
