import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ObjectVersion } from '@almanac/cur';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CRASH_CHILD } from './bundled.ts';
import { clients } from './clients.ts';
import { ingest, ingestDeps, publish, publishDeps, versionOf } from './crash-world.ts';
import { stack } from './stack.ts';
import { until } from './until.ts';
import { type Death, runMortal, untilItSurvives } from './until-it-survives.ts';

const PERIOD = '2023-05';
const DAYS = ['2023-05-01', '2023-05-02', '2023-05-03'] as const;
/** No notifications: nothing but this test works on what lies here. Also part of each key, for reports of its own. */
const bucket = `crash-${randomUUID()}`;

const csv = (costs: Record<string, string>, mark: string) =>
  [
    'lineItem/UsageAccountId,lineItem/ProductCode,lineItem/UsageStartDate,lineItem/UnblendedCost,lineItem/LineItemDescription',
    ...Object.entries(costs).map(([day, cost]) => `000000000042,AmazonEC2,${day}T00:00:00Z,${cost},${mark}`),
  ].join('\n');

const upload = (key: string, costs: Record<string, string>, sequence: number): Promise<ObjectVersion> =>
  put(key, csv(costs, key), sequence);

async function put(key: string, body: string, sequence: number): Promise<ObjectVersion> {
  const { ETag } = await clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  return versionOf(bucket, key, (ETag ?? '').replaceAll('"', ''), body.length, sequence);
}

/** What cost_daily says of a report: cost by day. */
async function dailyCosts({ report }: ObjectVersion): Promise<Record<string, string>> {
  const perDay = await Promise.all(
    DAYS.map((day) =>
      clients.dynamo.send(
        new QueryCommand({
          TableName: stack.cost_daily_table,
          KeyConditionExpression: 'usage_date = :day AND begins_with(dimension_key, :report)',
          ExpressionAttributeValues: { ':day': day, ':report': `${report}#` },
        }),
      ),
    ),
  );
  const rows = perDay.flatMap(({ Items = [] }) => Items);
  return Object.fromEntries(rows.map((row) => [row.usage_date, String(row.unblended_cost)]));
}

/** A delivery of one file a cost, as it lands: its first file before the manifest, the others after it. */
async function deliver(name: string, costs: Record<string, string>, sequence: number): Promise<ObjectVersion[]> {
  const period = `${bucket}/${name}/20230501-20230601`;
  const folder = `${period}/assembly-${sequence}`;
  const keyOf = (index: number) => `${folder}/${name}-${index + 1}.csv`;
  const parts = Object.entries(costs);
  const reportKeys = parts.map((_, index) => keyOf(index));
  const land = async ([day, cost]: [string, string], index: number) =>
    put(keyOf(index), csv({ [day]: cost }, keyOf(index)), sequence);
  const [first, ...others] = await Promise.all(parts.map(land));
  const manifest = await put(`${folder}/${name}-Manifest.json`, JSON.stringify({ reportKeys }), sequence);
  // The manifest has the first file looked at again.
  return first ? [first, manifest, first, ...others] : [manifest];
}

const runChild = (
  useCase: 'ingest' | 'publish',
  versions: readonly ObjectVersion[],
  dieAfter: number,
): Promise<Death> => runMortal(CRASH_CHILD, { useCase, versions, billingPeriod: PERIOD, dieAfter });

const untilCosts = (version: ObjectVersion, costs: Record<string, string>) =>
  until(
    'the daily costs',
    () => dailyCosts(version),
    (found) => isDeepStrictEqual(found, costs),
  );

beforeAll(() => clients.s3.send(new CreateBucketCommand({ Bucket: bucket })));
afterAll(async () => {
  const { Contents = [] } = await clients.s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  for (const { Key } of Contents) await clients.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
  await clients.s3.send(new DeleteBucketCommand({ Bucket: bucket }));
});

describe('a parser killed after any of its calls', () => {
  it('is put right by the redelivered message', async () => {
    const costs = { [DAYS[0]]: '1.000000000000000001', [DAYS[1]]: '-2' };
    const calls = await untilItSurvives(async (dieAfter) => {
      const version = await upload(`${bucket}-ingest-${dieAfter}.csv`, costs, 1);
      const death = await runChild('ingest', [version], dieAfter);
      await ingest(ingestDeps(), version);
      await untilCosts(version, costs);
      return death;
    });
    expect(calls).toEqual(
      expect.arrayContaining([
        'ledger.receive',
        'landing.open',
        'curated.saveAggregates',
        'ledger.adopt',
        'queue.request',
      ]),
    );
  });
});

describe('a parser killed after any of its calls for a delivery', () => {
  it('is put right by the redelivered messages', async () => {
    const costs = { [DAYS[0]]: '1.000000000000000001', [DAYS[1]]: '-2' };
    const calls = await untilItSurvives(async (dieAfter) => {
      const versions = await deliver(`delivery-${dieAfter}`, costs, 1);
      const death = await runChild('ingest', versions, dieAfter);
      for (const version of versions) await ingest(ingestDeps(), version);
      await untilCosts(versions[0] as ObjectVersion, costs);
      return death;
    });
    expect(calls).toEqual(
      expect.arrayContaining([
        'ledger.hold',
        'landing.versions',
        'deliveries.record',
        'deliveries.unread',
        'landingQueue.resend',
        'deliveries.expecting',
        'deliveries.adoptPart',
        'deliveries.complete',
        'queue.request',
      ]),
    );
  });
});

/** Publishes `first`, dies publishing `second` after so many calls, then publishes `third`: only that may stand. */
async function publishThroughDeath(
  name: string,
  [first, second, third]: readonly Record<string, string>[],
): Promise<string[]> {
  const quiet = ingestDeps(undefined, false);
  return untilItSurvives(async (dieAfter) => {
    const key = `${bucket}-${name}-${dieAfter}.csv`;
    const before = await upload(key, first ?? {}, 1);
    await ingest(quiet, before);
    await publish(publishDeps(), before, PERIOD);
    const dying = await upload(key, second ?? {}, 2);
    await ingest(quiet, dying);
    const death = await runChild('publish', [dying], dieAfter);
    const after = await upload(key, third ?? {}, 3);
    await ingest(quiet, after);
    await publish(publishDeps(), after, PERIOD);
    expect(await dailyCosts(after)).toEqual(third);
    expect(await publish(publishDeps(), after, PERIOD)).toEqual({ outcome: 'unchanged' });
    return death;
  });
}

describe('a publisher killed after any of its calls', () => {
  const [one, two, three] = DAYS;

  it('is put right by the next delivery, whatever it left half done', async () => {
    const calls = await publishThroughDeath('publish', [
      { [one]: '1', [two]: '2' },
      { [one]: '10', [two]: '2', [three]: '30' },
      { [one]: '1', [three]: '30' },
    ]);
    expect(new Set(calls)).toEqual(
      new Set([
        'ledger.state',
        'ledger.target',
        'ledger.begin',
        'curated.days',
        'curated.loadAggregates',
        'rows.write',
        'catalog.registerPartition',
        'catalog.setLive',
        'ledger.finish',
        'alerts.published',
        'events.dataPublished',
        'ledger.announced',
        'ledger.settle',
        'queue.request',
        'ledger.settled',
        'ledger.recordPayers',
        'ledger.unwarnedTwins',
      ]),
    );
  });

  it('is put right by the same content again, where it died taking it back', async () => {
    const content = { [one]: '1', [two]: '2' };
    const calls = await publishThroughDeath('withdraw', [content, { '2023-06-01': '7' }, content]);
    expect(calls).toContain('rows.remove');
  });

  it('is put right by the next delivery of a scheduled report', async () => {
    const quiet = ingestDeps(undefined, false);
    const land = async (name: string, costs: Record<string, string>, sequence: number) => {
      const versions = await deliver(name, costs, sequence);
      for (const version of versions) await ingest(quiet, version);
      return versions.slice(0, 1) as [ObjectVersion];
    };
    const calls = await untilItSurvives(async (dieAfter) => {
      const name = `replaced-${dieAfter}`;
      const [before] = await land(name, { [one]: '1', [two]: '2' }, 1);
      await publish(publishDeps(), before, PERIOD);
      const dying = await land(name, { [one]: '10', [two]: '2', [three]: '30' }, 2);
      const death = await runChild('publish', dying, dieAfter);
      const last = { [one]: '1', [three]: '30' };
      const [after] = await land(name, last, 3);
      await publish(publishDeps(), after, PERIOD);
      expect(await dailyCosts(after)).toEqual(last);
      return death;
    });
    expect(calls).toEqual(expect.arrayContaining(['rows.write', 'ledger.finish', 'ledger.settle', 'ledger.settled']));
  });
});
