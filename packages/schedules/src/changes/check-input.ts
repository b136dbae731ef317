import type { ScheduleInput } from '@almanac/contracts';
import { AlmanacError } from '@almanac/kernel';
import type { Definition } from '../records/definition.ts';
import { targetOf } from './check-target.ts';
import { checkTimes } from './check-times.ts';
import type { ChangeDeps } from './deps.ts';
import { checkPayloadSize, jsonBytes } from './payload.ts';

/** With it and a payload of 200 KB, encrypted, a record stays below the 400 KB that DynamoDB takes. */
const MAX_CONDITION_BYTES = 16_384;
const RETRY_POLICY = { max_attempts: 3, max_age_seconds: 3_600 };

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
  if (input.condition !== undefined) {
    checkConditionSize(jsonBytes(input.condition));
    checkCondition(input.condition);
  }
  return { ...rest, target_topic_arn, retry_policy: input.retry_policy ?? RETRY_POLICY };
}

function checkConditionSize(bytes: number): void {
  if (bytes <= MAX_CONDITION_BYTES) return;
  const message = `The condition has ${bytes} bytes, and ${MAX_CONDITION_BYTES} are allowed: make it simpler`;
  throw new AlmanacError('INVALID_CONDITION', message, { bytes, max_bytes: MAX_CONDITION_BYTES });
}
