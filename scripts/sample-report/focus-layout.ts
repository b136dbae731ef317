import { accountNames } from './account-names.ts';
import { COLUMNS } from './columns.ts';
import { csvRecord } from './csv.ts';
import { parseAmount } from './decimals.ts';
import { FOCUS_CELLS } from './focus-cells.ts';
import { type FocusColumn, focusColumns } from './focus-columns.ts';
import type { Cell, Layout } from './layout.ts';
import { type LineReader, textOf } from './line-reader.ts';
import { SPIKING } from './offerings.ts';
import type { CheckedOptions } from './options.ts';

const readerOf = (columns: readonly string[], serviceColumn: FocusColumn): LineReader => {
  const text = (column: FocusColumn) => textOf(columns, column);
  const [period, start, region] = [text('BillingPeriodStart'), text('ChargePeriodStart'), text('RegionId')];
  const [billed, effective, service] = [text('BilledCost'), text('EffectiveCost'), text(serviceColumn)];
  return {
    ...{ service, type: text('ChargeCategory'), category: text('ChargeCategory') },
    ...{ account: text('SubAccountId'), currency: text('BillingCurrency') },
    period: (row) => period(row).slice(0, 7),
    date: (row) => start(row).slice(0, 10),
    region: (row) => region(row) || 'global',
    unblended: (row) => parseAmount(billed(row)),
    amortized: (row) => parseAmount(effective(row)),
  };
};

/** FOCUS of a version, with or without the columns that AWS adds; without them a service has no code, only a name. */
export const focusLayout = (version: '1.0' | '1.2', awsColumns: boolean, options: CheckedOptions): Layout => {
  const names = accountNames(options);
  const named = (column: 'bill/PayerAccountId' | 'lineItem/UsageAccountId'): Cell => {
    const account = textOf(COLUMNS, column);
    return (row) => names.get(account(row)) ?? '';
  };
  const cells: Partial<Record<FocusColumn, Cell>> = {
    ...FOCUS_CELLS,
    BillingAccountName: named('bill/PayerAccountId'),
    SubAccountName: named('lineItem/UsageAccountId'),
  };
  const columns = focusColumns(version, awsColumns);
  const ordered = columns.map((column) => cells[column] ?? (() => ''));
  return {
    columns,
    header: columns.join(','),
    cells: (row) => ordered.map((cell) => cell(row)),
    line: csvRecord,
    reader: readerOf(columns, awsColumns ? 'x_ServiceCode' : 'ServiceName'),
    spikingService: awsColumns ? SPIKING.service : SPIKING.name,
  };
};
