import { Refusal } from "#/kernel/index.ts";
import type { MailLimits } from "./types.ts";

export const defaultLimits: MailLimits = {
  headerBytes: 256 * 1024,
  headerLines: 2_000,
  parts: 1_000,
  depth: 32,
  textBytes: 2_000_000,
  totalBytes: 150 * 1024 * 1024,
};

/** Counts what a mail asks for and refuses at the first thing that is over. */
export class Budget {
  readonly limits: MailLimits;
  readonly anomalies = new Set<string>();
  #parts = 0;
  #totalBytes = 0;
  textLeftBytes: number;

  constructor(limits: Partial<MailLimits> | undefined) {
    this.limits = { ...defaultLimits, ...limits };
    this.textLeftBytes = this.limits.textBytes;
  }

  note(code: string): void {
    if (this.anomalies.size < 50) this.anomalies.add(code);
  }

  countBytes(sizeBytes: number): void {
    this.#totalBytes += sizeBytes;
    if (this.#totalBytes > this.limits.totalBytes) {
      throw new Refusal("too-large", "intake.mail_too_large", { limitBytes: this.limits.totalBytes });
    }
  }

  countPart(depth: number): void {
    this.#parts += 1;
    if (this.#parts > this.limits.parts) {
      throw new Refusal("invalid", "intake.too_many_parts", { limit: this.limits.parts });
    }
    if (depth > this.limits.depth) throw new Refusal("invalid", "intake.too_deep", { limit: this.limits.depth });
  }

  checkHeader(sizeBytes: number, lines: number): void {
    if (sizeBytes > this.limits.headerBytes) {
      throw new Refusal("too-large", "intake.header_too_large", { limitBytes: this.limits.headerBytes });
    }
    if (lines > this.limits.headerLines) {
      throw new Refusal("too-large", "intake.header_too_long", { limit: this.limits.headerLines });
    }
  }
}
