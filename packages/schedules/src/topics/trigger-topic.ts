import { AlmanacError, type Clock, stableId } from '@almanac/kernel';
import { instantText } from '../occurrences/local-text.ts';
import type { RunQueue } from '../ports.ts';
import { topicNotFound } from './errors.ts';
import type { TopicStore, Triggers } from './ports.ts';
import type { Trigger } from './records.ts';
import { ruleNameOf } from './rule-name.ts';

export interface TriggerDeps {
  readonly topics: Pick<TopicStore, 'get'>;
  readonly triggers: Triggers;
  readonly runs: RunQueue;
  readonly clock: Clock;
  /** An id that nothing else has. */
  readonly newId: () => string;
}

export interface TriggerRequest {
  readonly topicId: string;
  /** Who asks. */
  readonly by: string;
  readonly idempotencyKey?: string | undefined;
}

/**
 * Has one video of a topic produced now, whether it has a schedule or not. The same caller's same key starts one production,
 * however often it is sent within a week.
 * @throws AlmanacError `TOPIC_NOT_FOUND`; `IDEMPOTENCY_KEY_REUSED` where the key stands for another topic
 */
export const triggerTopic =
  (deps: TriggerDeps) =>
  async ({ topicId, by, idempotencyKey }: TriggerRequest): Promise<Trigger> => {
    if (!(await deps.topics.get(topicId))) throw topicNotFound(topicId);
    const now = deps.clock.now();
    const fresh = { topicId, runId: `${instantText(now)}-${deps.newId()}`, requestedAt: now.toISOString() };
    const trigger =
      idempotencyKey === undefined ? fresh : await deps.triggers.remember(stableId(by, idempotencyKey), fresh);
    if (trigger.topicId !== topicId) throw keyReused(topicId, trigger);
    await deps.runs.send({
      kind: 'topic',
      schedule_id: ruleNameOf(topicId),
      scheduled_time: trigger.requestedAt,
      execution_id: trigger.runId,
      topic_id: topicId,
      manual: { run_id: trigger.runId, by },
    });
    return trigger;
  };

const keyReused = (topicId: string, trigger: Trigger): AlmanacError =>
  new AlmanacError(
    'IDEMPOTENCY_KEY_REUSED',
    `This Idempotency-Key started a production of ${trigger.topicId}: send another one for ${topicId}`,
    { topicId, usedFor: trigger.topicId },
  );
