import {
  type EventContract,
  fileDownloadCompleted,
  fileDownloadFailed,
  fileDownloadStarted,
  fileMetadataReady,
} from '@almanac/contracts';
import type { EventPublisher, Published } from './event-publisher.ts';
import type { About, FieldsOf } from './event-to-publish.ts';

/**
 * The events of the media downloader, by name. Without a `correlationId` it is the file's id, which all events of a file's
 * life share. Errors are those of `EventPublisher.publish`.
 */
export function mediaEvents(publisher: EventPublisher) {
  const of =
    <Contract extends EventContract>(contract: Contract) =>
    (detail: FieldsOf<Contract> & { fileId: string }, about: Partial<About> = {}): Promise<Published> =>
      publisher.publish(contract, detail, { ...about, correlationId: about.correlationId ?? detail.fileId });
  return {
    publishFileMetadataReady: of(fileMetadataReady),
    publishFileDownloadStarted: of(fileDownloadStarted),
    publishFileDownloadCompleted: of(fileDownloadCompleted),
    publishFileDownloadFailed: of(fileDownloadFailed),
  };
}
export type MediaEvents = ReturnType<typeof mediaEvents>;
