import {
  exportLog,
  proofText,
  proveConsistency,
  proveEntry,
  readLogState,
  type SignedCheckpoint,
} from "#/audit/index.ts";
import type { auditRoutes } from "#/contract/index.ts";
import { auditIdsOf, listAudit, type NamedEntry, walkAudit } from "#/identity/index.ts";
import { base64url } from "#/kernel/index.ts";
import { auditTable } from "./audit-table.ts";
import type { Handlers } from "./handler.ts";

/** A page that is about to be made: what is refused is refused before the first byte. */
async function* begun(first: IteratorResult<readonly NamedEntry[]>, rest: AsyncIterator<readonly NamedEntry[]>) {
  for (let each = first; !each.done; each = await rest.next()) yield each.value;
}

const dates = ({ from, until }: { readonly from?: string | undefined; readonly until?: string | undefined }) => ({
  ...(from !== undefined && { from: new Date(from) }),
  ...(until !== undefined && { until: new Date(until) }),
});

const checkpointOf = ({ size, at, note }: SignedCheckpoint) => ({ size, at: at.toISOString(), note });

/** Without what was left out, so that nothing is asked for by it. */
const given = <T extends object>(values: T): { [Name in keyof T]: Exclude<T[Name], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;

export const auditHandlers: Handlers<typeof auditRoutes> = {
  listAudit: async (app, { actor, query: { from, until, limit, before, ...filter } }) => {
    const { entries, next } = await listAudit(app, actor, {
      ...given(filter),
      ...dates({ from, until }),
      limit,
      before,
    });
    return {
      entries: entries.map(({ entryId, at, actor: { kind }, actorName, senderName, act, subject, details }) => ({
        entryId,
        at: at.toISOString(),
        actorKind: kind,
        actorName,
        act,
        subjectKind: subject?.kind ?? null,
        subjectId: subject?.id ?? null,
        details: { ...details },
        senderName,
      })),
      next,
    };
  },
  auditLog: async (app, { actor }) => {
    const { size, waiting, key, checkpoint, coversUntil, isDoubtful } = await readLogState(app, actor);
    return {
      size,
      waiting,
      key,
      checkpoint: checkpoint ? checkpointOf(checkpoint) : null,
      coversUntil: coversUntil?.toISOString() ?? null,
      doubtful: isDoubtful,
    };
  },
  auditProof: async (app, { actor, params }) => {
    const { position, leafHash, salt, entry, proof, key, checkpoint } = await proveEntry(app, actor, params.entryId);
    return {
      position,
      leafHash: proofText([leafHash])[0]!,
      salt: salt ? base64url(salt) : null,
      entry: entry ? { ...entry } : null,
      proof: proofText(proof),
      key,
      checkpoint: checkpointOf(checkpoint),
    };
  },
  auditConsistency: async (app, { actor, query }) => {
    const { from, to, proof } = await proveConsistency(app, actor, query);
    return { from, to, proof: proofText(proof) };
  },
  exportAudit: async (app, { actor, query: { memberId, act, from, until } }) => {
    const actorIds = await auditIdsOf(app, actor, memberId);
    const stream = await exportLog(app, actor, { actorIds, act, ...dates({ from, until }) });
    return { name: "auditlog.jsonl", type: "application/jsonl", stream };
  },
  exportAuditTable: async (app, { actor, query: { from, until, ...filter } }) => {
    const pages = walkAudit(app, actor, { ...given(filter), ...dates({ from, until }) });
    return {
      name: "auditlog.csv",
      type: "text/csv; charset=utf-8",
      stream: auditTable(begun(await pages.next(), pages)),
    };
  },
};
