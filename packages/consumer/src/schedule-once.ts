import { type dynamo, dynamoScheduleClaims } from '@almanac/aws';
import { once } from '@almanac/events';
import { systemClock } from '@almanac/kernel';
import type { Once } from '@almanac/schedules';

/** Does something once for each key, which is claimed in the table `schedule_claims`. */
export function scheduleOnce(client: ReturnType<typeof dynamo>, table: string): Once {
  const claims = dynamoScheduleClaims(client, table, systemClock);
  return (key, leaseMs, work) => once(claims, key, leaseMs, work);
}
