import { fixedClock } from '@almanac/kernel';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { csvReportReader } from './csv-report-reader.ts';
import { FakeCurated, FakeLanding, FakeLandingQueue, MemoryLedger } from './fakes.ts';
import { ingestObject } from './ingest-object.ts';
import type { ObjectVersion } from './object-version.ts';
import type { PublishQueue } from './ports.ts';
import { DEFAULT_READ_LIMITS } from './report-reader.ts';

const FOLDER = 'p/costs/20240101-20240201';
const PART = `${FOLDER}/costs-1.csv`;
const MANIFEST = `${FOLDER}/costs-Manifest.json`;
const PERIOD = '2024-01';

const csv = (cost: string) =>
  [
    'lineItem/UsageAccountId,lineItem/ProductCode,lineItem/UsageStartDate,lineItem/UnblendedCost',
    `000123456789,AmazonEC2,2024-01-05T00:00:00Z,${cost}`,
  ].join('\n');

describe('a manifest taken in again', () => {
  let landing: FakeLanding;
  let landingQueue: FakeLandingQueue;
  let ledger: MemoryLedger;
  /** By what the queue tells requests apart. */
  let requests: string[];
  const queue: PublishQueue = {
    request: async (all, attempt) => void requests.push(...all.map(({ cause }) => `${cause} ${attempt}`)),
  };
  beforeEach(() => {
    requests = [];
    [landing, landingQueue, ledger] = [new FakeLanding(), new FakeLandingQueue(), new MemoryLedger()];
  });

  const ingest = (version: ObjectVersion) =>
    ingestObject({
      ...{ landing, landingQueue, reader: csvReportReader, curated: new FakeCurated(), queue },
      ...{ ledger: ledger.objectSide, deliveries: ledger.deliverySide },
      ...{ clock: fixedClock('2024-03-01T00:00:00Z'), limits: DEFAULT_READ_LIMITS },
    })(version, { messageId: 'm', number: 1, signal: new AbortController().signal });

  /** Handles events until none is left. */
  const handle = async (...events: ObjectVersion[]) => {
    for (const event of events) await ingest(event);
    for (let sent = landingQueue.sent.splice(0); sent.length > 0; sent = landingQueue.sent.splice(0))
      for (const event of sent) await ingest(event);
  };
  const uploadManifest = (assemblyId: string, key = MANIFEST) =>
    landing.upload(key, JSON.stringify({ assemblyId, reportKeys: [PART] }));
  const report = () => [...ledger.deliveries.values()][0]?.delivery.report ?? '';
  const shown = async () => {
    const target = await ledger.publicationSide.target({ report: report(), billingPeriod: PERIOD }, []);
    if (target.kind !== 'delivery') throw new Error('nothing is shown');
    return { id: target.deliveryId, cost: `${target.totals.USD?.unblendedCost}` };
  };

  it('is a delivery of its own, though no byte has changed', async () => {
    await handle(landing.upload(PART, csv('1')), uploadManifest('a'));
    const first = await shown();
    await handle(landing.takeAgain(MANIFEST));
    const second = await shown();
    expect(second).toEqual({ id: expect.any(String), cost: '1' });
    expect(second.id).not.toBe(first.id);
    expect(requests.at(-1)).toContain(second.id);
    await handle(landing.takeAgain(MANIFEST));
    expect([first.id, second.id]).not.toContain((await shown()).id);
  });

  it('means what lies in the bucket now, also where it is followed late', async () => {
    await handle(landing.upload(PART, csv('1')), uploadManifest('a'));
    const repaired = landing.upload(PART, csv('2'));
    const again = landing.takeAgain(MANIFEST);
    const later = landing.upload(PART, csv('3'));
    await handle(repaired, again, later);
    expect(await shown()).toMatchObject({ cost: '2' });
  });

  it('finds files whose events were lost', async () => {
    landing.upload(PART, csv('1'));
    await handle(uploadManifest('a'));
    await expect(shown()).rejects.toThrow('unknown report');
    await handle(landing.takeAgain(MANIFEST));
    expect(await shown()).toMatchObject({ cost: '1' });
  });

  it('keeps its place: a delivery that came before it was asked for, but is handled after it, wins', async () => {
    await handle(landing.upload(PART, csv('1')), uploadManifest('a'));
    const files = landing.upload(PART, csv('2'));
    const newer = uploadManifest('b', `${FOLDER}/b/costs-Manifest.json`);
    await handle(landing.takeAgain(MANIFEST));
    await handle(files, newer);
    const winner = await shown();
    await handle(landing.takeAgain(MANIFEST));
    expect(await shown()).toEqual(winner);
  });

  it('takes the place of its newest version where that was destroyed', async () => {
    await handle(landing.upload(PART, csv('1')), uploadManifest('a'));
    await handle(landing.upload(PART, csv('2')), uploadManifest('b'));
    expect(await shown()).toMatchObject({ cost: '2' });
    landing.destroyNewest(MANIFEST);
    landing.destroyNewest(PART);
    await handle(landing.takeAgain(MANIFEST));
    expect(await shown()).toMatchObject({ cost: '1' });
  });
});
