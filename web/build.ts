import { rm } from "node:fs/promises";
import { join, relative } from "node:path";
import react from "@vitejs/plugin-react";
import { build, type InlineConfig } from "vite";
import { zegelModules } from "./plugins.ts";
import { compressBeside, type FileSize } from "./sizes.ts";

const here = import.meta.dirname;
const guestLimitBytes = 100 * 1024;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const settings = (room: "app" | "guest", base: string): InlineConfig => ({
  configFile: false,
  root: join(here, room),
  base,
  logLevel: "warn",
  plugins: [zegelModules(), ...(room === "app" ? [react()] : [])],
  build: {
    outDir: join(here, "dist", room),
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
  },
});

function tell(room: string, files: readonly FileSize[]): number {
  const total = files.reduce((sum, file) => sum + file.sentBytes, 0);
  say(`\n${room}: ${(total / 1024).toFixed(1)} KB compressed`);
  for (const file of files)
    say(`  ${(file.sentBytes / 1024).toFixed(1).padStart(8)} KB  ${relative(join(here, "dist"), file.name)}`);
  return total;
}

await rm(join(here, "dist"), { recursive: true, force: true });
await build(settings("app", "/"));
await build(settings("guest", "/guest/"));
tell("members", await compressBeside(join(here, "dist", "app")));
const guestBytes = tell("guest", await compressBeside(join(here, "dist", "guest")));
if (guestBytes > guestLimitBytes) {
  say(`\nThe guest page is ${guestBytes - guestLimitBytes} bytes over its limit of ${guestLimitBytes}.`);
  process.exitCode = 1;
}
