import { DOCS_OPERATIONS } from './docs-operations.ts';
import type { Operations } from './operation.ts';
import { SCHEDULE_OPERATIONS } from './schedules-operations.ts';
import { TOPIC_OPERATIONS } from './topics-operations.ts';

/** Every operation of the REST API by its id. */
export const API_OPERATIONS: Operations = { ...SCHEDULE_OPERATIONS, ...TOPIC_OPERATIONS, ...DOCS_OPERATIONS };

export * from './api-error.ts';
export * from './docs-operations.ts';
export * from './error-statuses.ts';
export * from './operation.ts';
export * from './routes.ts';
export * from './schedule-fields.ts';
export * from './schedule-templates.ts';
export * from './schedules-operations.ts';
export * from './topic-fields.ts';
export * from './topics-operations.ts';
