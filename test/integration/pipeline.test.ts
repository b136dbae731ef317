import type { CostDataPublished } from '@almanac/contracts';
import { ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sumAmounts, toRecord } from '../../scripts/sample-report/index.ts';
import { athenaSums } from './athena.ts';
import { type Change, costItems, curatedKeys, periodsOf } from './books.ts';
import { type Listener, startListening } from './listener.ts';
import { expectedRows, inOrder, type MadeReport, makeReport, sumsBy } from './reports.ts';
import { dynamo, sns, sqs } from './sdk.ts';
import { stack } from './stack.ts';
import { expectBooks, logGroup, logLines, newFolder, untilPeriods, untilPublished, upload } from './steps.ts';
import { quiet } from './until.ts';

const MONTHS = ['2025-03', '2025-04'];
const folder = newFolder('pipeline');
const key = `${folder}march-april.csv.gz`;
const report = makeReport({ rows: 4000, seed: 11, accounts: 6, months: MONTHS, currencies: ['USD', 'EUR'] });
const days = [...new Set(report.truth.daily.map(({ usage_date }) => usage_date))].sort();
const accounts = [...new Set(report.truth.daily.map(({ account_id }) => account_id))].sort();

const totalsOf = (name: 'unblended' | 'amortized', totals = report.truth.totals) =>
  Object.fromEntries(Object.entries(totals).map(([currency, sums]) => [currency, sums[name]]));

const ledgerForm = (totals: CostDataPublished['totals']) =>
  Object.fromEntries(
    Object.entries(totals).map(([currency, { unblendedCost, amortizedCost }]) => [
      currency,
      { unblended_cost: unblendedCost, amortized_cost: amortizedCost },
    ]),
  );

const ledgerTotals = (totals: MadeReport['truth']['totals']) =>
  Object.fromEntries(
    Object.entries(totals).map(([currency, { unblended, amortized }]) => [
      currency,
      { unblended_cost: unblended, amortized_cost: amortized },
    ]),
  );

describe('a cost report that is uploaded', () => {
  let listener: Listener;
  let published: Change;
  const startedAt = Date.now();

  beforeAll(async () => {
    listener = await startListening(folder);
    await upload(key, report.bytes);
    published = await untilPublished(key);
  });
  afterAll(() => listener.close());

  it('is as wild as real reports are', () => {
    const amounts = report.rows.map((row) => toRecord(row)['lineItem/UnblendedCost']);
    expect(amounts).toContain('');
    expect(amounts).toContainEqual(expect.stringMatching(/[eE]-/));
    expect(amounts).toContainEqual(expect.stringMatching(/\.\d{18}$/));
    expect(amounts).toContainEqual(expect.stringMatching(/^-\d/));
    const types = ['Credit', 'Refund', 'Tax', 'SavingsPlanCoveredUsage', 'SavingsPlanNegation', 'RIFee'];
    expect(Object.keys(report.truth.line_item_types)).toEqual(expect.arrayContaining([...types, 'DiscountedUsage']));
    expect(accounts).toHaveLength(6);
    expect(Object.keys(report.truth.months)).toEqual(MONTHS);
    expect(totalsOf('amortized')).not.toEqual(totalsOf('unblended'));
  });

  it('is announced by S3 and reaches the parser through the queue', async () => {
    const [event, ...more] = await listener.landed(key);
    expect(more).toEqual([]);
    expect(event).toMatchObject({ 'detail-type': 'Object Created', source: 'aws.s3', id: published.event_id });
    const lines = await logLines('etl-aws-cur-parser', startedAt, `${published.message_id} handled`);
    expect(lines).toEqual([
      expect.objectContaining({ level: 'INFO', key, outcome: 'parsed', correlation_id: event?.id }),
    ]);
  });

  it('becomes daily costs that equal it row by row to the last digit, with every attribute', async () => {
    const items = await costItems(published.report);
    expect(new Set(items.map(({ delivery_id }) => delivery_id))).toEqual(new Set([published.object_id]));
    for (const { updated_at } of items) expect(Date.parse(updated_at)).toBeGreaterThanOrEqual(startedAt);
    const rows = items.map(({ delivery_id: _id, updated_at: _at, ...row }) => row);
    expect(inOrder(rows)).toEqual(expectedRows(published.report, report));
  });

  it('stands in the ledger with its exact totals', async () => {
    expect(published).toMatchObject({
      status: 'published',
      format: 'cur-legacy',
      amortized: 'full',
      rows: '4000',
      billing_periods: MONTHS,
      totals: ledgerTotals(report.truth.totals),
      warnings: [],
    });
    const periods = await periodsOf(published.report);
    expect(Object.keys(periods)).toEqual(MONTHS);
    for (const month of MONTHS) {
      expect(periods[month]).toMatchObject({
        state: 'live',
        live: { delivery_id: published.object_id },
        totals: ledgerTotals(report.truth.months[month] ?? {}),
      });
    }
  });

  it('is counted by Athena to the last digit, in all and per day and service', async () => {
    expect(await athenaSums(published.report, ['parts.billingcurrency'])).toEqual(
      sumsBy(report.truth.daily, ({ currency }) => currency),
    );
    const byDay = ['CAST(parts.chargeperiodstart AS date)', 'parts.x_servicecode', 'parts.billingcurrency'];
    expect(await athenaSums(published.report, byDay)).toEqual(
      sumsBy(report.truth.daily, ({ usage_date, service_code, currency }) =>
        [usage_date, service_code, currency].join('#'),
      ),
    );
  });

  it('has one live object and one Parquet part per billing period', async () => {
    expect(await curatedKeys(`live/${published.report}/`)).toEqual(
      MONTHS.map((month) => `live/${published.report}/${month}.json`),
    );
    expect(await curatedKeys(`focus/report=${published.report}/`)).toEqual(
      MONTHS.map(
        (month) =>
          `focus/report=${published.report}/billing_period=${month}/delivery=${published.object_id}/part-1.parquet`,
      ),
    );
  });

  it('is told to people exactly once per billing period', async () => {
    await quiet();
    const alerts = await listener.alertsAbout(key);
    expect(alerts.map(({ Message }) => Message.billing_period).sort()).toEqual(MONTHS);
    for (const { Subject, Message, MessageAttributes } of alerts) {
      const month = Message.billing_period ?? '';
      const totals = report.truth.months[month] ?? {};
      expect(Subject).toBe(
        `Cost report ${published.report} ${month}: ${totals.USD?.unblended} USD + ${totals.EUR?.unblended} EUR`.slice(
          0,
          99,
        ),
      );
      expect(Message).toMatchObject({
        type: 'success',
        report: published.report,
        delivery_id: published.object_id,
        files: [key],
        rows: sumLineItems(month),
        totals: ledgerTotals(totals),
        change: ledgerTotals(totals),
        accounts: accountsOf(month),
        account_names: { '417283946105': 'shared', '638402917554': 'data' }, // as local.tfvars names two of them
        links: {
          source: `s3://${stack.cur_bucket}/${key}`,
          curated: `s3://${stack.curated_bucket}/focus/report=${published.report}/billing_period=${month}/delivery=${published.object_id}/`,
          console: expect.stringMatching(/^https:\/\/us-east-1\.console\.aws\.amazon\.com\/s3\/buckets\//),
        },
      });
      expect(Message.error).toBeUndefined();
      expect(Message.seconds_to_published).toBeGreaterThan(0);
      expect(MessageAttributes).toEqual({
        type: { Type: 'String', Value: 'success' },
        id: { Type: 'String', Value: Message.id },
        accounts: { Type: 'String.Array', Value: JSON.stringify(Message.accounts) },
      });
    }
  });

  it('is told to machines exactly once per billing period', async () => {
    const events = await listener.published(published.report);
    expect(events.map(({ billingPeriod }) => billingPeriod).sort()).toEqual(MONTHS);
    const [landed] = await listener.landed(key);
    for (const event of events) {
      const totals = report.truth.months[event.billingPeriod] ?? {};
      expect(event).toMatchObject({
        metadata: { version: '1', correlationId: landed?.id, causationId: landed?.id },
        deliveryId: published.object_id,
        files: 1,
        rows: sumLineItems(event.billingPeriod),
        accounts: accountsOf(event.billingPeriod),
        changedDays: daysOf(event.billingPeriod),
      });
      expect(event.supersedes).toBeUndefined();
      expect(ledgerForm(event.totals)).toEqual(ledgerTotals(totals));
    }
    const ids = [...events, ...(await listener.alertsAbout(key)).map(({ Message }) => ({ metadata: Message }))];
    expect(new Set(ids.map(({ metadata }) => metadata.id)).size).toBe(MONTHS.length);
  });

  it('may be plain csv under any name', async () => {
    const plainKey = `${folder}a-report`;
    const plain = makeReport({ rows: 300, seed: 12, months: ['2025-03'] }, 'csv');
    await upload(plainKey, plain.bytes);
    const { report: name, totals } = await untilPublished(plainKey);
    expect(totals).toEqual(ledgerTotals(plain.truth.totals));
    await untilPeriods(name, { '2025-03': 'live' });
    await expectBooks(name, plain);
  });

  it('can be followed with the commands of the requirement document', async () => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'cur-processing-queue-dev' }));
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    expect(Attributes).toMatchObject({
      QueueArn: expect.stringMatching(/:cur-processing-queue-dev$/),
      RedrivePolicy: expect.stringMatching(/cur-processing-dlq-dev.*"maxReceiveCount":\s*"?3/),
    });

    expect(logGroup('etl-aws-cur-parser')).toBe('/aws/lambda/etl-aws-cur-parser-dev');
    expect(await logLines('etl-aws-cur-parser', startedAt, 'handled')).toContainEqual(expect.objectContaining({ key }));

    const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: 'cost_daily_dev' }));
    expect(Items.length).toBeGreaterThan(0);

    const TopicArn = stack.cost_alerts_topic_arn;
    expect(TopicArn).toMatch(/:cost-alerts-dev$/);
    const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(Subscriptions.map(({ Endpoint }) => Endpoint)).toContain(listener.subscriptionEndpoint);
  });

  it('adds up over all its periods', () => {
    for (const [currency, { unblended }] of Object.entries(report.truth.totals)) {
      const rows = report.truth.daily.filter((day) => day.currency === currency);
      expect(sumAmounts(rows.map((row) => row.unblended))).toBe(unblended);
    }
    expect(days.length).toBeGreaterThan(28);
  });

  const inMonth = (month: string) => report.truth.daily.filter(({ billing_period }) => billing_period === month);
  const sumLineItems = (month: string) => inMonth(month).reduce((sum, { line_items }) => sum + line_items, 0);
  const accountsOf = (month: string) => [...new Set(inMonth(month).map(({ account_id }) => account_id))].sort();
  const daysOf = (month: string) => [...new Set(inMonth(month).map(({ usage_date }) => usage_date))].sort();
});
