import { AlmanacError } from '@almanac/kernel';
import { LEGACY_COLUMNS } from './cur-columns.ts';
import { curNormaliser, type Normaliser } from './cur-normaliser.ts';
import { Header } from './header.ts';
import type { ReportFormat } from './line-item.ts';
import type { ReadFindings } from './report-reader.ts';

interface FormatDefinition {
  readonly format: ReportFormat;
  /** Whether a header belongs to this format, however incomplete it is. */
  recognises(header: Header): boolean;
  /** Absent for a format that is known by sight but not read. */
  normaliser?(header: Header, findings: ReadFindings): Normaliser;
}

const someColumn = (header: Header, pattern: RegExp) => header.names.some((name) => pattern.test(name));

/** Every format Almanac knows, in the order they are tried. A new format is a new entry. */
const FORMATS: readonly FormatDefinition[] = [
  {
    format: 'cur-legacy',
    recognises: (header) => someColumn(header, /^(lineItem|identity)\//i),
    normaliser: (header, findings) => curNormaliser(header, LEGACY_COLUMNS, findings),
  },
  { format: 'cur-2.0', recognises: (header) => someColumn(header, /^line_item_/) },
  { format: 'focus-1.0', recognises: (header) => someColumn(header, /^(BilledCost|ChargePeriodStart)$/) },
];

/**
 * Understands a header: which format it is and how its rows become line items.
 * @throws AlmanacError `NOT_A_REPORT`, `UNSUPPORTED_FORMAT` or `MISSING_COLUMN`
 */
export function recogniseFormat(
  names: readonly string[],
  findings: ReadFindings,
): { format: ReportFormat; normaliser: Normaliser } {
  const header = new Header(names);
  const found = FORMATS.find((definition) => definition.recognises(header));
  if (!found) {
    const shown = names.slice(0, 4).map((name) => JSON.stringify(name.slice(0, 40)));
    throw new AlmanacError(
      'NOT_A_REPORT',
      `The first row is not the header of a cost report: it starts with ${shown.join(', ')}; expected columns such as lineItem/UsageAccountId`,
    );
  }
  if (!found.normaliser) {
    throw new AlmanacError(
      'UNSUPPORTED_FORMAT',
      `The file looks like ${found.format}, which is not read; upload a legacy Cost and Usage Report`,
    );
  }
  return { format: found.format, normaliser: found.normaliser(header, findings) };
}
