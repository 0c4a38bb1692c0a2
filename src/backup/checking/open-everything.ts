import type { Id } from "#/kernel/index.ts";
import { inOrganisationOfKit, openWithKit, type RecoveryApp } from "#/recovery/index.ts";
import { type AfterObject, openObject, storedObjects } from "#/spaces/index.ts";
import { combineKit } from "#/vault/index.ts";
import { codeOf, type Findings } from "./findings.ts";

const pageLength = 100;

/**
 * Opens every object of the kit's organisation to its last byte, and keeps nothing of it.
 * @throws Refusal of the kit (`vault.kit_…`), `recover.organisation_absent`, `recover.kit_foreign`
 */
export async function openEverything(app: RecoveryApp, kitTexts: readonly string[], findings: Findings): Promise<Id> {
  const kit = await combineKit(kitTexts);
  const { organisationId } = kit;
  await inOrganisationOfKit(app, organisationId, async (tx) => {
    const opened = await openWithKit(app, tx, kit);
    for (let after: AfterObject | undefined; ;) {
      const page = await storedObjects(app, tx, { after, limit: pageLength });
      for (const { objectId, kind, spaceId, epoch } of page) {
        let hasKey = false;
        const code = await codeOf(async () => {
          const object = await openObject(opened.app, tx, opened.reader, objectId, { kind, spaceId, epoch });
          if (!object) return;
          hasKey = true;
          for await (const part of object.stream()) void part;
        });
        if (hasKey && code === undefined) findings.opened++;
        else findings.wrong.push({ organisationId, what: "object", id: objectId, code: code ?? "recover.no_key" });
      }
      after = page.at(-1);
      if (!after) return;
    }
  });
  return organisationId;
}
