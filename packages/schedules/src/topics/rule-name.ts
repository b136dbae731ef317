import { stableId } from '@almanac/kernel';

const PREFIX = 'video-generation-';
/** Source: EventBridge Scheduler API Reference, CreateSchedule, `Name`. */
const MAX_LENGTH = 64;
const HASH_LENGTH = 12;
const KEPT_LENGTH = MAX_LENGTH - PREFIX.length - HASH_LENGTH - 1;

/**
 * Name of the EventBridge schedule of a topic: `video-generation-<topicId>`. An id that is too long for it, or has characters
 * that Scheduler does not take, is shortened and made unique by a hash. So is one that looks as if it had been.
 */
export function ruleNameOf(topicId: string): string {
  const isPlain = /^[0-9A-Za-z\-_.]+$/.test(topicId) && PREFIX.length + topicId.length <= MAX_LENGTH;
  if (isPlain && !/-[0-9a-f]{12}$/.test(topicId)) return PREFIX + topicId;
  const kept = topicId.replace(/[^0-9A-Za-z\-_.]/g, '_').slice(0, KEPT_LENGTH);
  return `${PREFIX}${kept}-${stableId('topic', topicId).slice(0, HASH_LENGTH)}`;
}
