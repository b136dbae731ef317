import { videoGenerationRequested } from '@almanac/contracts';
import type { EventPublisher } from '@almanac/events';
import type { VideoRequests } from '@almanac/schedules';

/** Publishes `VideoGenerationRequested`. Errors are the publisher's. */
export const eventBridgeVideoRequests = (publisher: EventPublisher): VideoRequests => ({
  async publish(id, request) {
    await publisher.publish(videoGenerationRequested, request, { id, correlationId: request.executionId });
  },
});
