export { type CleanupDeps, type CleanupResult, cleanUp } from './clean-up.ts';
export { csvReportReader } from './csv-report-reader.ts';
export {
  countLineItems,
  type DailyCost,
  DailyCostSums,
  dimensionKey,
  mergeDailyCosts,
  NO_REGION,
  rowKey,
  rowsByDay,
  sameRow,
  totalsOf,
} from './daily-costs.ts';
export {
  beingCleaned,
  type DeliveryStatus,
  type Expectation,
  type ManagedDelivery,
  managedDelivery,
  type PinnedFile,
  REPLACED,
  type ReplacedDelivery,
  type StoredVersion,
  timeOf,
  versionMeant,
} from './delivery.ts';
export { type FailDeps, failObject } from './fail-object.ts';
export { type Attempt, type IngestDeps, type IngestOutcome, ingestObject, withdrawObject } from './ingest-object.ts';
export type { ChargeCategory, LineItem, ReportFormat } from './line-item.ts';
export { type ManagedLayout, type ObjectLayout, objectLayout, reportOf } from './object-layout.ts';
export {
  comparableSequencer,
  generationOf,
  nextGeneration,
  type ObjectDeletion,
  type ObjectStatus,
  type ObjectVersion,
  objectVersionId,
  type ParsedContent,
} from './object-version.ts';
export { openParquetReport } from './parquet-input/parquet-report.ts';
export { inMemory, type RandomAccess } from './parquet-input/random-access.ts';
export type {
  AbandonedUpload,
  Alerts,
  CleaningLedger,
  CostEvents,
  CuratedCleaner,
  CuratedStore,
  DailyCostStore,
  DayOfSums,
  DeliveryLedger,
  Failure,
  LandedObject,
  Landing,
  LandingQueue,
  LiveCatalog,
  LivePeriod,
  ObjectLedger,
  PartUpload,
  PublicationLedger,
  PublishQueue,
  Removed,
  Settled,
  Twins,
} from './ports.ts';
export {
  type Announcement,
  type Change,
  type DeliveryContent,
  type DeliveryRef,
  intendedContent,
  MAX_NAMED_FILES,
  type Origin,
  type PeriodRef,
  type PeriodState,
  type Place,
  type Progress,
  sameContent,
  type Target,
  UPLOAD_WARNINGS_A_DAY,
} from './publication.ts';
export { type PublishAttempt, type PublishDeps, type PublishOutcome, publishPeriod } from './publish-period.ts';
export {
  type ReadOptions,
  type ReadReport,
  type ReportFile,
  readParquetReport,
  readReport,
  readReportFile,
} from './read-report.ts';
export {
  type DailyCostRepair,
  type RebuildDeps,
  type RebuiltPeriod,
  rebuildPeriod,
  type StandingRow,
  type TableRepair,
} from './rebuild-period.ts';
export {
  type BookEntry,
  type BookSums,
  type Books,
  type LedgerEntry,
  type ReconciledReport,
  reconcile,
} from './reconcile.ts';
export { reportSlug } from './report-name.ts';
export { DEFAULT_READ_LIMITS, type ReadLimits, type Report, type ReportReader } from './report-reader.ts';
export { ofSameKind } from './shadow.ts';
export { type CostPair, sumTotals, type Totals, totalsChange } from './totals.ts';
export { CURATED_COLUMNS } from './writing/curated-columns.ts';
