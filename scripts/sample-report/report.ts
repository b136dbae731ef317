import { byItem } from './by-item.ts';
import { calendar, type Month, spikeDay } from './calendar.ts';
import type { LegacyRow } from './columns.ts';
import { dayRows } from './day-rows.ts';
import { fleetOf } from './fleet.ts';
import { monthCharges, monthRows } from './month-rows.ts';
import { startMonth } from './month-state.ts';
import { SPIKING } from './offerings.ts';
import { checkOptions, type SampleOptions } from './options.ts';
import { accountsOf, spikeAccount } from './places.ts';
import type { SpikePlace } from './recorder.ts';

/** A report that can be generated; nothing of it is held in memory, unless its rows are in order of item. */
export type SampleReport = {
  /** Billing periods, `YYYY-MM`. */
  months: string[];
  /** Where the spike is planted; absent if the report has no working day. */
  spike: SpikePlace | undefined;
  /** How many line items all months have, or one. */
  rowCount(month?: string): number;
  /** Line items, by {@link SampleOptions.order}, of all months or of one; the same ones every time it is called. */
  rows(month?: string): Generator<LegacyRow>;
};

/** How much of `total` part `index` of `parts` has, divided as evenly as integers allow. */
export const part = (total: number, index: number, parts: number): number =>
  Math.floor(((index + 1) * total) / parts) - Math.floor((index * total) / parts);

/** A deterministic legacy Cost and Usage Report. @throws InvalidOption */
export const sampleReport = (sampleOptions: SampleOptions): SampleReport => {
  const options = checkOptions(sampleOptions);
  const months = calendar(options.months, options.days);
  const day = spikeDay(months, options.seed);
  const allDays = months.reduce((sum, month) => sum + month.days.length, 0);
  const fleet = fleetOf(options, options.rows / allDays);
  const account = accountsOf(options.accounts, options.currencies)[spikeAccount(options.accounts)];

  const shares = (only?: string): (readonly [Month, number])[] =>
    months
      .map((month, index) => [month, part(options.rows, index, months.length)] as const)
      .filter(([{ name }]) => only === undefined || only === name);

  function* rowsOf(month: Month, count: number): Generator<LegacyRow> {
    const state = startMonth({ options, months, fleet, spikeDay: day }, month);
    const charges = Math.min(monthCharges(state).length, Math.floor(count * 0.4));
    for (const [index, date] of month.days.entries()) {
      const rows = dayRows(state, date, part(count - charges, index, month.days.length));
      yield* options.order === 'day' ? byItem(rows) : rows;
    }
    yield* monthRows(state, charges);
  }

  return {
    months: months.map(({ name }) => name),
    spike: day &&
      account && {
        usage_date: day.date,
        service_code: SPIKING.service,
        account_id: account.id,
        currency: account.currency,
      },
    rowCount: (only) => shares(only).reduce((sum, [, count]) => sum + count, 0),
    *rows(only?: string) {
      for (const [month, count] of shares(only)) {
        const rows = rowsOf(month, count);
        yield* options.order === 'item' || options.order === 'line' ? byItem(rows, options.order === 'line') : rows;
      }
    },
  };
};
