export { type CostAlert, costAlert } from './cost-alerts.ts';
export { type EventMetadata, eventMetadata } from './envelope.ts';
export {
  type Bus,
  type DetailOf,
  detailTypeOf,
  type EventContract,
  eventContract,
  majorOf,
} from './event-contract.ts';
export * from './events/index.ts';
export { billingPeriod, decimalText } from './money.ts';
export { type PublishRequest, publishRequest } from './publish-request.ts';
export { CUR_EVENT_SOURCE, MEDIA_DOWNLOAD_SOURCE, MEDIA_METADATA_SOURCE } from './sources.ts';
export { type DetailProblem, type ValidatedDetail, type ValidationOptions, validateDetail } from './validate-detail.ts';
