import type { Month } from './calendar.ts';
import type { DeliveryIds } from './delivery-ids.ts';
import type { CheckedDelivery } from './delivery-options.ts';
import { columnType } from './formats.ts';

/** What a manifest tells of a delivery beyond its options. */
export type Delivered = {
  ids: DeliveryIds;
  month: Month;
  /** Account number of the payer. */
  payer: string;
  columns: readonly string[];
  dataKeys: readonly string[];
};

const legacyTime = (time: string): string => `${time.replaceAll(/[-:]|Z$/g, '')}.000Z`;

const legacyColumn = (column: string) => {
  const slash = column.indexOf('/');
  return { category: column.slice(0, slash), name: column.slice(slash + 1) };
};

const PACKING = {
  'csv.gz': { compression: 'GZIP', contentType: 'text/csv' },
  'csv.zip': { compression: 'ZIP', contentType: 'text/csv' },
  parquet: { compression: 'Parquet', contentType: 'Parquet' },
};

const legacyManifest = (options: CheckedDelivery, { ids, month, payer, columns, dataKeys }: Delivered) => ({
  assemblyId: ids.delivery,
  account: payer,
  columns: columns.map(legacyColumn),
  charset: 'UTF-8',
  ...PACKING[options.container],
  reportId: ids.report,
  reportName: options.reportName,
  billingPeriod: { start: legacyTime(month.start), end: legacyTime(month.end) },
  bucket: options.bucket,
  reportKeys: dataKeys,
  additionalArtifactKeys: [],
});

const exportManifest = (options: CheckedDelivery, { ids, payer, columns, dataKeys }: Delivered) => ({
  executionId: ids.delivery,
  exportArn: `arn:aws:bcm-data-exports:us-east-1:${payer}:export/${options.reportName}-${ids.exportId}`,
  columns: columns.map((name) => ({ name, type: columnType(options.format, name) })),
  dataFiles: dataKeys.map((key) => `s3://${options.bucket}/${key}`),
});

/** Text of the manifest of a delivery, with the fields AWS writes; legacy ones are indented, those of exports are not. */
export const manifestText = (options: CheckedDelivery, delivered: Delivered): string =>
  options.mode.startsWith('legacy')
    ? `${JSON.stringify(legacyManifest(options, delivered), null, 2)}\n`
    : JSON.stringify(exportManifest(options, delivered));
