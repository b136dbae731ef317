import { InvalidOption, integer, type WriteOptions } from './options.ts';

/** The ways AWS delivers: legacy reports and Data Exports, each beside the old delivery or over it. */
export const DELIVERY_MODES = ['legacy-versions', 'legacy-overwrite', 'export-executions', 'export-overwrite'] as const;
export type DeliveryMode = (typeof DELIVERY_MODES)[number];

/** The kinds of data files. */
export const CONTAINERS = ['csv.gz', 'csv.zip', 'parquet'] as const;
export type Container = (typeof CONTAINERS)[number];

/** What to deliver and how. The month to date is `days`: the first days of the month. */
export type DeliveryOptions = WriteOptions & {
  mode: DeliveryMode;
  /** Number of data files, 1 to 999 (default 1). */
  parts?: number;
  /** Which delivery of the month, from 1 (default 1): each is later than the one before and has an id of its own. */
  delivery?: number;
  /** Name of the report or export (default `costs`). */
  reportName?: string;
  /** S3 prefix without slashes at its ends (default `reports`). */
  prefix?: string;
  /** Bucket that the manifests name (default `example-landing-bucket`). */
  bucket?: string;
  /** Kind of the data files (default `csv.gz`); Data Exports know no zip, and legacy Parquet is always overwritten. */
  container?: Container;
  /**
   * `export-executions`: whether the execution's folder lies above that of the billing period (the default) or below
   * it; below, its manifest is the period's own.
   */
  executionFolder?: 'above-period' | 'below-period';
};

/** Options of a delivery with every default filled in. */
export type CheckedDelivery = DeliveryOptions &
  Required<Pick<DeliveryOptions, 'format' | 'parts' | 'delivery' | 'reportName' | 'prefix' | 'bucket'>> &
  Required<Pick<DeliveryOptions, 'container' | 'executionFolder'>>;

const DEFAULTS = {
  ...{ parts: 1, delivery: 1, reportName: 'costs', prefix: 'reports', bucket: 'example-landing-bucket' },
  ...{ container: 'csv.gz' as Container, executionFolder: 'above-period' as const },
};

const check = (right: boolean, message: string): void => {
  if (!right) throw new InvalidOption(message);
};

const NAME = /^[\w!.*'()-]+$/;

/** @throws InvalidOption for the first option that is out of its range or does not go with the mode. */
export const checkDelivery = (options: DeliveryOptions): CheckedDelivery => {
  check(DELIVERY_MODES.includes(options.mode), `delivery must be one of ${DELIVERY_MODES.join(', ')}.`);
  const legacy = options.mode.startsWith('legacy');
  const checked = { ...DEFAULTS, format: legacy ? ('cur-legacy' as const) : ('cur-2.0' as const), ...options };
  check(legacy === (checked.format === 'cur-legacy'), `${checked.mode} does not deliver ${checked.format}.`);
  check(CONTAINERS.includes(checked.container), `container must be one of ${CONTAINERS.join(', ')}.`);
  const refused: Partial<Record<DeliveryMode, Container>> = {
    ...{ 'legacy-versions': 'parquet', 'export-executions': 'csv.zip', 'export-overwrite': 'csv.zip' },
  };
  check(checked.container !== refused[checked.mode], `${checked.mode} does not deliver ${checked.container}.`);
  integer('parts', checked.parts, 1, 999);
  integer('nth', checked.delivery, 1, 1000);
  check(NAME.test(checked.reportName), 'report-name must be a name without spaces and slashes.');
  check(
    checked.prefix.split('/').every((part) => NAME.test(part)),
    'prefix must be a path such as cur/team-a.',
  );
  check(/^[a-z0-9][a-z0-9.-]+$/.test(checked.bucket), 'bucket must be the name of a bucket.');
  const folders = ['above-period', 'below-period'];
  check(folders.includes(checked.executionFolder), `execution-folder must be one of ${folders.join(', ')}.`);
  return checked;
};
