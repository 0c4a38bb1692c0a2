import type { DkimKey } from "#/secrets/index.ts";

/** What the worker is asked; each is answered once, in order. */
export type DkimRequest =
  | { readonly id: number; readonly act: "begin"; readonly key: DkimKey }
  | { readonly id: number; readonly act: "piece"; readonly piece: Uint8Array }
  | { readonly id: number; readonly act: "end"; readonly atMs: number }
  | { readonly id: number; readonly act: "drop" };

export interface DkimAnswer {
  readonly id: number;
  readonly header?: string | undefined;
  readonly failed?: boolean;
}
