import { Decimal, stableId } from '@almanac/kernel';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type ObjectDeletion, type ObjectVersion, objectVersionId, type ParsedContent } from './object-version.ts';
import type { CleaningLedger, DeliveryLedger, ObjectLedger, PublicationLedger } from './ports.ts';
import {
  type Announcement,
  intendedContent,
  type PeriodRef,
  type PeriodState,
  type Target,
  UPLOAD_WARNINGS_A_DAY,
} from './publication.ts';

export interface Ledgers {
  readonly objects: ObjectLedger;
  readonly deliveries: DeliveryLedger;
  readonly publications: PublicationLedger;
  readonly cleaning: CleaningLedger;
}

const attempt = { messageId: 'message', number: 1 };
const totals = { USD: { unblendedCost: Decimal.parse('-1.000000000000000001'), amortizedCost: Decimal.parse('2') } };

/** What every ledger has to do, the one in memory and the one in DynamoDB alike. */
export function ledgerContract(name: string, make: () => Ledgers): void {
  describe(`${name} keeps the ledger's contract`, () => {
    let ledgers: Ledgers;
    let run: string;
    beforeEach(() => {
      ledgers = make();
      run = stableId(name, Math.random());
    });

    const version = (key: string, sequence: number): ObjectVersion => ({
      id: objectVersionId('bucket', `${run}-${key}`, sequence.toString(16).padStart(16, '0'), `etag${sequence}`),
      bucket: 'bucket',
      key: `${run}-${key}`,
      report: `${run}-${key}`,
      etag: `etag${sequence}`,
      sequencer: sequence.toString(16).padStart(16, '0'),
      sizeBytes: 10,
      eventTime: '2024-03-01T00:00:00Z',
      eventId: `event-${sequence}`,
    });
    const deletion = (key: string, sequence: number): ObjectDeletion => {
      const { bucket, report, sequencer, eventTime, eventId, key: fullKey } = version(key, sequence);
      return {
        id: stableId('deletion', run, key, sequence),
        bucket,
        key: fullKey,
        report,
        sequencer,
        eventTime,
        eventId,
      };
    };
    const content = (sha256: string, ...periods: string[]): ParsedContent => ({
      format: 'cur-legacy',
      sha256: `${run}-${sha256}`,
      rows: periods.length,
      uncompressedBytes: 100,
      amortized: 'full',
      warnings: [],
      totals,
      periods: Object.fromEntries(periods.map((period) => [period, { rows: 1, totals }])),
      payers: ['000000000001'],
      lastModified: '2024-03-01T00:00:00.000Z',
      parseMs: 5,
    });
    const adopt = async (key: string, sequence: number, parsed: ParsedContent) => {
      const object = version(key, sequence);
      await ledgers.objects.receive(object, attempt);
      expect(await ledgers.objects.adopt(object, parsed)).toBe('adopted');
      return object;
    };
    const period = (key: string, billingPeriod: string): PeriodRef => ({ report: `${run}-${key}`, billingPeriod });
    const statusOf = (object: ObjectVersion) => ledgers.objects.receive(object, attempt);
    const target = (key: string, billingPeriod: string, shadows: readonly string[] = []) =>
      ledgers.publications.target(
        period(key, billingPeriod),
        shadows.map((prefix) => `${run}-${prefix}`),
      );
    const announcementOf = (state: PeriodState, wanted: Target): Announcement => ({
      id: stableId(run, state.revision),
      deliveryId: wanted.kind === 'delivery' ? wanted.deliveryId : wanted.origin.id,
      shadow: false,
      files: [],
      parts: 1,
      rows: 1,
      totals,
      change: totals,
      changedDays: ['2024-01-01'],
      accounts: ['000123456789'],
      publishedAt: '2024-03-01T00:00:01.000Z',
      secondsToPublished: 1.25,
      publishMs: 3,
      origin: wanted.origin,
    });
    const begin = async (state: PeriodState, key: string) => {
      const wanted = await target(key, state.billingPeriod);
      await ledgers.publications.begin(state, intendedContent(wanted, false), wanted);
    };
    const publish = async (key: string, billingPeriod: string) => {
      const before = await ledgers.publications.state(period(key, billingPeriod));
      const wanted = await target(key, billingPeriod);
      await ledgers.publications.begin(before, intendedContent(wanted, false), wanted);
      await ledgers.publications.finish(before, intendedContent(wanted, false), wanted, announcementOf(before, wanted));
      await ledgers.publications.settle(before, wanted);
      return wanted;
    };

    it('records an arrival once and remembers what became of it', async () => {
      const object = version('a', 1);
      expect(await statusOf(object)).toBe('received');
      expect(await statusOf(object)).toBe('received');
      await ledgers.objects.ignore(object, 'a manifest');
      expect(await statusOf(object)).toBe('ignored');
    });

    it('adopts a version once, and again after a crash in between', async () => {
      const object = await adopt('a', 1, content('x', '2024-01'));
      expect(await ledgers.objects.adopt(object, content('x', '2024-01'))).toBe('adopted');
      expect(await statusOf(object)).toBe('parsed');
      expect(await ledgers.objects.affectedBy(object)).toEqual([period('a', '2024-01')]);
    });

    it('has a newer version supersede an older one, in either order of arrival', async () => {
      const old = await adopt('a', 1, content('x', '2024-01'));
      const newer = await adopt('a', 2, content('y', '2024-02'));
      expect(await statusOf(old)).toBe('superseded');
      expect(await ledgers.objects.affectedBy(newer)).toEqual(
        expect.arrayContaining([period('a', '2024-01'), period('a', '2024-02')]),
      );
      const late = version('b', 1);
      await ledgers.objects.receive(late, attempt);
      await adopt('b', 2, content('z', '2024-01'));
      expect(await ledgers.objects.adopt(late, content('w', '2024-01'))).toBe('superseded');
      expect(await statusOf(version('b', 1))).toBe('superseded');
    });

    it('lets a deletion take back what is older, and nothing newer', async () => {
      const object = await adopt('a', 1, content('x', '2024-01'));
      expect(await ledgers.objects.withdraw(deletion('a', 2))).toBe('withdrawn');
      expect(await ledgers.objects.withdraw(deletion('a', 2))).toBe('withdrawn');
      expect(await ledgers.objects.affectedBy(deletion('a', 2))).toEqual([period('a', '2024-01')]);
      expect(await statusOf(object)).toBe('superseded');
      expect(await target('a', '2024-01')).toMatchObject({ kind: 'nothing', reason: 'deleted' });
      await adopt('a', 4, content('x', '2024-01'));
      expect(await ledgers.objects.withdraw(deletion('a', 3))).toBe('superseded');
      expect(await target('a', '2024-01')).toMatchObject({ kind: 'delivery' });
    });

    it('counts equal content once, under the smallest key, and promotes the next', async () => {
      const b = await adopt('b', 1, content('same', '2024-01'));
      const a = await adopt('a', 2, content('same', '2024-01'));
      const both = expect.arrayContaining([period('a', '2024-01'), period('b', '2024-01')]);
      expect(await ledgers.objects.affectedBy(a)).toEqual(both);
      expect(await target('a', '2024-01')).toMatchObject({
        kind: 'delivery',
        deliveryId: a.id,
        parts: 1,
        managed: false,
        files: [a.key],
        rows: 1,
      });
      const copy = await target('b', '2024-01');
      expect(copy).toMatchObject({ kind: 'nothing', reason: 'duplicate', duplicateOf: a.key });
      expect(await ledgers.publications.settle(period('b', '2024-01'), copy)).toEqual({
        newDuplicate: true,
        copies: [],
        deliveries: [],
      });
      expect(await ledgers.publications.settle(period('b', '2024-01'), copy)).toEqual({
        newDuplicate: true,
        copies: [],
        deliveries: [],
      });
      await ledgers.publications.warned(period('b', '2024-01'), copy);
      expect(await ledgers.publications.settle(period('b', '2024-01'), copy)).toEqual({
        newDuplicate: false,
        copies: [],
        deliveries: [],
      });
      expect(await statusOf(b)).toBe('duplicate');
      await ledgers.objects.withdraw(deletion('a', 3));
      expect(await ledgers.objects.affectedBy(deletion('a', 3))).toEqual(both);
      expect(await publish('b', '2024-01')).toMatchObject({ kind: 'delivery', deliveryId: b.id });
      expect(await statusOf(b)).toBe('published');
    });

    it('looks for copies of what counts among what counts, and of a shadow among shadows', async () => {
      const [a, b, c, d] = ['a', 'b', 'c', 'd'] as const;
      for (const [index, key] of [d, c, b, a].entries()) await adopt(key, index + 1, content('same', '2024-01'));
      const taken = async (shadows: readonly string[]) => {
        const targets = await Promise.all([a, b, c, d].map((key) => target(key, '2024-01', shadows)));
        return targets.map((one) => (one.kind === 'delivery' ? 'itself' : one.duplicateOf?.slice(run.length + 1)));
      };
      expect(await taken([])).toEqual(['itself', a, a, a]);
      expect(await taken([a])).toEqual(['itself', 'itself', b, b]);
      expect(await taken([a, c])).toEqual(['itself', 'itself', a, b]);
      expect(await taken([b, c])).toEqual(['itself', 'itself', b, a]);
      expect(await taken([a, b, c, d])).toEqual(['itself', a, a, a]);
      expect(await taken(['d'])).toEqual(['itself', a, a, 'itself']);
    });

    it('finds the copy that counts behind any number of shadows', async () => {
      const shadows = Array.from({ length: 40 }, (_, i) => `exports/${`${i}`.padStart(2, '0')}`);
      const keys = ['uploads/2', 'uploads/1', ...shadows];
      for (const [index, key] of keys.entries()) await adopt(key, index + 1, content('same', '2024-01'));
      expect(await target('uploads/1', '2024-01', ['exports/'])).toMatchObject({ kind: 'delivery' });
      expect(await target('uploads/2', '2024-01', ['exports/'])).toMatchObject({ duplicateOf: `${run}-uploads/1` });
      expect(await target('uploads/1', '2024-01')).toMatchObject({ duplicateOf: `${run}-exports/00` });
    });

    it('names every upload, copies included, and none that was deleted', async () => {
      await adopt('a', 1, content('same', '2024-01', '2024-02'));
      await adopt('b', 1, content('same', '2024-01', '2024-02'));
      await adopt('c', 1, content('other', '2024-01'));
      await ledgers.objects.withdraw(deletion('c', 2));
      const found: PeriodRef[] = [];
      for await (const one of ledgers.cleaning.uploads()) if (one.report.startsWith(run)) found.push(one);
      expect(found).toHaveLength(4);
      const both = (key: string) => [period(key, '2024-01'), period(key, '2024-02')];
      expect(found).toEqual(expect.arrayContaining([...both('a'), ...both('b')]));
    });

    it('calls an object published when all its periods are, and one without rows at once', async () => {
      const object = await adopt('a', 1, content('x', '2024-01', '2024-02'));
      await publish('a', '2024-01');
      expect(await statusOf(object)).toBe('parsed');
      await publish('a', '2024-02');
      expect(await statusOf(object)).toBe('published');
      expect(await statusOf(await adopt('empty', 1, content('nothing')))).toBe('published');
    });

    it('calls an object published again when the periods are that were a copy', async () => {
      const object = await adopt('b', 1, content('same', '2024-01', '2024-02'));
      const both = ['2024-01', '2024-02'];
      for (const month of both) await publish('b', month);
      const markAsCopy = async (sequence: number, months: readonly string[]) => {
        await adopt('a', sequence, content('same', ...both));
        for (const month of months) await publish('b', month);
        expect(await statusOf(object)).toBe('duplicate');
        await ledgers.objects.withdraw(deletion('a', sequence + 1));
      };
      await markAsCopy(2, ['2024-01']);
      await publish('b', '2024-01');
      expect(await statusOf(object)).toBe('published');
      await markAsCopy(4, both);
      await publish('b', '2024-01');
      expect(await statusOf(object)).toBe('duplicate');
      await publish('b', '2024-02');
      expect(await statusOf(object)).toBe('published');
    });

    it('keeps a begun publication until one is finished, and what is live after it', async () => {
      const first = await adopt('a', 1, content('x', '2024-01'));
      const at = period('a', '2024-01');
      const before = await ledgers.publications.state(at);
      expect(before).toMatchObject({ ...at, revision: 0, unfinished: [] });
      await begin(before, 'a');
      await begin(before, 'a');
      const second = await adopt('a', 2, content('y', '2024-01'));
      const begun = await ledgers.publications.state(at);
      expect(begun.unfinished.map(({ deliveryId }) => deliveryId)).toEqual([first.id]);
      await begin(begun, 'a');
      expect((await ledgers.publications.state(at)).unfinished).toHaveLength(2);
      const wanted = await target('a', '2024-01');
      await ledgers.publications.finish(begun, intendedContent(wanted, false), wanted, announcementOf(begun, wanted));
      const after = await ledgers.publications.state(at);
      expect(after).toMatchObject({
        revision: 1,
        unfinished: [],
        live: { deliveryId: second.id, parts: 1, payers: ['000000000001'], shadow: false },
      });
      expect(after.live?.totals.USD?.unblendedCost.toString()).toBe('-1.000000000000000001');
      await expect(begin(begun, 'a')).rejects.toThrow();
    });

    it('ends all that was begun, however much it is', async () => {
      await adopt('a', 1, content('x', '2024-01'));
      const at = period('a', '2024-01');
      const wanted = await target('a', '2024-01');
      const intended = intendedContent(wanted, false);
      const unfinished = Array.from({ length: 101 }, (_, i) => ({ ...intended, deliveryId: `${run}-${i}` }));
      const before = await ledgers.publications.state(at);
      await ledgers.publications.begin({ ...before, unfinished }, intended, wanted);
      const begun = await ledgers.publications.state(at);
      expect(begun.unfinished).toHaveLength(102);
      await ledgers.publications.finish(begun, intended, wanted, announcementOf(begun, wanted));
      expect(await ledgers.publications.state(at)).toMatchObject({ revision: 1, unfinished: [], live: intended });
    });

    it('keeps a begun withdrawal apart from a delivery of the same object', async () => {
      const object = await adopt('b', 1, content('same', '2024-01'));
      await adopt('a', 2, content('same', '2024-01'));
      const at = period('b', '2024-01');
      await begin(await ledgers.publications.state(at), 'b');
      await ledgers.objects.withdraw(deletion('a', 3));
      await begin(await ledgers.publications.state(at), 'b');
      const { unfinished } = await ledgers.publications.state(at);
      expect(unfinished.map(({ parts }) => parts)).toEqual([0, 1]);
      expect(unfinished[1]?.deliveryId).toBe(object.id);
      await publish('b', '2024-01');
      expect((await ledgers.publications.state(at)).unfinished).toEqual([]);
    });

    it('remembers how far a publication got until it is finished, and tells shadows from what counts', async () => {
      await adopt('a', 1, content('x', '2024-01'));
      const at = period('a', '2024-01');
      const wanted = await target('a', '2024-01');
      const before = await ledgers.publications.state(at);
      await begin(before, 'a');
      const place = { group: 2, slice: 1, slices: 4, doneBefore: 900 };
      const days = { changedDays: ['2024-01-01'], accounts: ['000000000001'] };
      const progress = { plan: 'p', done: 1000, at: place, ...days };
      await ledgers.publications.saveProgress(before, progress);
      await begin(await ledgers.publications.state(at), 'a');
      expect((await ledgers.publications.state(at)).progress).toEqual(progress);
      const shadow = intendedContent(wanted, true);
      await ledgers.publications.begin(await ledgers.publications.state(at), shadow, wanted);
      expect((await ledgers.publications.state(at)).unfinished.map((one) => one.shadow)).toEqual([false, true]);
      expect((await ledgers.publications.state(at)).progress).toBeUndefined();
      await ledgers.publications.saveProgress(before, progress);
      await ledgers.publications.finish(before, shadow, wanted, { ...announcementOf(before, wanted), shadow: true });
      const after = await ledgers.publications.state(at);
      expect(after).toMatchObject({ live: { shadow: true }, unfinished: [], announcement: { shadow: true } });
      expect(after.progress).toBeUndefined();
    });

    describe('of reports that are live for one payer and period', () => {
      let payer: string;
      const live = async (key: string): Promise<PeriodRef> => {
        await adopt(key, 1, content(key, '2024-01'));
        await publish(key, '2024-01');
        const at = period(key, '2024-01');
        await ledgers.publications.recordPayers(at, [payer]);
        return at;
      };
      beforeEach(() => {
        payer = stableId(run, 'payer');
      });

      it('names the others, until somebody was warned of them together', async () => {
        const a = await live('a');
        expect(await ledgers.publications.unwarnedTwins(a, true)).toEqual([]);
        const b = await live('b');
        await ledgers.publications.recordPayers(b, [payer]);
        const twins = { payer, others: [a.report] };
        expect(await ledgers.publications.unwarnedTwins(b, true)).toEqual([twins]);
        await ledgers.publications.warnedOfTwins(b, twins, true);
        for (const one of [a, b]) expect(await ledgers.publications.unwarnedTwins(one, true)).toEqual([]);
        await ledgers.publications.recordPayers(a, []);
        await ledgers.publications.recordPayers(b, []);
        await ledgers.publications.recordPayers(b, [payer]);
        expect(await ledgers.publications.unwarnedTwins(b, true)).toEqual([]);
      });

      it('warns of so many uploads a day, and of a scheduled report all the same', async () => {
        const [a, b] = [await live('a'), await live('b')];
        const c = await live('c');
        for (let i = 0; i < UPLOAD_WARNINGS_A_DAY; i++) {
          expect(await ledgers.publications.unwarnedTwins(c, false)).toHaveLength(1);
          await ledgers.publications.warnedOfTwins(b, { payer, others: [a.report] }, false);
        }
        expect(await ledgers.publications.unwarnedTwins(c, false)).toEqual([]);
        const twins = { payer, others: [a.report, b.report] };
        expect(await ledgers.publications.unwarnedTwins(c, true)).toEqual([twins]);
      });
    });

    it('keeps an announcement until each of its messages is sent', async () => {
      await adopt('a', 1, content('x', '2024-01'));
      const wanted = await publish('a', '2024-01');
      const at = period('a', '2024-01');
      const { announcement } = await ledgers.publications.state(at);
      expect(announcement).toMatchObject({
        changedDays: ['2024-01-01'],
        secondsToPublished: 1.25,
        origin: wanted.origin,
      });
      expect(new Set(announcement?.due)).toEqual(new Set(['alert', 'event']));
      await ledgers.publications.announced(at, 'alert');
      expect((await ledgers.publications.state(at)).announcement?.due).toEqual(['event']);
      await ledgers.publications.announced(at, 'event');
      expect((await ledgers.publications.state(at)).announcement).toBeUndefined();
    });

    it('keeps failures, announces one once, and lets a redriven version succeed', async () => {
      const object = version('a', 1);
      await ledgers.objects.receive(object, attempt);
      const failure = {
        messageId: run,
        queue: 'queue',
        code: 'BAD_AMOUNT',
        message: 'Row 3',
        attempt: 1,
        version: object,
      };
      await ledgers.objects.recordFailure({ ...failure, final: false });
      expect(await statusOf(object)).toBe('received');
      await ledgers.objects.recordFailure({ ...failure, attempt: 3, final: true });
      expect(await statusOf(object)).toBe('failed');
      expect(await ledgers.objects.claimFailureAlert(object, run)).toBe(true);
      expect(await ledgers.objects.claimFailureAlert(object, run)).toBe(false);
      await adopt('a', 1, content('x', '2024-01'));
      await ledgers.objects.recordFailure({ ...failure, final: true });
      expect(await statusOf(object)).toBe('parsed');
    });
  });
}
