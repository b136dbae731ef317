import type { ScheduleInput } from '@almanac/contracts';
import { AlmanacError } from '@almanac/kernel';
import type { ScheduleRules } from './deps.ts';

/** A standard topic: a FIFO topic would need a message group, which no schedule names. */
const TOPIC_ARN = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/;

/** Where the runs of a schedule are published. @throws AlmanacError `INVALID_TARGET` */
export function targetOf(
  { target_type: type, target_topic_arn: arn }: Pick<ScheduleInput, 'target_type' | 'target_topic_arn'>,
  { targetTopics, allowedTargets, forbiddenTargets }: ScheduleRules,
): string {
  if (type !== 'custom') {
    if (arn === undefined || arn === targetTopics[type]) return targetTopics[type];
    throw bad(`target_topic_arn is for target_type "custom" only: leave it out for "${type}"`, {
      target_topic_arn: arn,
    });
  }
  const allowed = { allowed_targets: allowedTargets };
  const those = allowedTargets.length === 0 ? 'none is allowed here' : `allowed are ${allowedTargets.join(', ')}`;
  if (arn === undefined) throw bad(`target_type "custom" needs a target_topic_arn; ${those}`, allowed);
  if (!TOPIC_ARN.test(arn)) throw bad(`${arn} is not the ARN of a standard SNS topic; ${those}`, allowed);
  if (matches(forbiddenTargets, arn))
    throw bad(`${arn} is a topic of the stack itself, which no schedule may publish to`);
  if (!matches(allowedTargets, arn)) throw bad(`${arn} is no allowed target; ${those}`, allowed);
  return arn;
}

const bad = (message: string, details: Record<string, unknown> = {}) =>
  new AlmanacError('INVALID_TARGET', message, details);

const matches = (patterns: readonly string[], arn: string): boolean =>
  patterns.some((pattern) => new RegExp(`^${pattern.split('*').map(literal).join('.*')}$`).test(arn));

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
