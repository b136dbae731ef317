import type { ScheduleInput } from '@almanac/contracts';
import type { Definition } from '../records/definition.ts';
import { targetOf } from './check-target.ts';
import { checkTimes } from './check-times.ts';
import type { ChangeDeps } from './deps.ts';
import { RETRY_POLICY } from './engine-schedule.ts';
import { checkPayloadSize } from './payload.ts';

/** A definition without its payload, all defaults filled in. */
export type Checked = Omit<Definition, 'payload' | 'payload_hash' | 'sealed' | 'sensitive_fields'>;

/**
 * Checks what a user says of a schedule.
 * @throws AlmanacError those of `checkTimes` and `targetOf`, `PAYLOAD_TOO_LARGE`, `INVALID_CONDITION`
 */
export function checkInput(
  { rules, checkCondition }: Pick<ChangeDeps, 'rules' | 'checkCondition'>,
  input: ScheduleInput,
  now: Date,
): Checked {
  const { payload, sensitive_fields: _, ...rest } = input;
  checkTimes(input, rules.shortestIntervalSeconds, now);
  const target_topic_arn = targetOf(input, rules);
  checkPayloadSize(payload, rules.maxPayloadBytes);
  if (input.condition !== undefined) checkCondition(input.condition);
  return { ...rest, target_topic_arn, retry_policy: input.retry_policy ?? RETRY_POLICY };
}
