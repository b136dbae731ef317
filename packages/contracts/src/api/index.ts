export * from './api-error.ts';
export * from './operation.ts';
export * from './schedule-fields.ts';
