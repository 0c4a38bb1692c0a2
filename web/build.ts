import { mkdir, rename, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import react from "@vitejs/plugin-react";
import { build, type InlineConfig } from "vite";
import { zegelModules } from "./plugins.ts";
import { compressBeside, type FileSize } from "./sizes.ts";

const here = import.meta.dirname;
const dist = join(here, "dist");
/** Built beside what is in use, so that a server that starts meanwhile finds whole pages. */
const next = join(dist, `.next-${process.pid}`);
const rooms = ["app", "guest", "preview"] as const;
const guestLimitBytes = 100 * 1024;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const settings = (room: (typeof rooms)[number], base: string): InlineConfig => ({
  configFile: false,
  root: join(here, room),
  base,
  logLevel: "warn",
  plugins: [zegelModules(), ...(room === "app" ? [react()] : [])],
  build: {
    outDir: join(next, room),
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
    // Loaded into a frame when somebody asks for it: not part of what a page weighs.
    ...(room === "preview" && { rolldownOptions: { input: join(here, room, "pdf.html") } }),
  },
});

function tell(room: string, files: readonly FileSize[]): number {
  const total = files.reduce((sum, file) => sum + file.sentBytes, 0);
  say(`\n${room}: ${(total / 1024).toFixed(1)} KB compressed`);
  for (const file of files) say(`  ${(file.sentBytes / 1024).toFixed(1).padStart(8)} KB  ${relative(next, file.name)}`);
  return total;
}

/** Puts what was built in the place of what was there. */
async function bringIntoUse(): Promise<void> {
  for (const room of rooms) {
    const old = join(next, `old-${room}`);
    await rename(join(dist, room), old).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    });
    await rename(join(next, room), join(dist, room));
  }
}

try {
  await mkdir(next, { recursive: true });
  await build(settings("app", "/"));
  await build(settings("guest", "/guest/"));
  await build(settings("preview", "/preview/"));
  tell("members", await compressBeside(join(next, "app")));
  tell("preview", await compressBeside(join(next, "preview")));
  const guestBytes = tell("guest", await compressBeside(join(next, "guest")));
  if (guestBytes > guestLimitBytes) {
    say(`\nThe guest page is ${guestBytes - guestLimitBytes} bytes over its limit of ${guestLimitBytes}.`);
    process.exitCode = 1;
  } else await bringIntoUse();
} finally {
  await rm(next, { recursive: true, force: true });
}
