export { type AuditEntry, listAudit, type RecordedEntry, writeAudit } from "./audit-log.ts";
