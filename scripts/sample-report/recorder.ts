import { parseAmount, plain } from './decimals.ts';
import { legacyReader } from './legacy-layout.ts';
import type { LineReader } from './line-reader.ts';
import { addTo, type DailySums, type Spike, type Sum, type Totals, type Truth, written } from './truth.ts';

/** Where the spike was planted. */
export type SpikePlace = Pick<Spike, 'usage_date' | 'service_code' | 'account_id' | 'currency'>;

const CENT = parseAmount('0.01');

const byKey = <T>(left: [string, T], right: [string, T]): number => (left[0] < right[0] ? -1 : 1);
const DAILY_KEY = [
  ...['billing_period', 'usage_date', 'account_id', 'service_code'],
  ...['region', 'charge_category', 'currency'],
];

const dailyRow = ([key, sum]: [string, Sum]): DailySums => {
  const parts = key.split('\t');
  return { ...Object.fromEntries(DAILY_KEY.map((name, index) => [name, parts[index]])), ...written(sum) } as DailySums;
};

/** Adds up line items as they are written; its size grows with days, accounts and services, not with rows. */
export class Recorder {
  private rows = 0;
  private readonly types = new Map<string, number>();
  private readonly months = new Map<string, Map<string, Sum>>();
  private readonly totals = new Map<string, Sum>();
  private readonly daily: Map<string, Sum> | undefined;
  private readonly spikeDays = new Map<string, Sum>();
  private readonly spike: SpikePlace | undefined;
  private readonly reader: LineReader;

  /** @param reader reads the rows to come (default: rows of the legacy report) */
  constructor(daily: boolean, spike: SpikePlace | undefined, reader: LineReader = legacyReader) {
    this.daily = daily ? new Map() : undefined;
    this.spike = spike;
    this.reader = reader;
  }

  /** Takes one line item into the sums. @throws RangeError for an amount that is no number. */
  add(row: readonly string[]): void {
    const { reader } = this;
    const [type, currency, period] = [reader.type(row), reader.currency(row), reader.period(row)];
    const unblended = reader.unblended(row);
    const amortized = reader.amortized(row, unblended);
    this.rows += 1;
    this.types.set(type, (this.types.get(type) ?? 0) + 1);
    addTo(this.totals, currency, unblended, amortized);
    addTo(this.month(period), currency, unblended, amortized);
    this.addDay(row, period, currency, unblended, amortized);
  }

  /** Everything added so far, in a fixed order. */
  truth(): Truth {
    const months = [...this.months].sort(byKey).map(([name, sums]) => [name, totalsOf(sums)]);
    const spike = this.spikeTruth();
    return {
      rows: this.rows,
      totals: totalsOf(this.totals),
      months: Object.fromEntries(months),
      line_item_types: Object.fromEntries([...this.types].sort(byKey)),
      ...(spike && { spike }),
      ...(this.daily && { daily: [...this.daily].sort(byKey).map(dailyRow) }),
    };
  }

  private month(period: string): Map<string, Sum> {
    const known = this.months.get(period);
    if (known) return known;
    const sums = new Map<string, Sum>();
    this.months.set(period, sums);
    return sums;
  }

  private addDay(row: readonly string[], period: string, currency: string, unblended: bigint, amortized: bigint) {
    const { reader } = this;
    const [date, account, service] = [reader.date(row), reader.account(row), reader.service(row)];
    if (service === this.spike?.service_code && account === this.spike.account_id) {
      addTo(this.spikeDays, date, unblended, amortized);
    }
    if (!this.daily) return;
    const key = `${period}\t${date}\t${account}\t${service}\t${reader.region(row)}\t${reader.category(row)}\t${currency}`;
    addTo(this.daily, key, unblended, amortized);
  }

  private spikeTruth(): Spike | undefined {
    const day = this.spike && this.spikeDays.get(this.spike.usage_date);
    if (!this.spike || !day) return undefined;
    const others = [...this.spikeDays.values()].filter((sum) => sum !== day);
    const sum = others.reduce((total, { unblended }) => total + unblended, 0n);
    const mean = others.length > 0 ? sum / BigInt(others.length) : 0n;
    return { ...this.spike, amount: plain(day.unblended), usual: plain(mean - (mean % CENT)) };
  }
}

const totalsOf = (sums: Map<string, Sum>): Totals =>
  Object.fromEntries([...sums].sort(byKey).map(([currency, sum]) => [currency, written(sum)]));
