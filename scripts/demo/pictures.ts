import { Decimal } from '@almanac/kernel';
import { type DailyCost, sumBy } from './daily-costs.ts';
import { aligned, cents, sideBySide } from './text.ts';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const DAY_MS = 86_400_000;
const BAR_CELLS = 20;
const SERVICES = 12;

/** Days of a month `YYYY-MM`. */
const daysOf = (month: string): string[] => {
  const first = new Date(`${month}-01T00:00:00Z`);
  const count = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return Array.from({ length: count }, (_, i) => `${month}-${String(i + 1).padStart(2, '0')}`);
};

const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

/** Monday to Sunday of the week that holds the day. */
const weekOf = (day: string): string[] => {
  const monday = Date.parse(`${day}T00:00:00Z`) - ((weekday(day) + 6) % 7) * DAY_MS;
  return Array.from({ length: 7 }, (_, i) => new Date(monday + i * DAY_MS).toISOString().slice(0, 10));
};

const bar = (amount: Decimal, largest: Decimal): string => {
  const share = Number(amount.toString()) / Number(largest.toString());
  return '#'.repeat(Math.max(0, Math.round(share * BAR_CELLS))).padEnd(BAR_CELLS);
};

const greatest = (amounts: Iterable<Decimal>): Decimal =>
  [...amounts].reduce((a, b) => (a.compare(b) >= 0 ? a : b), Decimal.ZERO);

/** The amortised cost of every day as a bar, month beside month; days of other months below. */
export const dayChart = (rows: readonly DailyCost[], months: readonly string[]): string => {
  const days = sumBy(rows, ({ day }) => day, 'amortized');
  const largest = greatest(days.values());
  const line = (day: string): string => {
    const amount = days.get(day) ?? Decimal.ZERO;
    return `${WEEKDAYS[weekday(day)]} ${day.slice(5)} ${bar(amount, largest)} ${cents(amount).padStart(8)}`;
  };
  const others = [...days].filter(([day]) => !months.includes(day.slice(0, 7)));
  return [
    sideBySide(months.map((month) => daysOf(month).map(line))),
    ...others.map(([day, amount]) => `${day}: ${cents(amount)} (usage of an earlier month, on these bills)`),
  ].join('\n');
};

/** The amortised cost of each service on each day of the week that holds `day`, dearest service first. */
export const weekTable = (rows: readonly DailyCost[], day: string): string => {
  const week = weekOf(day);
  const inWeek = rows.filter((row) => week.includes(row.day));
  const services = [...sumBy(inWeek, ({ service }) => service, 'amortized')].sort((a, b) => b[1].compare(a[1]));
  const shown = services.slice(0, SERVICES).map(([service]) => service);
  const cells = sumBy(
    inWeek,
    (row) => `${shown.includes(row.service) ? row.service : 'others'} ${row.day}`,
    'amortized',
  );
  const totals = sumBy(inWeek, (row) => row.day, 'amortized');
  const amount = (sum: Decimal | undefined): string => cents(sum ?? Decimal.ZERO);
  return aligned([
    ['', ...week.map((each) => `${WEEKDAYS[weekday(each)]} ${each.slice(5)}`)],
    ...[...shown, 'others'].map((service) => [service, ...week.map((each) => amount(cells.get(`${service} ${each}`)))]),
    ['all', ...week.map((each) => amount(totals.get(each)))],
  ]);
};
