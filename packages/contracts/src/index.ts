export { acceptedAs, acceptedDetailTypes } from './accepted-as.ts';
export * from './api/index.ts';
export { type CostAlert, costAlert } from './cost-alerts.ts';
export { type EventMetadata, eventMetadata } from './envelope.ts';
export { consumersOf, deadRules, type EventConsumer, eventConsumer, parseEventConsumers } from './event-consumers.ts';
export {
  BUSES,
  type Bus,
  type DetailOf,
  detailTypeOf,
  type EventContract,
  eventContract,
  majorOf,
  type OwnFields,
  type Upcast,
} from './event-contract.ts';
export * from './events/index.ts';
export * from './media-messages.ts';
export { billingPeriod, decimalText } from './money.ts';
export { hintOf, type Problem, problemsOf } from './problems.ts';
export { type PublishRequest, publishRequest } from './publish-request.ts';
export { type ScheduleAlert, scheduleAlert } from './schedule-alerts.ts';
export * from './schedule-commands.ts';
export { CUR_EVENT_SOURCE, MEDIA_DOWNLOAD_SOURCE, MEDIA_METADATA_SOURCE, SCHEDULES_EVENT_SOURCE } from './sources.ts';
export { unknownFieldsOf } from './unknown-fields.ts';
export { type ValidatedDetail, type ValidationOptions, validateDetail } from './validate-detail.ts';
