import type { DailyCost, Totals } from '@almanac/cur';
import { Command } from 'commander';
import { inspectReport, type ReportContent } from '../../inspect-report.ts';
import { openLocalFile } from '../../local-file.ts';
import { print, progress } from '../../output.ts';
import { fields, table } from '../../table.ts';

interface InspectOptions {
  readonly daily?: boolean;
  readonly json?: boolean;
}

export const command = () =>
  new Command()
    .description('What a report file on this machine holds, read as the stack reads it. Needs no stack.')
    .argument('<file>', 'cost report as csv, csv.gz, csv in zip or Parquet')
    .option('--daily', 'also print daily costs')
    .option('--json', 'print JSON')
    .action(async (file: string, options: InspectOptions) => {
      const opened = await openLocalFile(file, (share) => progress.say(`${file}: ${Math.floor(share * 100)} %`));
      const report = await inspectReport(opened).finally(() => {
        progress.end();
        return opened.close();
      });
      const totals = totalsJson(report.totals);
      const summary = { format: report.format, rows: report.rows, totals };
      const { amortized, warnings } = report;
      const daily = report.daily.map(dailyJson);
      print(
        { ...summary, amortized, warnings, ...(options.daily && { daily }) },
        [summaryText(report, totals), ...(options.daily ? ['', dailyTable(daily)] : [])].join('\n'),
        options,
      );
    });

const totalsJson = (totals: Totals) =>
  Object.fromEntries(
    Object.entries(totals).map(([currency, { unblendedCost, amortizedCost }]) => [
      currency,
      { unblended_cost: unblendedCost.toString(), amortized_cost: amortizedCost.toString() },
    ]),
  );

/** A row of `cost_daily` without what only a published delivery has. */
const dailyJson = (row: DailyCost) => ({
  usage_date: row.usageDate,
  billing_period: row.billingPeriod,
  account_id: row.accountId,
  service_code: row.serviceCode,
  service_name: row.serviceName,
  region: row.region,
  charge_category: row.chargeCategory,
  currency: row.currency,
  unblended_cost: row.unblendedCost.toString(),
  amortized_cost: row.amortizedCost.toString(),
  line_items: row.lineItems,
});

const summaryText = (report: ReportContent, totals: ReturnType<typeof totalsJson>) =>
  fields([
    ['format', report.format],
    ['rows', report.rows],
    ...Object.entries(totals).flatMap(([currency, { unblended_cost, amortized_cost }]) => [
      ['unblended cost', `${unblended_cost} ${currency}`] as const,
      ['amortized cost', `${amortized_cost} ${currency}`] as const,
    ]),
    ['amortized', report.amortized === 'full' ? '' : 'partial: columns for it are missing'],
    ...report.warnings.map((warning) => ['warning', warning] as const),
  ]);

const dailyTable = (daily: ReturnType<typeof dailyJson>[]) =>
  table(
    daily,
    [
      { title: 'DAY', value: (row) => row.usage_date },
      { title: 'BILLED', value: (row) => row.billing_period },
      { title: 'ACCOUNT', value: (row) => row.account_id },
      { title: 'SERVICE', value: (row) => row.service_code },
      { title: 'REGION', value: (row) => row.region },
      { title: 'CATEGORY', value: (row) => row.charge_category },
      { title: 'ROWS', value: (row) => row.line_items },
      { title: 'UNBLENDED', value: (row) => `${row.unblended_cost} ${row.currency}` },
      { title: 'AMORTIZED', value: (row) => `${row.amortized_cost} ${row.currency}` },
    ],
    'No line items.',
  );
