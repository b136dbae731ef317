/** `source` of the events of each producer. Our own are `almanac.<subsystem>`. */
export const CUR_EVENT_SOURCE = 'almanac.cur';
export const SCHEDULES_EVENT_SOURCE = 'almanac.schedules';

/** Sources of the media downloader. EventBridge refuses `aws.mediadownloader.*`, as its documents have it. */
export const MEDIA_METADATA_SOURCE = 'mediadownloader.metadata';
export const MEDIA_DOWNLOAD_SOURCE = 'mediadownloader.download';
