export { apiEvent } from './api-events.ts';
export { busEvent } from './bus-events.ts';
export { objectCreated, objectDeleted } from './s3-events.ts';
export { type PublishedOptions, snsBody } from './sns.ts';
export { lambdaContext, type RecordOptions, sqsEvent, sqsRecord } from './sqs.ts';
