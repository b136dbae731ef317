export { type CostAlert, costAlert } from './cost-alerts.ts';
export {
  billingPeriod,
  type CostDataPublished,
  type CostFileFailed,
  CUR_EVENT_SOURCE,
  costDataPublished,
  costFileFailed,
  decimalText,
} from './cost-events.ts';
export { type EventMetadata, eventMetadata } from './envelope.ts';
export { type PublishRequest, publishRequest } from './publish-request.ts';
