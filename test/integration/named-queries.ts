import { GetNamedQueryCommand, paginateListNamedQueries } from '@aws-sdk/client-athena';
import { parseAmount, sumAmounts, toRecord } from '../../scripts/sample-report/index.ts';
import { dailyOf } from '../../scripts/sample-report/recount.ts';
import { type MadeReport, sumsBy } from './reports.ts';
import { athena } from './sdk.ts';
import { stack } from './stack.ts';

/** The queries that the workgroup offers, as anybody finds them in Athena: SQL by name. */
export const namedQueries = async (): Promise<Record<string, string>> => {
  const queries: Record<string, string> = {};
  for await (const page of paginateListNamedQueries({ client: athena }, { WorkGroup: stack.athena_workgroup })) {
    for (const NamedQueryId of page.NamedQueryIds ?? []) {
      const { NamedQuery } = await athena.send(new GetNamedQueryCommand({ NamedQueryId }));
      if (NamedQuery?.Database === stack.glue_database) queries[`${NamedQuery.Name}`] = `${NamedQuery.QueryString}`;
    }
  }
  return queries;
};

type Daily = MadeReport['truth']['daily'];
type Records = Record<string, string>[];

const amortized = (daily: Daily): string => sumAmounts(daily.map(({ amortized: amount }) => amount));

const minus = (left: string, right: string): string =>
  sumAmounts([left, right.startsWith('-') ? right.slice(1) : `-${right}`]);

/** Rows that `cost-per-service-per-day` must answer for a report. */
export const serviceDays = ({ truth }: MadeReport): string[][] =>
  Object.entries(
    sumsBy(truth.daily, (day) => [day.billing_period, day.usage_date, day.service_code, day.currency].join('\t')),
  ).map(([key, [unblended = '', amount = '']]) => [...key.split('\t'), unblended, amount]);

const monthBefore = (month: string): string => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
};

/** Rows that `month-over-month` must answer for a report. */
export const monthsCompared = ({ truth }: MadeReport): string[][] =>
  Object.keys(truth.months).flatMap((month) => {
    const days = truth.daily.filter((day) => [month, monthBefore(month)].includes(day.billing_period));
    const services = new Set(days.map((day) => `${day.service_code}\t${day.currency}`));
    return [...services].map((service) => {
      const ofService = days.filter((day) => `${day.service_code}\t${day.currency}` === service);
      const current = amortized(ofService.filter((day) => day.billing_period === month));
      const previous = amortized(ofService.filter((day) => day.billing_period !== month));
      return [month, ...service.split('\t'), current, previous, minus(current, previous)];
    });
  });

const groupsOf = (rows: Records, columns: readonly string[]): Map<string, Records> => {
  const groups = new Map<string, Records>();
  for (const row of rows) {
    const key = columns.map((column) => row[column]).join('\t');
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
};

const ACCOUNT = 'lineItem/UsageAccountId';
const CURRENCY = 'lineItem/CurrencyCode';
const PERIOD = 'bill/BillingPeriodStartDate';
const RESOURCE = 'lineItem/ResourceId';
const SERVICE = 'lineItem/ProductCode';

/** Rows that `top-resources` must answer for a report, counted again from its line items. */
export const dearestResources = ({ rows }: MadeReport): string[][] => {
  const ofResources = rows.map(toRecord).filter((row) => row[RESOURCE] !== '');
  return [...groupsOf(ofResources, [PERIOD, CURRENCY]).values()].flatMap((group) =>
    [...groupsOf(group, [RESOURCE, SERVICE, ACCOUNT])]
      .map(([key, lines]) => ({ key, amount: amortized(dailyOf(lines)) }))
      .sort((a, b) => Number(parseAmount(b.amount) - parseAmount(a.amount)) || (a.key < b.key ? -1 : 1))
      .slice(0, 20)
      .map(({ key, amount }, index) => {
        const { [PERIOD]: period = '', [CURRENCY]: currency = '' } = group[0] ?? {};
        return [period.slice(0, 7), currency, String(index + 1), ...key.split('\t'), amount];
      }),
  );
};

/** Rows that `untagged-spend` must answer for a report, counted again from its line items. */
export const untaggedUsage = ({ rows }: MadeReport): string[][] => {
  const isTagged = (row: Record<string, string>) =>
    Object.entries(row).some(([column, value]) => column.startsWith('resourceTags/') && value !== '');
  const usage = rows.map(toRecord).filter((row) => dailyOf([row])[0]?.charge_category === 'Usage');
  return [...groupsOf(usage, [PERIOD, ACCOUNT, SERVICE, CURRENCY])].flatMap(([key, lines]) => {
    const untagged = lines.filter((row) => !isTagged(row));
    const [period = '', ...others] = key.split('\t');
    const sums = [amortized(dailyOf(untagged)), amortized(dailyOf(lines))];
    return untagged.length > 0 ? [[period.slice(0, 7), ...others, ...sums]] : [];
  });
};
