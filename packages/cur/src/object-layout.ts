import { reportSlug } from './report-name.ts';

/** What the key of a landed object says about it, before its content is looked at. */
export type ObjectLayout =
  | { kind: 'ad-hoc'; report: string }
  | { kind: 'ignored'; reason: string }
  | { kind: 'managed'; reason: string };

const IGNORED: readonly [RegExp, string][] = [
  [/(^|\/)aws-programmatic-access-test-object$/, "AWS's test of the bucket policy"],
  [/(^|\/)cost_and_usage_data_status\//, "status table of AWS's Athena integration"],
  [/\.sql$/, "table definition of AWS's Athena integration"],
  [/(^|\/)crawler-cfn\.yml$/, "CloudFormation template of AWS's Athena integration"],
  [/-Manifest\.json$/, 'manifest of a delivery: carries no costs'],
];

/** Folders that a scheduled delivery adds to again and again: counted as uploads they would count a month twice. */
const MANAGED: readonly RegExp[] = [
  /\/\d{8}-\d{8}\/[0-9a-f]{8}-[0-9a-f-]{27}\/[^/]+$/,
  /\/data\/([^/]+\/)?BILLING_PERIOD=\d{4}-\d{2}\//,
  /\/year=\d{4}\/month=\d{1,2}\//,
];

/**
 * Sorts a key into what AWS delivers on a schedule, what carries no costs, and an upload of its own.
 * @param sizeBytes size of the object; undefined for a deleted one
 */
export function objectLayout(key: string, sizeBytes: number | undefined): ObjectLayout {
  if (key.endsWith('/') && (sizeBytes ?? 0) === 0) return { kind: 'ignored', reason: 'folder placeholder' };
  for (const [pattern, reason] of IGNORED) if (pattern.test(key)) return { kind: 'ignored', reason };
  if (MANAGED.some((pattern) => pattern.test(key))) {
    return { kind: 'managed', reason: 'The key lies in the folders of a scheduled delivery, which replaces itself' };
  }
  return { kind: 'ad-hoc', report: reportSlug(key) };
}
