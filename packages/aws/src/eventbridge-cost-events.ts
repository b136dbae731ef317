import { costDataPublished, costFileFailed } from '@almanac/contracts';
import type { CostEvents } from '@almanac/cur';
import type { EventPublisher } from '@almanac/events';

/** Publishes the events of the cur subsystem, whose metadata the domain has filled in. Errors are the publisher's. */
export const eventBridgeCostEvents = (publisher: EventPublisher): CostEvents => ({
  async dataPublished({ metadata, ...detail }) {
    await publisher.publish(costDataPublished, detail, metadata);
  },
  async fileFailed({ metadata, ...detail }) {
    await publisher.publish(costFileFailed, detail, metadata);
  },
});
