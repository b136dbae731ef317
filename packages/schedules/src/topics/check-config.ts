import type { ScheduleConfig } from '@almanac/contracts';
import { checkTopic } from '../slots/topic.ts';
import { checkZoneName } from '../zones/zone-name.ts';

/** @throws AlmanacError `INVALID_TIMEZONE`, `INVALID_TOPIC_SCHEDULE` */
export function checkConfig(topicId: string, config: ScheduleConfig): void {
  checkZoneName(config.timezone);
  checkTopic({ ...config, id: topicId, priority: config.priority ?? 1 });
}
