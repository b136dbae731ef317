import { AlmanacError } from '@almanac/kernel';
import { ATHENA_COLUMNS, CUR2_COLUMNS, LEGACY_COLUMNS } from './cur-columns.ts';
import { curRules } from './cur-rules.ts';
import { FOCUS_1_2_COLUMNS } from './focus-columns.ts';
import { focusRules } from './focus-rules.ts';
import { Header } from './header.ts';
import type { ReportFormat } from './line-item.ts';
import type { LineItemRules } from './line-item-rules.ts';
import type { ReadFindings } from './report-reader.ts';

interface FormatDefinition {
  /** Whether a header belongs to this format, however incomplete it is. */
  recognises(header: Header): boolean;
  formatOf(header: Header): ReportFormat;
  rules(header: Header, format: ReportFormat, findings: ReadFindings, billingPeriod?: string): LineItemRules;
}

const someColumn = (header: Header, pattern: RegExp) => header.names.some((name) => pattern.test(name));
const hasAny = (header: Header, columns: readonly string[]) => header.firstOf(columns) !== undefined;

/** AWS makes a few hundred, and 500 tags at most; memory grows with them. */
const MAX_COLUMNS = 10_000;

/** Every family of formats Almanac knows, in the order they are tried. A new one is a new entry. */
const FORMATS: readonly FormatDefinition[] = [
  {
    recognises: (header) => someColumn(header, /^(lineItem|identity)\//i),
    formatOf: () => 'cur-legacy',
    rules: (header, _format, findings, period) => curRules(header, LEGACY_COLUMNS, findings, period),
  },
  {
    recognises: (header) => someColumn(header, /^line_item_/i),
    // The legacy report has such names too where it was made for Athena: flat product columns and no product map.
    formatOf: (header) =>
      !hasAny(header, ['product']) && hasAny(header, ['product_product_name', 'product_region'])
        ? 'cur-legacy'
        : 'cur-2.0',
    rules: (header, format, findings, period) =>
      curRules(header, format === 'cur-legacy' ? ATHENA_COLUMNS : CUR2_COLUMNS, findings, period),
  },
  {
    recognises: (header) => hasAny(header, ['BilledCost', 'ChargePeriodStart']),
    formatOf: (header) => (hasAny(header, FOCUS_1_2_COLUMNS) ? 'focus-1.2' : 'focus-1.0'),
    rules: focusRules,
  },
];

/**
 * Understands a header: which format it is and how its rows become line items.
 * @param billingPeriod `YYYY-MM` that all rows are billed in, where it is known from elsewhere
 * @throws AlmanacError `NOT_A_REPORT`, `TOO_MANY_COLUMNS` or `MISSING_COLUMN`
 */
export function recogniseFormat(
  names: readonly string[],
  findings: ReadFindings,
  billingPeriod?: string,
): { format: ReportFormat; rules: LineItemRules } {
  const header = new Header(names);
  const found = FORMATS.find((definition) => definition.recognises(header));
  if (!found) {
    const shown = names.slice(0, 4).map((name) => JSON.stringify(name.slice(0, 40)));
    throw new AlmanacError(
      'NOT_A_REPORT',
      `This is not the header of a cost report: it starts with ${shown.join(', ')}; expected columns such as lineItem/UsageAccountId, line_item_usage_account_id or BilledCost`,
    );
  }
  if (names.length > MAX_COLUMNS) {
    throw new AlmanacError(
      'TOO_MANY_COLUMNS',
      `The report has ${names.length} columns, and no more than ${MAX_COLUMNS} are read: leave out tags that nobody asks for`,
    );
  }
  const format = found.formatOf(header);
  return { format, rules: found.rules(header, format, findings, billingPeriod) };
}
