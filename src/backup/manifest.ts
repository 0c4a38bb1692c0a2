import { z } from "zod";
import { Refusal } from "#/kernel/index.ts";

const count = z.number().int().nonnegative();
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const name = z.string().regex(/^[a-z_][a-z0-9_]*$/);
const part = z.object({ sizeBytes: count, sha256: hash });

const schema = z.object({
  format: z.literal("zegel-backup/1"),
  /** Its rows and its keys lie below directories of this name. */
  snapshot: z.string().regex(/^\d{8}T\d{6}Z-[0-9a-f]{8}$/),
  /** `rows`: rows and keys alone; the blobs stay where they are. */
  kind: z.enum(["backup", "rows"]),
  zegel: z.string(),
  postgres: z.string(),
  takenAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  /** Of the secrets directory without which nothing of it opens; null before the first start. */
  secretsFingerprint: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .nullable(),
  migrations: z.array(z.object({ number: count, name: z.string(), checksum: hash })),
  tables: z.array(
    part.extend({
      schema: z.enum(["public", "keys"]),
      table: name,
      columns: z.array(name),
      part: z.enum(["data", "keys"]),
      rows: count,
    }),
  ),
  sequences: z.array(z.object({ schema: z.enum(["public", "keys"]), sequence: name, lastValue: z.string() })),
  jobs: part.extend({ rows: count }),
  blobs: part
    .extend({
      count,
      totalBytes: count,
      /** Copied by this run; the others were there. */
      copied: count,
      /** Erased while the backup ran. */
      erased: z.array(z.uuid()),
      missing: z.array(z.uuid()),
      damaged: z.array(z.uuid()),
    })
    .nullable(),
});

export type Manifest = z.infer<typeof schema>;
export type TableFile = Manifest["tables"][number];

/** @throws Refusal `backup.manifest_wrong`, also for one of a later format. */
export function parseManifest(text: string, file: string): Manifest {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new Refusal("invalid", "backup.manifest_wrong", { file });
  }
}

export const writeManifest = (manifest: Manifest): string => `${JSON.stringify(manifest, undefined, 1)}\n`;
