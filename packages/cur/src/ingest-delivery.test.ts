import { fixedClock } from '@almanac/kernel';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { FakeCurated, FakeLanding, FakeLandingQueue, FakePublishQueue, MemoryLedger } from './fakes.ts';
import { ingestObject } from './ingest-object.ts';
import type { ObjectVersion } from './object-version.ts';
import type { DeliveryLedger, Landing } from './ports.ts';
import { DEFAULT_READ_LIMITS } from './report-reader.ts';

const FOLDER = 'p/costs/20240101-20240201';
const partKey = (part: number) => `${FOLDER}/costs-${part}.csv`;
const PERIOD = '2024-01';

const csv = (cost: number) =>
  [
    'lineItem/UsageAccountId,lineItem/ProductCode,lineItem/UsageStartDate,lineItem/UnblendedCost',
    `000123456789,AmazonEC2,2024-01-05T00:00:00Z,${cost}`,
  ].join('\n');

describe('the files and the manifest of a delivery', () => {
  let landing: FakeLanding;
  let landingQueue: FakeLandingQueue;
  let queue: FakePublishQueue;
  let ledger: MemoryLedger;
  beforeEach(() => {
    [landing, landingQueue] = [new FakeLanding(), new FakeLandingQueue()];
    [queue, ledger] = [new FakePublishQueue(), new MemoryLedger()];
  });

  const ingest = (version: ObjectVersion, over: { deliveries?: Partial<DeliveryLedger>; landing?: Landing } = {}) =>
    ingestObject({
      ...{ landing: over.landing ?? landing, landingQueue, curated: new FakeCurated(), queue },
      ...{ ledger: ledger.objectSide, deliveries: { ...ledger.deliverySide, ...over.deliveries } },
      ...{ clock: fixedClock('2024-03-01T00:00:00Z'), limits: DEFAULT_READ_LIMITS },
    })(version, { messageId: 'm', number: 1, signal: new AbortController().signal });

  const upload = (part: number) => landing.upload(partKey(part), csv(part));
  const uploadManifest = (name: string, ...parts: number[]) =>
    landing.upload(
      `${FOLDER}/${name}/costs-Manifest.json`,
      JSON.stringify({ assemblyId: name, reportKeys: parts.map(partKey) }),
    );
  const statuses = () => [...ledger.deliveries.values()].map(({ status }) => status);

  it('are found where one lands while the manifest is noting that it waits for it, and another later', async () => {
    const { awaitFiles } = ledger.deliverySide;
    let isFirst = true;
    const meanwhile: DeliveryLedger['awaitFiles'] = async (...noted) => {
      if (isFirst) await ingest(upload(1));
      isFirst = false;
      await awaitFiles(...noted);
    };
    expect(await ingest(uploadManifest('m', 1, 2), { deliveries: { awaitFiles: meanwhile } })).toEqual({
      outcome: 'waiting',
    });
    await ingest(upload(2));
    for (const version of landingQueue.sent.splice(0)) await ingest(version);
    expect(statuses()).toEqual(['complete']);
    expect(queue.requests[0]).toMatchObject({ billingPeriod: PERIOD });
  });

  it('complete a delivery, also where another one that needs the file can no longer have it', async () => {
    const file = upload(1);
    await ingest(uploadManifest('a', 1));
    const [a] = await ledger.deliverySide.expecting(file);
    await expect(ingest(file, { deliveries: { complete: () => Promise.reject(new Error('killed')) } })).rejects.toThrow(
      'killed',
    );
    upload(2);
    await ingest(uploadManifest('b', 1, 2));
    const gone: Landing = { ...landing, open: async () => 'gone', exists: async () => false, versions: async () => [] };
    const bFirst: Partial<DeliveryLedger> = {
      expecting: async (version) => (await ledger.deliverySide.expecting(version)).reverse(),
    };
    await ingest(file, { landing: gone, deliveries: bFirst });
    expect(a?.isParsed).toBe(false);
    expect(statuses()).toEqual(['complete', 'superseded']);
  });

  it('are one delivery where all is written again, byte for byte, and the versions before are destroyed', async () => {
    const withId = (version: ObjectVersion, versionId: string): ObjectVersion => ({ ...version, versionId });
    const first = withId(upload(1), 'v-0000000000000001');
    await ingest(uploadManifest('m', 1));
    const second = withId(upload(1), 'v-0000000000000003');
    landing.destroyOldest(partKey(1));
    await ingest(uploadManifest('m', 1));
    for (const version of [second, first, second]) await ingest(version);
    expect(statuses()).toEqual(['complete']);
    expect([first, second].map(({ id }) => ledger.statusOf(id))).toEqual(['superseded', 'parsed']);
  });

  it('ask for nothing to be published where the first delivery is given up while one of them is read', async () => {
    const file = upload(1);
    upload(2);
    await ingest(uploadManifest('m', 1, 2));
    const adoptPart: DeliveryLedger['adoptPart'] = async (version, expectation, content) => {
      await ledger.deliverySide.adoptPart(version, expectation, content);
      await ledger.deliverySide.supersede(expectation);
    };
    await ingest(file, { deliveries: { adoptPart } });
    expect([ledger.statusOf(file.id), ...statuses()]).toEqual(['parsed', 'superseded']);
    expect(queue.requests).toEqual([]);
  });
});
