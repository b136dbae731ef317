import { type Clock, Decimal, stableId } from '@almanac/kernel';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type CleanupDeps, cleanUp } from './clean-up.ts';
import type { DailyCost } from './daily-costs.ts';
import { FakeCatalog, FakeCurated, FakeLanding, FakePublishQueue } from './fakes.ts';
import { MemoryLedger } from './memory-ledger.ts';
import type { ObjectVersion } from './object-version.ts';
import type { DeliveryRef } from './publication.ts';
import { publishPeriod } from './publish-period.ts';

const PERIOD = '2024-02';
const DAY = 86_400_000;
const totals = { USD: { unblendedCost: Decimal.parse('1.5'), amortizedCost: Decimal.parse('1.5') } };
const row: DailyCost = {
  billingPeriod: PERIOD,
  usageDate: '2024-02-01',
  accountId: '000000000001',
  serviceCode: 'AmazonS3',
  serviceName: 'Amazon S3',
  region: 'global',
  chargeCategory: 'Usage',
  currency: 'USD',
  ...totals.USD,
  lineItems: 1,
};

describe('cleaning up', () => {
  let today: number;
  let landing: FakeLanding;
  let ledger: MemoryLedger;
  let deps: CleanupDeps & { curated: FakeCurated; catalog: FakeCatalog; queue: FakePublishQueue };
  beforeEach(() => {
    today = Date.UTC(2024, 2, 1);
    const clock: Clock = { now: () => new Date(today) };
    landing = new FakeLanding();
    ledger = new MemoryLedger(clock);
    deps = {
      ledger: ledger.cleaningSide,
      publications: ledger.publicationSide,
      curated: new FakeCurated(),
      catalog: new FakeCatalog(),
      queue: new FakePublishQueue(),
      clock,
      retentionDays: 30,
      shadowReportPrefixes: [],
    };
  });

  const refOf = ({ report, id }: ObjectVersion): DeliveryRef => ({ report, billingPeriod: PERIOD, deliveryId: id });
  /** What the parser leaves of an upload, the ledger apart. */
  const parsed = async (key: string, text: string): Promise<ObjectVersion> => {
    const version = landing.upload(key, text);
    const part = deps.curated.openPart(refOf(version), 1);
    await part.write(Buffer.from('parquet'));
    await part.close();
    await deps.curated.saveAggregates(refOf(version), 1, [row]);
    await ledger.objectSide.receive(version, { messageId: 'm', number: 1 });
    return version;
  };
  const adopted = async (key: string, text: string): Promise<ObjectVersion> => {
    const version = await parsed(key, text);
    await ledger.objectSide.adopt(version, {
      ...{ format: 'cur-legacy', sha256: stableId(text), rows: 1, uncompressedBytes: 7, amortized: 'full' },
      ...{ warnings: [], totals, periods: { [PERIOD]: { rows: 1, totals } }, payers: [], parseMs: 1 },
      lastModified: '2024-03-01T00:00:00Z',
    });
    return version;
  };
  const publish = (report: string) =>
    publishPeriod({
      ...deps,
      ledger: ledger.publicationSide,
      dailyCosts: { write: async () => undefined, remove: async () => undefined },
      alerts: {
        published: async () => undefined,
        duplicate: async () => undefined,
        twins: async () => undefined,
        failed: async () => undefined,
      },
      events: { dataPublished: async () => undefined, fileFailed: async () => undefined },
    })({ report, billingPeriod: PERIOD }, { correlationId: 'c', signal: new AbortController().signal });
  const published = async (key: string, text: string): Promise<ObjectVersion> => {
    const version = await adopted(key, text);
    await publish(version.report);
    return version;
  };
  const run = (signal = new AbortController().signal) => cleanUp(deps)({ correlationId: 'run-1', signal });
  const filesOf = (version: ObjectVersion) => [...deps.curated.parts.keys()].filter((key) => key.includes(version.id));
  const inDays = (days: number) => {
    today += days * DAY;
  };

  it('deletes what was replaced longer ago than the retention, and no sooner', async () => {
    const old = await published('bill.csv', 'one');
    const live = await published('bill.csv', 'two');
    inDays(29);
    expect(await run()).toMatchObject({ deliveries: 0, finished: true, failures: [] });
    expect(filesOf(old)).toHaveLength(1);
    inDays(2);
    expect(await run()).toMatchObject({ deliveries: 1, objects: 2, bytes: 7, requested: 0, finished: true });
    expect(filesOf(old)).toEqual([]);
    expect([...deps.catalog.partitions]).toEqual([`${live.report}/${PERIOD}/${live.id}`]);
    await expect(deps.curated.days(refOf(old), 1)).rejects.toThrow();
    const days = await deps.curated.days(refOf(live), 1);
    expect(await deps.curated.loadAggregates(refOf(live), 1, days)).toEqual([row]);
    expect(await run()).toMatchObject({ deliveries: 0, objects: 0 });
  });

  it('keeps an equal copy, which counts as soon as the other is deleted', async () => {
    const first = await published('b.csv', 'same');
    const second = await published('a.csv', 'same');
    await publish(first.report);
    inDays(40);
    expect(await run()).toMatchObject({ deliveries: 0, finished: true });
    const { id: _id, etag: _etag, sizeBytes: _size, ...event } = second;
    await ledger.objectSide.withdraw({ ...event, id: 'gone', sequencer: landing.nextSequencer() });
    await publish(second.report);
    expect(await publish(first.report)).toMatchObject({ outcome: 'published' });
  });

  it('never touches what is live or may be half written, however old', async () => {
    const live = await published('bill.csv', 'one');
    const next = await adopted('bill.csv', 'two');
    const state = await ledger.publicationSide.state({ report: live.report, billingPeriod: PERIOD });
    const target = await ledger.publicationSide.target(state, []);
    const content = { deliveryId: next.id, parts: 1, rows: 1, totals, payers: [], shadow: false };
    await ledger.publicationSide.begin(state, content, target);
    for (const version of [live, next]) ledger.stage(refOf(version), 'superseded');
    inDays(400);
    expect(await run()).toMatchObject({ deliveries: 0, objects: 0 });
  });

  it('deletes uploads that were replaced before they were published, though the retention is shorter than their message lives', async () => {
    deps = { ...deps, retentionDays: 1 };
    const skipped = await adopted('bill.csv', 'one');
    const live = await published('bill.csv', 'two');
    const failed = await parsed('other.csv', 'three');
    const failure = { messageId: 'm', queue: 'q', code: 'BAD_AMOUNT', message: 'Row 3', attempt: 3, final: true };
    await ledger.objectSide.recordFailure({ ...failure, version: failed });
    inDays(14);
    expect(await run()).toMatchObject({ deliveries: 0 });
    inDays(2);
    expect(await run()).toMatchObject({ deliveries: 2, objects: 4, bytes: 14 });
    expect([filesOf(skipped).length, filesOf(failed).length, filesOf(live).length]).toEqual([0, 0, 1]);
    expect(await ledger.cleaningSide.seenTo()).toBe(new Date(today - 15 * DAY).toISOString());
  });

  it.each(['dropPartition', 'remove', 'forget'] as const)('goes on after it died before "%s"', async (step) => {
    const old = await published('bill.csv', 'one');
    await published('bill.csv', 'two');
    inDays(31);
    const die = async () => {
      throw new Error('killed');
    };
    const mortal = {
      ...deps,
      ...(step === 'forget' && { ledger: { ...deps.ledger, forget: die } }),
      ...(step === 'remove' && {
        curated: { remove: die, periods: (report: string) => deps.curated.periods(report) },
      }),
      ...(step === 'dropPartition' && { catalog: { dropPartition: die } }),
    };
    const { failures } = await cleanUp(mortal)({ correlationId: 'run-1', signal: new AbortController().signal });
    expect(failures).toEqual([expect.objectContaining({ delivery: `${old.report} ${PERIOD} ${old.id}` })]);
    expect(await run()).toMatchObject({ deliveries: 1, failures: [] });
    expect(filesOf(old)).toEqual([]);
    expect(deps.catalog.partitions.size).toBe(1);
    expect(await run()).toMatchObject({ deliveries: 0 });
  });

  it('stops when its time runs out, and the next run goes on', async () => {
    await published('bill.csv', 'one');
    await published('bill.csv', 'two');
    inDays(31);
    expect(await run(AbortSignal.abort())).toMatchObject({ deliveries: 0, finished: false });
    expect(await run()).toMatchObject({ deliveries: 1, finished: true });
  });

  it('has a period published again that the totals should leave out now, or leave out no longer', async () => {
    const { report } = await published('exports/bill.csv', 'one');
    await published('other.csv', 'two');
    deps = { ...deps, shadowReportPrefixes: ['exports/'] };
    expect(await run()).toMatchObject({ requested: 1 });
    expect(deps.queue.requests).toEqual([expect.objectContaining({ report, correlationId: 'run-1' })]);
    await publish(report);
    expect(await run()).toMatchObject({ requested: 0 });
    deps = { ...deps, shadowReportPrefixes: [] };
    expect(await run()).toMatchObject({ requested: 1 });
  });

  /** Has the day's run follow the variable, and publishes what it asks for. */
  const follow = async (...shadowReportPrefixes: string[]) => {
    deps = { ...deps, shadowReportPrefixes };
    await run();
    for (const { report } of deps.queue.requests.splice(0)) await publish(report);
    expect(await run()).toMatchObject({ requested: 0 });
    return { counting: [...deps.catalog.live.values()], shadows: [...deps.catalog.shadows.values()] };
  };

  it('has a copy count once its original is kept out of the totals, and be a copy again once that counts again', async () => {
    const original = await published('exports/bill.csv', 'same');
    const copy = await published('other.csv', 'same');
    expect(await follow()).toEqual({ counting: [original.id], shadows: [] });
    expect(ledger.statusOf(copy.id)).toBe('duplicate');
    expect(await follow('exports/')).toEqual({ counting: [copy.id], shadows: [original.id] });
    expect(ledger.statusOf(copy.id)).toBe('published');
    expect(await follow()).toEqual({ counting: [original.id], shadows: [] });
    expect(ledger.statusOf(copy.id)).toBe('duplicate');
  });

  it('has the copy of a shadow count that is none any more, though nothing of it was ever live', async () => {
    deps = { ...deps, shadowReportPrefixes: ['exports/'] };
    const first = await published('exports/1.csv', 'same');
    const second = await published('exports/2.csv', 'same');
    expect(await follow('exports/')).toEqual({ counting: [], shadows: [first.id] });
    expect(await follow('exports/1')).toEqual({ counting: [second.id], shadows: [first.id] });
  });
});
