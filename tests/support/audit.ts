import {
  type CheckpointApp,
  makeCheckpoint,
  placeEntries,
  type SignedCheckpoint,
  lastCheckpoint,
  logKey,
  writeAudit,
} from "#/audit/index.ts";
import { type Id, minuteMs, newId, silentLog } from "#/kernel/index.ts";
import {
  addTestOrganisation,
  openTestInstallation,
  type TestInstallation,
  type TestOrganisation,
} from "./installation.ts";

/** The audit log of an organisation, placed and signed by hand. */
export interface AuditTest {
  readonly app: CheckpointApp & TestInstallation;
  readonly firm: TestOrganisation;
  readonly operator: { readonly kind: "operator"; readonly organisationId: Id };
  advance(ms: number): void;
  /** Writes so many entries, each in a transaction of its own; not placed yet. */
  write(count: number): Promise<void>;
  place(): Promise<number>;
  /** Places what waits, and signs. */
  sign(): Promise<SignedCheckpoint>;
  asOwner: TestInstallation["asOwner"];
  close(): Promise<void>;
}

export async function openAuditTest(domain = "bakker.example"): Promise<AuditTest> {
  const installation = await openTestInstallation({ poolSize: 8 });
  const firm = await addTestOrganisation(installation, domain);
  const { organisationId } = firm;
  let nowMs = Date.UTC(2026, 4, 1, 12);
  const app = {
    ...installation,
    config: { publicUrl: "https://zegel.bakker.example" },
    clock: { now: () => new Date(nowMs) },
    log: silentLog,
  };
  const place = async (): Promise<number> => (await placeEntries(app, organisationId)).placed;
  return {
    app,
    firm,
    operator: { kind: "operator", organisationId },
    advance: (ms) => void (nowMs += ms),
    write: async (count) => {
      for (let number = 0; number < count; number++)
        await firm.inside((tx) =>
          writeAudit(tx, {
            at: app.clock.now(),
            actor: { kind: "member", id: newId() },
            act: "mail.message-sent",
            subject: { kind: "message", id: newId() },
            details: { recipients: number + 1, to: `gast${number}@buiten.example` },
          }),
        );
    },
    place,
    sign: async () => {
      await place();
      nowMs += minuteMs;
      const result = await makeCheckpoint(app, organisationId);
      if (result !== "signed" && result !== "current") throw new Error(`no checkpoint: ${result}`);
      return (await firm.inside(async (tx) => lastCheckpoint(tx, await logKey(app, tx))))!;
    },
    asOwner: installation.asOwner,
    close: installation.close,
  };
}
