import type { AuditObject } from './audit-object.ts';

/** Where copies of events are kept. Writing an object again replaces it. */
export interface AuditStore {
  put(object: Pick<AuditObject, 'key' | 'lines'>): Promise<void>;
}
