export { type ApiOutputs, parseApiOutputs, stackTokens } from './api-outputs.ts';
export { athenaDailyCosts } from './athena-daily-costs.ts';
export { athenaSums } from './athena-sums.ts';
export { type AwsPublisherOptions, awsEventPublisher } from './aws-event-publisher.ts';
export {
  awsClients,
  type ClientMakers,
  documentClient,
  dynamo,
  eventBridge,
  glue,
  kms,
  type OnCall,
  s3,
  scheduler,
  secretsManager,
  sns,
  sqs,
  stepFunctions,
} from './clients.ts';
export { cognitoTokens, type Token, type TokenSource } from './cognito-token.ts';
export { type BookScope, dailyCostSums } from './daily-cost-sums.ts';
export type { RedriveTarget } from './dead-letter-targets.ts';
export { type DeadLetter, type DeadLetters, type Resent, sqsDeadLetters } from './dead-letters.ts';
export {
  type DeliveryQueries,
  deliveryQueries,
  type ReportSources,
  type StoredObject,
  type WaitingDelivery,
} from './delivery-queries.ts';
export { dynamoCleaningLedger } from './dynamo-cleaning-ledger.ts';
export { dynamoDailyCostRepair } from './dynamo-daily-cost-repair.ts';
export { dynamoDailyCosts } from './dynamo-daily-costs.ts';
export { dynamoDeliveryLedger } from './dynamo-delivery-ledger.ts';
export { dynamoDownloadCounts } from './dynamo-download-counts.ts';
export { dynamoHandledEvents } from './dynamo-handled-events.ts';
export { dynamoMediaFiles } from './dynamo-media-files.ts';
export { dynamoRetries, dynamoSendings } from './dynamo-media-work.ts';
export { dynamoObjectLedger } from './dynamo-object-ledger.ts';
export { dynamoPerformance } from './dynamo-performance.ts';
export { dynamoPublicationLedger } from './dynamo-publication-ledger.ts';
export { dynamoRunHistory } from './dynamo-run-history.ts';
export { dynamoRunOutcomes } from './dynamo-run-outcomes.ts';
export { dynamoScheduleClaims } from './dynamo-schedule-claims.ts';
export { dynamoScheduleStore, type ScheduleTables } from './dynamo-schedule-store.ts';
export { dynamoSlotBook } from './dynamo-slot-book.ts';
export { dynamoTemplates } from './dynamo-templates.ts';
export { dynamoTopicSchedules } from './dynamo-topic-schedules.ts';
export { dynamoTopicTriggers } from './dynamo-topic-triggers.ts';
export { dynamoTopics } from './dynamo-topics.ts';
export { dynamoWriteLimits } from './dynamo-write-limits.ts';
export { requireBus } from './event-bus-there.ts';
export {
  type ConsumerTarget,
  type EventOutputs,
  type EventQueueOutputs,
  parseEventOutputs,
  parseEventQueueOutputs,
} from './event-outputs.ts';
export { eventBridgeArchive, rulePattern } from './eventbridge-archive.ts';
export { eventBridgeCommandEvents } from './eventbridge-command-events.ts';
export { eventBridgeCostEvents } from './eventbridge-cost-events.ts';
export { type BusNames, eventBridgeEventBus } from './eventbridge-event-bus.ts';
export { eventBridgeRunEvents } from './eventbridge-run-events.ts';
export { eventBridgeVideoRequests } from './eventbridge-video-requests.ts';
export { glueLiveCatalog } from './glue-live-catalog.ts';
export { kmsVault } from './kms-vault.ts';
export {
  type LedgerChange,
  type LedgerDeletion,
  type LedgerObject,
  type LedgerPeriod,
  type LedgerQueries,
  ledgerQueries,
  type MessageFailure,
} from './ledger-queries.ts';
export { busTarget, functionTarget, queueTarget, stateMachineTarget } from './replay-targets.ts';
export { type AccountNames, s3AccountNames } from './s3-account-names.ts';
export { s3AuditCopy } from './s3-audit-copy.ts';
export { s3AuditStore } from './s3-audit-store.ts';
export { s3CuratedCleaner } from './s3-curated-cleaner.ts';
export { s3CuratedStore } from './s3-curated-store.ts';
export { s3Landing } from './s3-landing.ts';
export { s3RandomAccess } from './s3-random-access.ts';
export { type StoredKey, storedVersions } from './s3-versions.ts';
export {
  parseScheduleOutputs,
  parseScheduleQueueOutputs,
  type ScheduleOutputs,
  type ScheduleQueueOutputs,
  stackRuns,
  stackSchedules,
} from './schedule-outputs.ts';
export { engineTarget, scheduleTables } from './schedule-settings.ts';
export { type EngineTarget, schedulerEngine } from './scheduler-engine.ts';
export { secretsManagerSecrets } from './secrets-manager-secrets.ts';
export { parseSlotRules } from './slot-rules.ts';
export { snsActionTopics } from './sns-action-topics.ts';
export { snsAlerts } from './sns-alerts.ts';
export { snsMails } from './sns-mails.ts';
export { snsMediaAlerts, snsNotifications } from './sns-media-topics.ts';
export { snsScheduleAlerts } from './sns-schedule-alerts.ts';
export { snsWebActions } from './sns-web-actions.ts';
export { sqsGivenUp } from './sqs-given-up.ts';
export { sqsLandingQueue, toS3Event } from './sqs-landing-queue.ts';
export { sqsOutbox } from './sqs-outbox.ts';
export { sqsPublishQueue } from './sqs-publish-queue.ts';
export { sqsQuarantine } from './sqs-quarantine.ts';
export { sqsRetryRequests } from './sqs-retry-requests.ts';
export { sqsRunQueue } from './sqs-run-queue.ts';
export { type ChangeVisibility, sqsVisibility } from './sqs-visibility.ts';
export {
  awsError,
  parseStackOutputs,
  type StackOutputs,
  type StackPlace,
  stackClients,
} from './stack.ts';
export { waitingTasks } from './step-functions-tasks.ts';
export { awsTopicDeps, type TopicSettings } from './topic-deps.ts';
export { githubIssues, type WebActions } from './web-action-issues.ts';
