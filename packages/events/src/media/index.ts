export { countDownloads, MAX_CHANGES } from './analytics.ts';
export type { Bucket, Download, FileDownloads, FileOrigin, Tally } from './download-tallies.ts';
export { type TriageDeps, triageFailures } from './failure-triage.ts';
export { followFiles } from './file-status.ts';
export type { FactTime } from './happened-at.ts';
export { type FileFacts, type FileStatus, type MediaFile, statusOf } from './media-file.ts';
export { type NotifyDeps, notifyOfFiles } from './notify.ts';
export type {
  DownloadCounts,
  Issue,
  IssueTracker,
  MediaAlerts,
  MediaFiles,
  Notifications,
  Retries,
  RetryRequests,
  Sendings,
  WaitingTasks,
} from './ports.ts';
export { type PostProcessDeps, postProcess } from './post-process.ts';
export { TRANSIENT_CODES, transientReason } from './transient-codes.ts';
