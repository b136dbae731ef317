import { scheduleCommandAccepted, scheduleCommandRejected } from '@almanac/contracts';
import type { EventPublisher } from '@almanac/events';
import type { ScheduleCommandEvents } from '@almanac/schedules';

/** Publishes what became of commands. Errors are the publisher's. */
export const eventBridgeCommandEvents = (publisher: EventPublisher): ScheduleCommandEvents => ({
  async accepted({ metadata, ...detail }) {
    await publisher.publish(scheduleCommandAccepted, detail, metadata);
  },
  async rejected({ metadata, ...detail }) {
    await publisher.publish(scheduleCommandRejected, detail, metadata);
  },
});
