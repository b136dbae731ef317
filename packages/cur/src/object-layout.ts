import { reportSlug } from './report-name.ts';

/** What the key of a landed object says about it, before its content is looked at. */
export type ObjectLayout =
  | { readonly kind: 'ad-hoc'; readonly report: string }
  | { readonly kind: 'ignored'; readonly report: string; readonly reason: string }
  | ManagedLayout;

/** A key in the folders that AWS delivers to on a schedule. */
export interface ManagedLayout {
  /** `manifest` names the files of one delivery; `part` is such a file. */
  readonly kind: 'manifest' | 'part';
  readonly report: string;
  /** `YYYY-MM` */
  readonly billingPeriod: string;
  /** Key prefix of the report, its name included and without a slash at its end. */
  readonly root: string;
}

const IGNORED: readonly [RegExp, string][] = [
  [/(^|\/)aws-programmatic-access-test-object$/, "AWS's test of the bucket policy"],
  [/(^|\/)cost_and_usage_data_status\//, "status table of AWS's Athena integration"],
  [/\.sql$/, "table definition of AWS's Athena integration"],
  [/(^|\/)crawler-cfn\.yml$/, "CloudFormation template of AWS's Athena integration"],
];

const ADDITIONAL = 'additional file of a delivery: carries no costs';
const STRAY_MANIFEST = 'manifest outside the folders of a delivery: names no files here';

/**
 * The folders of scheduled deliveries; `file` is looked at by {@link managed}.
 * Sources: AWS Data Exports user guide, "Understanding your report versions" (legacy reports) and "Understanding export
 * delivery" (exports). Executions stand above the billing period's folder or below it.
 */
const FOLDERS = {
  legacy:
    /^(?<root>(?:.*\/)?(?<name>[^/]+))\/(?<year>\d{4})(?<month>\d{2})\d{2}-\d{8}\/(?:(?<own>[^/]+)\/)?(?<file>[^/]+)$/,
  legacyParquet: /^(?<root>(?:.*\/)?(?<name>[^/]+))\/year=(?<year>\d{4})\/month=(?<month>\d{1,2})\/(?<file>[^/]+)$/,
  exportData:
    /^(?<root>(?:.*\/)?(?<name>[^/]+))\/data\/(?:[^/]+\/)?BILLING_PERIOD=(?<year>\d{4})-(?<month>\d{2})\/(?:[^/]+\/)?(?<file>[^/]+)$/,
  exportMetadata:
    /^(?<root>(?:.*\/)?(?<name>[^/]+))\/metadata\/(?:[^/]+\/)?BILLING_PERIOD=(?<year>\d{4})-(?<month>\d{2})\/(?:[^/]+\/)?(?<file>[^/]+)$/,
} as const;

/**
 * Sorts a key into what AWS delivers on a schedule, what carries no costs, and an upload of its own.
 * @param sizeBytes size of the object; undefined for a deleted one
 */
export function objectLayout(key: string, sizeBytes?: number): ObjectLayout {
  const ignored = (reason: string) => ({ kind: 'ignored' as const, report: reportSlug(key), reason });
  if (key.endsWith('/') && (sizeBytes ?? 0) === 0) return ignored('folder placeholder');
  for (const [pattern, reason] of IGNORED) if (pattern.test(key)) return ignored(reason);
  const found = managed(key);
  if (found === 'additional') return ignored(ADDITIONAL);
  if (found) return found;
  return /-Manifest\.json$/.test(key) ? ignored(STRAY_MANIFEST) : { kind: 'ad-hoc', report: reportSlug(key) };
}

function managed(key: string): ManagedLayout | 'additional' | undefined {
  for (const [folder, pattern] of Object.entries(FOLDERS)) {
    const groups = pattern.exec(key)?.groups as Record<string, string | undefined> | undefined;
    if (!groups || !isMonth(groups.month)) continue;
    const kind = kindOf(folder as keyof typeof FOLDERS, groups);
    if (kind === 'no-delivery') continue;
    if (kind === 'additional') return kind;
    const root = folder === 'legacyParquet' ? withoutRepeatedName(groups.root ?? '') : (groups.root ?? '');
    return {
      kind,
      report: reportSlug(root),
      billingPeriod: `${groups.year}-${(groups.month ?? '').padStart(2, '0')}`,
      root,
    };
  }
  return undefined;
}

const isMonth = (month: string | undefined) => Number(month) >= 1 && Number(month) <= 12;

/** Legacy reports in Parquet repeat the report's name: `<prefix>/<name>/<name>/year=…`; their manifest does not. */
const withoutRepeatedName = (root: string) => root.replace(/(^|\/)([^/]+)\/\2$/, '$1$2');

function kindOf(
  folder: keyof typeof FOLDERS,
  { name = '', own, file = '' }: Record<string, string | undefined>,
): ManagedLayout['kind'] | 'additional' | 'no-delivery' {
  if (folder === 'exportMetadata') return file === `${name}-Manifest.json` ? 'manifest' : 'additional';
  if (folder !== 'legacy') return 'part';
  if (file === `${name}-Manifest.json`) return 'manifest';
  if (file.startsWith(`${name}-`)) return /^\d+\./.test(file.slice(name.length + 1)) ? 'part' : 'additional';
  // A folder that only looks like a billing period, with files of other names, is somebody's own.
  return own === undefined ? 'no-delivery' : 'part';
}

/** Name of the report that an object belongs to: its delivery's, or its own. */
export const reportOf = (key: string): string => objectLayout(key).report;
