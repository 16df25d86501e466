import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const MOST_BYTES = 25_000;
const FILE = "../assistant/channels/static/widget.js";

/** Fails the build of a widget that is too large to be one. */
const sizeGate: Plugin = {
  name: "size-gate",
  apply: "build",
  closeBundle() {
    const bytes = gzipSync(readFileSync(FILE), { level: 9 }).length;
    console.log(`widget.js: ${bytes} bytes gzip, at most ${MOST_BYTES}`);
    if (bytes > MOST_BYTES) throw new Error("The widget is too large");
  },
};

export default defineConfig({
  build: {
    target: "es2022",
    outDir: "../assistant/channels/static",
    emptyOutDir: false,
    copyPublicDir: false,
    lib: { entry: "src/main.ts", formats: ["iife"], name: "assistantChatWidget", fileName: () => "widget.js" },
  },
  plugins: [sizeGate],
});
