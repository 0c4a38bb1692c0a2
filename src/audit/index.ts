export { type AuditActor, type AuditEntry, type RecordedEntry, writeAudit } from "./audit-log.ts";
export {
  type CheckpointApp,
  type CheckpointResult,
  lastCheckpoint,
  logKey,
  makeCheckpoint,
  type SignedCheckpoint,
} from "./checkpoints.ts";
export { takeDueCheckpoint } from "./due-checkpoint.ts";
export { eraseEntries } from "./erase-entries.ts";
export { type ExportFilter, exportLog } from "./export-log.ts";
export { findNote as findCheckpoint } from "./find-note.ts";
export { type AuditFilter, type AuditPage, listAudit } from "./list-audit.ts";
export { type Placed, placeEntries } from "./place-entries.ts";
export {
  type LogState,
  proofText,
  proveConsistency,
  type ProvenConsistency,
  type ProvenEntry,
  proveEntry,
  readLogState,
} from "./proofs.ts";
export type { LogEntry } from "./canonical-entry.ts";
export type { AuditReader } from "./reader.ts";
export { type LogProblem, type LogReport, type LogWitness, verifyLog } from "./verify-log.ts";
export { type ExportProblem, type ExportReport, verifyExport } from "./verify-export.ts";
