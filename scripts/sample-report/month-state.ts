import type { Day, Month } from './calendar.ts';
import { type Cells, withCells } from './columns.ts';
import { Reservation, SavingsPlan } from './commitments.ts';
import type { Item } from './fleet.ts';
import type { CheckedOptions } from './options.ts';
import { type Account, accountsOf } from './places.ts';
import { Random } from './random.ts';

/** What one billing period's line items share and add up to; nothing here grows with the number of rows. */
export type MonthState = {
  options: CheckedOptions;
  month: Month;
  /** The report's first month: things are bought in it. */
  first: boolean;
  fleet: readonly Item[];
  accounts: readonly Account[];
  spikeDay: Day | undefined;
  plans: Record<'compute-plan' | 'instance-plan', SavingsPlan>;
  reservation: Reservation;
  /** Usage charged so far by account, in units of 1e-10: what tax is computed from. */
  charged: number[];
  /** The columns that say which bill a line item is on; the invoice id is blank while the bill is open. */
  bill: Cells;
};

type Report = { options: CheckedOptions; months: readonly Month[]; fleet: readonly Item[]; spikeDay: Day | undefined };

/** State of a billing period before its first line item. */
export const startMonth = ({ options, months, fleet, spikeDay }: Report, month: Month): MonthState => {
  const accounts = accountsOf(options.accounts, options.currencies);
  const payer = accounts[0]?.id ?? '';
  const open = month === months.at(-1);
  return {
    ...{ options, month, fleet, accounts, spikeDay, first: month === months[0] },
    plans: {
      'compute-plan': new SavingsPlan(options.dailyCost, payer, 'compute-plan'),
      'instance-plan': new SavingsPlan(options.dailyCost, payer, 'instance-plan'),
    },
    reservation: new Reservation(options.dailyCost, month.days.length, payer),
    charged: accounts.map(() => 0),
    bill: {
      'bill/InvoiceId': open ? '' : String(900_000_000 + new Random(options.seed, 3, months.indexOf(month)).below(1e8)),
      'bill/BillingPeriodStartDate': month.start,
      'bill/BillingPeriodEndDate': month.end,
    },
  };
};

/** A line item of no resource (fees, taxes, credits, refunds) from `start` to `end`, with `cells` on top. */
export const chargeRow = (state: MonthState, random: Random, [start, end]: [string, string], cells: Cells): string[] =>
  withCells({
    'identity/LineItemId': random.base32(52),
    'identity/TimeInterval': `${start}/${end}`,
    'bill/InvoicingEntity': 'Amazon Web Services, Inc.',
    'bill/BillingEntity': 'AWS',
    'bill/BillType': 'Anniversary',
    'bill/PayerAccountId': state.accounts[0]?.id ?? '',
    ...state.bill,
    'lineItem/UsageAccountId': state.accounts[0]?.id ?? '',
    'lineItem/UsageStartDate': start,
    'lineItem/UsageEndDate': end,
    'lineItem/UsageAmount': '1.0000000000',
    'lineItem/CurrencyCode': state.accounts[0]?.currency ?? '',
    'lineItem/BlendedCost': cells['lineItem/UnblendedCost'] ?? '',
    'lineItem/LegalEntity': 'Amazon Web Services, Inc.',
    ...cells,
  });
