import type { LedgerObject, ReportSources } from '@almanac/aws';
import { nextGeneration, type StoredVersion } from '@almanac/cur';
import { fixedClock } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import { planReingest } from './reingest.ts';

const NOW = '2025-03-01T00:00:00.000Z';
const SEQUENCER = `A1${'0'.repeat(38)}`;
const MANIFEST = 'p/costs/20250101-20250201/costs-Manifest.json';
const object = (key: string) => ({ bucket: 'costlake', key });
const version = (versionId: string): StoredVersion => ({
  versionId,
  etag: `e-${versionId}`,
  sizeBytes: 7,
  lastModified: NOW,
});

interface Scene {
  sources?: ReportSources;
  /** Keys of the objects whose events have arrived. */
  arrived?: string[];
  stored?: { deleted: boolean; versions: StoredVersion[] };
  period?: string | undefined;
  known?: string[];
}

const planning = ({ sources, arrived = [], stored, period = '2025-01', known = [] }: Scene, all = false) =>
  planReingest(
    {
      sourcesOf: async () => sources,
      ledger: {
        changesOf: async () => [{ sequencer: SEQUENCER, item: {} as LedgerObject }],
        objects: async () => arrived.map((key) => object(key) as LedgerObject),
      },
      storedVersions: async () => stored ?? { deleted: false, versions: [version('v2'), version('v1')] },
      knownReports: async () => known,
      clock: fixedClock(NOW),
    },
    'costs',
    all ? undefined : period,
  );
const manifests = new Map(['2025-02', '2025-01'].map((period) => [period, object(`${period}-${MANIFEST}`)]));

describe('planReingest', () => {
  it('takes the current version of an upload, later than all that is known of its key', async () => {
    const upload = { ...object('costs.csv'), periods: ['2025-01', '2025-02'] };
    const plan = await planning({ sources: { upload, manifests: new Map() } });
    expect(plan).toEqual([
      {
        billingPeriods: ['2025-01', '2025-02'],
        version: {
          ...{ ...object('costs.csv'), report: 'costs', etag: 'e-v2', versionId: 'v2', sizeBytes: 7, eventTime: NOW },
          ...{ sequencer: nextGeneration(SEQUENCER), id: expect.any(String), eventId: expect.any(String) },
        },
      },
    ]);
    expect(nextGeneration(SEQUENCER) > SEQUENCER).toBe(true);
  });

  it('takes the manifest of the period asked for, or of each', async () => {
    const keys = (plan: Awaited<ReturnType<typeof planning>>) => plan.map(({ version: { key } }) => key);
    expect(keys(await planning({ sources: { manifests } }))).toEqual([`2025-01-${MANIFEST}`]);
    expect(keys(await planning({ sources: { manifests } }, true))).toEqual([
      `2025-01-${MANIFEST}`,
      `2025-02-${MANIFEST}`,
    ]);
  });

  it.each([
    ['an upload', 'costs.csv', 'costs.csv'],
    ['a manifest', MANIFEST, MANIFEST],
  ])('finds %s that never came as far as being read', async (_what, key, expected) => {
    expect((await planning({ arrived: [key] }))[0]?.version.key).toBe(expected);
  });

  it.each<[string, Scene, string, string]>([
    ['a report nobody knows', { known: ['cost', 'else'] }, 'UNKNOWN_REPORT', 'did you mean cost?'],
    ['a report like no other', { known: ['else'] }, 'UNKNOWN_REPORT', 'almanac cur status'],
    ['a period it has not', { sources: { manifests }, period: '2025-03' }, 'UNKNOWN_PERIOD', '2025-01, 2025-02'],
    [
      'files without a manifest',
      { arrived: [MANIFEST.replace('Manifest.json', '1.csv.gz')] },
      'NO_MANIFEST',
      'costs-1.csv.gz',
    ],
    ['a manifest of another period alone', { arrived: [MANIFEST], period: '2025-02' }, 'UNKNOWN_PERIOD', '2025-01'],
  ])('refuses %s', async (_what, scene, code, words) => {
    await expect(planning(scene)).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
  });

  it('says what to do where S3 holds nothing', async () => {
    const upload = { ...object('costs.csv'), periods: [] };
    const scene = (deleted: boolean, versions: StoredVersion[]) => ({
      sources: { upload, manifests: new Map() },
      stored: { deleted, versions },
    });
    await expect(planning(scene(true, [version('v1')]))).rejects.toMatchObject({
      ...{ code: 'NO_SUCH_OBJECT', message: expect.stringContaining('remove its delete marker') },
    });
    await expect(planning(scene(true, []))).rejects.toMatchObject({
      ...{ code: 'NO_SUCH_OBJECT', message: expect.stringContaining('upload the file again') },
    });
  });

  it('reads a manifest behind a delete marker: deleting it took nothing back', async () => {
    const stored = { deleted: true, versions: [version('v1')] };
    expect((await planning({ sources: { manifests }, stored }))[0]?.version.versionId).toBe('v1');
  });
});
