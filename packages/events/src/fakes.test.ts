import { MemoryClaims, MemoryDownloadCounts, MemoryHandledEvents, MemoryMediaFiles, MemoryRetries } from './fakes.ts';
import { handledEventsContract } from './handled-events.contract.ts';
import { mediaWorkContract } from './media/media-work.contract.ts';

handledEventsContract('handled events in memory', (clock) => new MemoryHandledEvents(clock));
mediaWorkContract('media work in memory', {
  sendings: (clock) => new MemoryClaims(clock, (key: string) => key),
  files: new MemoryMediaFiles(),
  retries: new MemoryRetries(),
  counts: new MemoryDownloadCounts(),
});
