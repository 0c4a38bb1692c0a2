import type { z } from "zod";
import type { domainRecord } from "#/contract/index.ts";
import { assertRole, type MemberActor, type OperatorIn, organisationSettings } from "#/identity/index.ts";
import type { OperationApp } from "../types.ts";
import { dkimRecord } from "./dkim-record.ts";
import { sendingHostOf, spfTerm } from "./sending-host.ts";

export type DomainRecord = z.output<typeof domainRecord>;

export interface DomainFacts {
  readonly domain: string;
  readonly publicKey: string;
  readonly records: readonly DomainRecord[];
}

type RecordsApp = Pick<OperationApp, "config" | "clock" | "database" | "secrets">;

/** What should stand in the DNS of the firm's domain, without asking anybody. (Admins, the operator.) */
export async function domainRecords(app: RecordsApp, actor: MemberActor | OperatorIn): Promise<DomainFacts> {
  if (actor.kind === "member") assertRole(actor, "admin");
  const { domain } = await app.database.inOrganisation(actor.organisationId, organisationSettings);
  const { selector, publicKey } = await app.secrets.dkim.key(domain, app.clock.now());
  const sending = sendingHostOf(app.config);
  const host = new URL(app.config.publicUrl).hostname.replaceAll(/^\[|\]$/g, "");
  const text = (
    kind: DomainRecord["kind"],
    name: string,
    value: string,
    weight: DomainRecord["weight"],
  ): DomainRecord => ({ kind, name, type: "TXT", value, weight });
  const records: DomainRecord[] = [
    text("spf", domain, `v=spf1 mx ${sending ? `${spfTerm(sending.host)} ` : ""}~all`, "required"),
    text("dkim", `${selector}._domainkey.${domain}`, dkimRecord(publicKey), "required"),
    text("dmarc", `_dmarc.${domain}`, `v=DMARC1; p=quarantine; rua=mailto:postmaster@${domain}`, "required"),
    { kind: "mx", name: domain, type: "MX", value: "", weight: "required" },
    text("mta-sts", `_mta-sts.${domain}`, "", "advised"),
    { kind: "mta-sts-host", name: `mta-sts.${domain}`, type: "A", value: "", weight: "advised" },
  ];
  if (!app.config.isLocal) records.unshift({ kind: "address", name: host, type: "A", value: "", weight: "required" });
  // The name that an address leads back to is the matter of whose address it is.
  if (sending && !sending.isElsewhere)
    records.push({ kind: "ptr", name: sending.host, type: "PTR", value: sending.host, weight: "required" });
  return { domain, publicKey, records };
}
