import { sameJson } from '@almanac/kernel';
import type { Json, Schedule, ScheduleChange } from './schedule.ts';

/** What a user says of a schedule; a payload is compared and told of by its hash. */
export const DEFINITION_FIELDS = [
  'name',
  'description',
  'schedule_expression',
  'timezone',
  'target_type',
  'target_topic_arn',
  'payload',
  'sensitive_fields',
  'group',
  'start_date',
  'end_date',
  'max_runs',
  'flexible_window_minutes',
  'retry_policy',
  'condition',
] as const;
export type DefinitionField = (typeof DEFINITION_FIELDS)[number];
export type Definition = Pick<Schedule, DefinitionField | 'payload_hash' | 'sealed'>;

const said = (schedule: Definition, field: DefinitionField): Json | undefined =>
  field === 'payload' ? schedule.payload_hash : schedule[field];

/** The fields in which two definitions differ. */
export const differingFields = (one: Definition, other: Definition): DefinitionField[] =>
  DEFINITION_FIELDS.filter((field) => !sameJson({ it: said(one, field) }, { it: said(other, field) }));

/** What a change did, field by field; payloads as their hashes. */
export function changedFields(before: Schedule | undefined, after: Schedule): ScheduleChange['changed'] {
  const fields = before ? differingFields(before, after) : DEFINITION_FIELDS;
  const definition = fields.map((field) => [field, pair(before && said(before, field), said(after, field))] as const);
  const status = before?.status === after.status ? [] : [['status', pair(before?.status, after.status)] as const];
  return Object.fromEntries([...definition, ...status].filter(([, change]) => Object.keys(change).length > 0));
}

const pair = (before: Json | undefined, after: Json | undefined) => ({
  ...(before !== undefined && { before }),
  ...(after !== undefined && { after }),
});
