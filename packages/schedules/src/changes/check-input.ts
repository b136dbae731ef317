import type { ScheduleInput } from '@almanac/contracts';
import type { Definition } from '../records/definition.ts';
import { targetOf } from './check-target.ts';
import { checkTimes } from './check-times.ts';
import type { ChangeDeps } from './deps.ts';
import { RETRY_POLICY } from './times.ts';

/** A definition without its payload, all defaults filled in. */
export type Checked = Omit<Definition, 'payload' | 'payload_hash' | 'sealed' | 'sensitive_fields'>;

/**
 * Checks what a user says of a schedule, the payload aside.
 * @throws AlmanacError those of `checkTimes` and `targetOf`, `INVALID_CONDITION`
 */
export function checkInput(
  { rules, checkCondition }: Pick<ChangeDeps, 'rules' | 'checkCondition'>,
  input: ScheduleInput,
  now: Date,
): Checked {
  const { payload: _, sensitive_fields: __, ...rest } = input;
  checkTimes(input, rules.shortestIntervalSeconds, now);
  const target_topic_arn = targetOf(input, rules);
  if (input.condition !== undefined) checkCondition(input.condition);
  return { ...rest, target_topic_arn, retry_policy: input.retry_policy ?? RETRY_POLICY };
}
