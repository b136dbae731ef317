import type { EventContract } from '../event-contract.ts';
import { costDataPublished } from './cost-data-published.ts';
import { costFileFailed } from './cost-file-failed.ts';
import { fileDownloadCompleted } from './file-download-completed.ts';
import { fileDownloadFailed } from './file-download-failed.ts';
import { fileDownloadStarted } from './file-download-started.ts';
import { fileMetadataReady } from './file-metadata-ready.ts';
import { scheduleCommandAccepted } from './schedule-command-accepted.ts';
import { scheduleCommandRejected } from './schedule-command-rejected.ts';
import { scheduleFired } from './schedule-fired.ts';
import { scheduleRunFailed } from './schedule-run-failed.ts';
import { videoGenerationRequested } from './video-generation-requested.ts';
import { videoPublished } from './video-published.ts';

/** Every event type, in the order of its name. */
export const EVENT_CONTRACTS: readonly EventContract[] = [
  costDataPublished,
  costFileFailed,
  fileDownloadCompleted,
  fileDownloadFailed,
  fileDownloadStarted,
  fileMetadataReady,
  scheduleCommandAccepted,
  scheduleCommandRejected,
  scheduleFired,
  scheduleRunFailed,
  videoGenerationRequested,
  videoPublished,
];

export * from './cost-data-published.ts';
export * from './cost-file-failed.ts';
export * from './file-download-completed.ts';
export * from './file-download-failed.ts';
export * from './file-download-started.ts';
export * from './file-metadata-ready.ts';
export * from './schedule-command-accepted.ts';
export * from './schedule-command-rejected.ts';
export * from './schedule-fired.ts';
export * from './schedule-run-failed.ts';
export * from './video-generation-requested.ts';
export * from './video-published.ts';
