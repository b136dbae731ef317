import { scheduleFired, scheduleRunFailed } from '@almanac/contracts';
import type { EventPublisher } from '@almanac/events';
import type { RunEvents } from '@almanac/schedules';

/** Publishes the events of runs. Errors are the publisher's. */
export const eventBridgeRunEvents = (publisher: EventPublisher): RunEvents => ({
  async fired({ metadata, ...detail }) {
    await publisher.publish(scheduleFired, detail, metadata);
  },
  async failed({ metadata, ...detail }) {
    await publisher.publish(scheduleRunFailed, detail, metadata);
  },
});
