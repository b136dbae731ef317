import type { Month } from './calendar.ts';
import type { DeliveryIds } from './delivery-ids.ts';
import type { CheckedDelivery } from './delivery-options.ts';

/** S3 keys of a delivery, in the order in which AWS writes them: data first, manifests last. */
export type DeliveryKeys = { data: string[]; manifests: string[] };

const compact = (time: string): string => time.slice(0, 10).replaceAll('-', '');

const partNames = ({ reportName, parts, container }: CheckedDelivery, digits: number): string[] => {
  const ending = container === 'parquet' ? 'snappy.parquet' : container;
  return Array.from({ length: parts }, (_, i) => `${reportName}-${String(i + 1).padStart(digits, '0')}.${ending}`);
};

/** Legacy Parquet lies in folders that a Glue crawler takes for partitions, not in that of its manifest. */
const partitionFolder = ({ prefix, reportName }: CheckedDelivery, { name }: Month): string => {
  const [year, month] = name.split('-').map(Number);
  return `${prefix}/${reportName}/${reportName}/year=${year}/month=${month}`;
};

const legacyKeys = (options: CheckedDelivery, { delivery }: DeliveryIds, month: Month): DeliveryKeys => {
  const { mode, prefix, reportName } = options;
  const period = `${prefix}/${reportName}/${compact(month.start)}-${compact(month.end)}`;
  const assembly = mode === 'legacy-versions' ? [`${period}/${delivery}`] : [];
  const folder = options.container === 'parquet' ? partitionFolder(options, month) : (assembly[0] ?? period);
  return {
    data: partNames(options, 1).map((name) => `${folder}/${name}`),
    manifests: [...assembly, period].map((place) => `${place}/${reportName}-Manifest.json`),
  };
};

const exportKeys = (options: CheckedDelivery, { delivery, executedAt }: DeliveryIds, month: Month): DeliveryKeys => {
  const { mode, prefix, reportName, executionFolder } = options;
  const execution = mode === 'export-executions' ? `/${executedAt}-${delivery}` : '';
  const [above, below] = executionFolder === 'above-period' ? [execution, ''] : ['', execution];
  const root = `${prefix}/${reportName}`;
  const period = `BILLING_PERIOD=${month.name}`;
  return {
    data: partNames(options, 5).map((name) => `${root}/data${above}/${period}${below}/${name}`),
    manifests: [`${root}/metadata${above}/${period}/${reportName}-Manifest.json`],
  };
};

/**
 * Where a delivery is put.
 * Sources: "Understanding your report versions" and "Understanding export delivery" in the AWS Data Exports user guide.
 */
export const deliveryKeys = (options: CheckedDelivery, ids: DeliveryIds, month: Month): DeliveryKeys =>
  options.mode.startsWith('legacy') ? legacyKeys(options, ids, month) : exportKeys(options, ids, month);
