import { COLUMNS } from './columns.ts';
import { csvLine, HEADER } from './csv.ts';
import { curReader } from './cur-reader.ts';
import type { Layout } from './layout.ts';
import { type LineReader, textOf } from './line-reader.ts';
import { SPIKING } from './offerings.ts';

const region = textOf(COLUMNS, 'product/region');
const regionCode = textOf(COLUMNS, 'product/regionCode');

/** Reads the legacy Cost and Usage Report, the form in which line items are made. */
export const legacyReader: LineReader = curReader(
  COLUMNS,
  {
    type: 'lineItem/LineItemType',
    period: 'bill/BillingPeriodStartDate',
    start: 'lineItem/UsageStartDate',
    account: 'lineItem/UsageAccountId',
    service: 'lineItem/ProductCode',
    zone: 'lineItem/AvailabilityZone',
    currency: 'lineItem/CurrencyCode',
    unblended: 'lineItem/UnblendedCost',
    planCost: 'savingsPlan/SavingsPlanEffectiveCost',
    planTotal: 'savingsPlan/TotalCommitmentToDate',
    planUsed: 'savingsPlan/UsedCommitment',
    reservation: 'reservation/ReservationARN',
    reservedCost: 'reservation/EffectiveCost',
    unusedUpfront: 'reservation/UnusedAmortizedUpfrontFeeForBillingPeriod',
    unusedRecurring: 'reservation/UnusedRecurringFee',
  },
  (row) => region(row) || regionCode(row),
);

/** Legacy Cost and Usage Report. */
export const legacyLayout: Layout = {
  columns: COLUMNS,
  header: HEADER,
  cells: (row) => row,
  line: csvLine,
  reader: legacyReader,
  spikingService: SPIKING.service,
};
