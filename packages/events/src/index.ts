export { type AuditObject, auditKeyPrefix } from './audit/audit-object.ts';
export { type AuditedEvent, parseAuditMessage } from './audit/audited-event.ts';
export { type AuditDeps, type CopyResult, copyEvents } from './audit/copy-events.ts';
export type { AuditStore } from './audit/ports.ts';
