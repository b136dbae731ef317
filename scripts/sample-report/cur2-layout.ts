import { accountNames } from './account-names.ts';
import { at, COLUMNS, type Column } from './columns.ts';
import { csvRecord } from './csv.ts';
import { curReader } from './cur-reader.ts';
import { CUR2_COLUMNS } from './cur2-columns.ts';
import { type Cell, jsonMap, type Layout, withMilliseconds } from './layout.ts';
import { type LineReader, textOf } from './line-reader.ts';
import { SPIKING } from './offerings.ts';
import type { CheckedOptions } from './options.ts';

/** `UsageAccountId` as `usage_account_id`, `user:CostCenter` as `user_cost_center`, `ReservationARN` as `reservation_a_r_n`. */
const snakeCase = (name: string): string =>
  name
    .replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    .replace(/:?_|:/g, '_')
    .replace(/^_/, '');

/** What CUR 2.0, and the legacy report as Parquet, calls a column of the legacy report. */
export const cur2Name = (column: Column): string => {
  const [category = '', name = ''] = column.split('/');
  return `${snakeCase(category)}_${snakeCase(name)}`;
};

const value = (column: Column): Cell => {
  const index = at(column);
  return (row) => row[index] ?? '';
};

const timed = (column: string, cell: Cell): Cell =>
  column.endsWith('_date') ? (row) => withMilliseconds(cell(row)) : cell;

const ownColumns = new Map(COLUMNS.map((column) => [cur2Name(column), value(column)]));
const inMap = (column: Column): boolean => column.startsWith('product/') && !CUR2_COLUMNS.includes(cur2Name(column));

const map = (columns: readonly Column[], keyOf: (column: Column) => string): Cell =>
  jsonMap(columns.map((column) => [keyOf(column), value(column)]));

const tagColumns = COLUMNS.filter((column) => column.startsWith('resourceTags/'));
const nameAfterSlash = (column: Column): string => snakeCase(column.split('/')[1] ?? '');

const MAPS: Record<string, Cell> = {
  product: map(COLUMNS.filter(inMap), nameAfterSlash),
  resource_tags: map(tagColumns, nameAfterSlash),
  tags: map(tagColumns, (column) => column),
  discount: () => '{}',
  cost_category: () => '{}',
};

const regionCode = textOf(CUR2_COLUMNS, 'product_region_code');
const product = textOf(CUR2_COLUMNS, 'product');

const reader: LineReader = curReader(
  CUR2_COLUMNS,
  {
    type: 'line_item_line_item_type',
    period: 'bill_billing_period_start_date',
    start: 'line_item_usage_start_date',
    account: 'line_item_usage_account_id',
    service: 'line_item_product_code',
    zone: 'line_item_availability_zone',
    currency: 'line_item_currency_code',
    unblended: 'line_item_unblended_cost',
    planCost: 'savings_plan_savings_plan_effective_cost',
    planTotal: 'savings_plan_total_commitment_to_date',
    planUsed: 'savings_plan_used_commitment',
    reservation: 'reservation_reservation_a_r_n',
    reservedCost: 'reservation_effective_cost',
    unusedUpfront: 'reservation_unused_amortized_upfront_fee_for_billing_period',
    unusedRecurring: 'reservation_unused_recurring_fee',
  },
  (row) => regionCode(row) || (JSON.parse(product(row)) as { region?: string }).region || '',
);

/** CUR 2.0 as Data Exports deliver it, every column selected. */
export const cur2Layout = (options: CheckedOptions): Layout => {
  const names = accountNames(options);
  const named = (column: Column): Cell => {
    const account = value(column);
    return (row) => names.get(account(row)) ?? '';
  };
  const special: Record<string, Cell> = {
    ...MAPS,
    bill_payer_account_name: named('bill/PayerAccountId'),
    line_item_usage_account_name: named('lineItem/UsageAccountId'),
  };
  const cells = CUR2_COLUMNS.map((column) => timed(column, special[column] ?? ownColumns.get(column) ?? (() => '')));
  return {
    columns: CUR2_COLUMNS,
    header: CUR2_COLUMNS.join(','),
    cells: (row) => cells.map((cell) => cell(row)),
    line: csvRecord,
    reader,
    spikingService: SPIKING.service,
  };
};
