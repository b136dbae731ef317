import { scheduleInput } from '@almanac/contracts';
import type { Schedule } from './answers.ts';
import { checkDefinition } from './check-definition.ts';
import type { DraftFields } from './definition-options.ts';

/** Fields that a schedule may lack, by what `--clear` calls them; not its sensitive fields, whose values nobody shows. */
export const CLEARABLE = {
  description: 'description',
  group: 'group',
  start: 'start_date',
  end: 'end_date',
  'max-runs': 'max_runs',
  window: 'flexible_window_minutes',
  retries: 'retry_policy',
  condition: 'condition',
} as const;
export type Clearable = keyof typeof CLEARABLE;

/**
 * The whole definition of a schedule with some fields changed and some left out, since an update replaces all of it.
 * @throws AlmanacError as `checkDefinition`
 */
export function updatedDefinition(schedule: Schedule, changes: DraftFields, cleared: readonly Clearable[]) {
  const kept = Object.entries(definitionOf(schedule)).filter(
    ([name]) => !cleared.some((one) => CLEARABLE[one] === name),
  );
  const draft: Record<string, unknown> = { ...Object.fromEntries(kept), ...changes };
  const isCustom = draft.target_type === 'custom';
  if (!isCustom && changes.target_topic_arn === undefined) delete draft.target_topic_arn; // shown, but the stack's own
  if (schedule.retry_policy && changes.retry_policy) {
    draft.retry_policy = { ...schedule.retry_policy, ...(changes.retry_policy as object) };
  }
  return checkDefinition(scheduleInput, draft);
}

/** What a user says of a schedule, without what the stack says of it. */
function definitionOf(schedule: Schedule): DraftFields {
  const names = Object.keys(scheduleInput.shape);
  return Object.fromEntries(Object.entries(schedule).filter(([name]) => names.includes(name)));
}
