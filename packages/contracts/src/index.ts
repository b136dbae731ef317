export { type CostAlert, costAlert } from './cost-alerts.ts';
export {
  billingPeriod,
  CUR_EVENT_SOURCE,
  type CostDataPublished,
  type CostFileFailed,
  costDataPublished,
  costFileFailed,
  decimalText,
} from './cost-events.ts';
export { type EventMetadata, eventMetadata } from './envelope.ts';
export { type PublishRequest, publishRequest } from './publish-request.ts';
