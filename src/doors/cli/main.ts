import { runCommandLine } from "./run-command.ts";

process.umask(0o077);
// A reader that has seen enough (`| head`) is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exitCode = 0;
});

try {
  process.exitCode = await runCommandLine(process.argv.slice(2), process.env);
} catch (error) {
  process.stderr.write(`Zegel stopped by a fault of its own: ${(error as Error).stack}\n`);
  process.exitCode = 1;
}
