export { type BatchMessage, type BatchOptions, batch } from './batch.ts';
export { env, list, optionalString, string, traceHeader, wholeNumber } from './env.ts';
export { type EventFacts, type EventOptions, event, onEvent } from './event.ts';
export { eventMetrics } from './event-metrics.ts';
export { withHeartbeat } from './heartbeat.ts';
export { type Delivery, type FailedTry, type QueueOptions, queue } from './queue.ts';
export { parseS3Event, type S3Event } from './s3-event.ts';
export { type ScheduledRun, type ScheduleOptions, schedule } from './schedule.ts';
export { type Telemetry, telemetry } from './telemetry.ts';
