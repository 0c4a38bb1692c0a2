import type { Config } from "#/config.ts";
import { Refusal } from "#/kernel/index.ts";

const expectations: Readonly<Record<string, string>> = {
  EACCES: "a directory that this user may write",
  EPERM: "a directory that this user may write",
  EROFS: "a directory that can be written",
  ENOTDIR: "the path of a directory",
  ENOSPC: "a directory with room on its disk",
};

/** The refusal that names the variable, for a system's error about one of our directories; `undefined` for any other. */
export function pathRefusal(config: Config, error: unknown): Refusal | undefined {
  const { code, path } = error as NodeJS.ErrnoException;
  const expects = expectations[code ?? ""];
  if (!expects || typeof path !== "string") return undefined;
  const places = [
    ["ZEGEL_SECRETS", config.secretsDirectory],
    ["ZEGEL_BLOBS", config.blobs.path],
    ["ZEGEL_DATA", config.dataDirectory],
  ] as const;
  const found = places.find(
    ([, directory]) => `${path}/`.startsWith(`${directory}/`) || directory.startsWith(`${path}/`),
  );
  return found
    ? new Refusal("invalid", "config.invalid", { variable: found[0], expects: `${expects}, which ${path} is not` })
    : undefined;
}
