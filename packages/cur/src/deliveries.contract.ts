import { Decimal, stableId } from '@almanac/kernel';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type ManagedDelivery, managedDelivery, type ReplacedDelivery } from './delivery.ts';
import type { Ledgers } from './ledger.contract.ts';
import { type ObjectVersion, objectVersionId, type ParsedContent } from './object-version.ts';
import type { LivePeriod } from './ports.ts';
import { type Announcement, intendedContent, type PeriodRef } from './publication.ts';

const attempt = { messageId: 'message', number: 1 };
const totals = { USD: { unblendedCost: Decimal.parse('1.5'), amortizedCost: Decimal.parse('-0.000000000000000001') } };

const END_OF_TIME = '9999';

/** What every ledger has to do for scheduled deliveries, the one in memory and the one in DynamoDB alike. */
export function deliveriesContract(name: string, make: () => Ledgers): void {
  describe(`${name} keeps the ledger's contract for deliveries`, () => {
    let ledgers: Ledgers;
    let run: string;
    let period: PeriodRef;
    beforeEach(() => {
      ledgers = make();
      run = stableId(name, Math.random());
      period = { report: run, billingPeriod: '2024-01' };
    });

    const version = (file: string, sequence: number, versionId?: string): ObjectVersion => {
      const sequencer = sequence.toString(16).padStart(16, '0');
      return {
        id: objectVersionId('bucket', `${run}/${file}`, sequencer, `etag-${sequence}`),
        bucket: 'bucket',
        key: `${run}/${file}`,
        report: run,
        etag: `etag-${sequence}`,
        sequencer,
        ...(versionId && { versionId }),
        sizeBytes: 10,
        eventTime: `2024-02-01T00:00:${`${sequence}`.padStart(2, '0')}Z`,
        eventId: `event-${sequence}`,
      };
    };
    const content = (sha256: string): ParsedContent => ({
      format: 'cur-2.0',
      sha256: `${run}-${sha256}`,
      rows: 2,
      uncompressedBytes: 100,
      amortized: 'full',
      warnings: [],
      totals,
      periods: { '2024-01': { rows: 2, totals } },
      payers: ['000000000001'],
      lastModified: '2024-02-01T00:00:00.000Z',
      parseMs: 5,
    });
    const at = (sequence: number) => `2024-02-01T00:00:${`${sequence}`.padStart(2, '0')}.000Z`;
    const deliveryOf = (manifest: ObjectVersion, time: string, files: readonly ObjectVersion[]): ManagedDelivery =>
      managedDelivery(
        period,
        manifest,
        time,
        files.map(({ key, etag, versionId }) => ({ key, etag, ...(versionId && { versionId }) })),
      );
    const record = async (sequence: number, ...files: ObjectVersion[]) => {
      const manifest = version(`manifest-${sequence}`, sequence);
      await ledgers.objects.receive(manifest, attempt);
      const delivery = deliveryOf(manifest, at(sequence), files);
      await ledgers.deliveries.record(delivery);
      return delivery;
    };
    const read = async (file: ObjectVersion, sha256 = file.etag) => {
      await ledgers.objects.receive(file, attempt);
      for (const expectation of await ledgers.deliveries.expecting(file)) {
        await ledgers.deliveries.adoptPart(file, expectation, content(sha256));
      }
    };
    /** Makes the target live; what follows from that is still to be seen to. */
    const show = async () => {
      const before = await ledgers.publications.state(period);
      const target = await ledgers.publications.target(period, []);
      const intended = intendedContent(target, false);
      const announcement: Announcement = {
        ...{
          id: run,
          deliveryId: intended.deliveryId,
          shadow: false,
          files: [],
          parts: intended.parts,
          rows: 4,
          totals,
        },
        ...{ change: totals, changedDays: [], accounts: [], publishedAt: at(59), secondsToPublished: 1, publishMs: 1 },
        origin: target.origin,
      };
      await ledgers.publications.begin(before, intended, target);
      await ledgers.publications.finish(before, intended, target, announcement);
      return target;
    };
    const publish = async () => {
      const target = await show();
      const settled = await ledgers.publications.settle(period, target);
      expect(await ledgers.publications.settle(period, target)).toEqual(settled);
      await ledgers.publications.settled(period, settled);
      return settled;
    };
    const replaced = async () => {
      const found: ReplacedDelivery[] = [];
      for await (const one of ledgers.cleaning.replaced(END_OF_TIME)) if (one.report === run) found.push(one);
      return found;
    };
    const idsOf = (found: readonly ReplacedDelivery[]) => found.map(({ deliveryId }) => deliveryId);
    const abandonedKeys = async (after: string, before = END_OF_TIME) => {
      const keys: string[] = [];
      for await (const { key } of ledgers.cleaning.abandoned(after, before)) if (key.startsWith(run)) keys.push(key);
      return keys;
    };
    /** One delivery that was live and another that is, each of one file. */
    const replaceOne = async () => {
      const [one, two] = [version('1', 1), version('2', 3)];
      const first = await record(2, one);
      await read(one);
      await ledgers.deliveries.complete(first);
      await publish();
      const second = await record(4, two);
      await read(two);
      await ledgers.deliveries.complete(second);
      await publish();
      return { one, first, second };
    };
    const clean = async (found: ReplacedDelivery) => {
      expect(await ledgers.cleaning.claim(found)).toBe(true);
      await ledgers.cleaning.forget(found);
    };

    const statusOf = (object: ObjectVersion) => ledgers.objects.receive(object, attempt);

    it('is complete when each part has been read in the version needed, and is the target then', async () => {
      const [one, two] = [version('1', 1), version('2', 2)];
      const delivery = await record(3, one, two);
      expect(await ledgers.deliveries.expecting(one)).toEqual([
        expect.objectContaining({ deliveryId: delivery.deliveryId, part: 1, isParsed: false, isSuperseded: false }),
      ]);
      await read(one);
      expect(await ledgers.deliveries.complete(delivery)).toBe('waiting');
      await read(two);
      expect(await ledgers.deliveries.complete(delivery)).toBe('complete');
      expect(await ledgers.deliveries.complete(delivery)).toBe('complete');
      expect(await ledgers.deliveries.expecting(two)).toEqual([expect.objectContaining({ part: 2, isParsed: true })]);
      expect(await ledgers.publications.target(period, [])).toMatchObject({
        ...{ kind: 'delivery', managed: true, deliveryId: delivery.deliveryId, parts: 2, rows: 4 },
        ...{ payers: ['000000000001'], files: [one.key, two.key] },
        origin: { key: delivery.manifest.key, id: delivery.manifest.id, eventTime: delivery.manifest.eventTime },
      });
      const target = await ledgers.publications.target(period, []);
      expect(target.kind === 'delivery' && target.totals.USD?.amortizedCost.toString()).toBe('-0.000000000000000002');
    });

    it('finds the files that came before their manifest, until they are read', async () => {
      const [one, two, other] = [version('1', 1), version('2', 2), version('1', 4)];
      for (const file of [one, two, other]) await ledgers.objects.receive(file, attempt);
      const delivery = await record(3, one, two);
      const ids = async () => (await ledgers.deliveries.unread(delivery)).received.map(({ id }) => id).sort();
      expect(await ids()).toEqual([one.id, two.id].sort());
      expect((await ledgers.deliveries.unread(delivery)).received).toEqual(expect.arrayContaining([one]));
      await read(one);
      expect(await ids()).toEqual([two.id]);
      expect(await ledgers.deliveries.expecting(other)).toEqual([]);
    });

    it('takes the same bytes written again for the same file, and reads the latest of them', async () => {
      const one = version('1', 1, 'v-1');
      const again = { ...version('1', 5, 'v-2'), etag: one.etag };
      const delivery = await record(3, one);
      const expected = { deliveryId: delivery.deliveryId, versionId: 'v-1' };
      const { versionId: _, ...announced } = one;
      for (const file of [one, again, announced]) {
        expect(await ledgers.deliveries.expecting(file)).toEqual([expect.objectContaining(expected)]);
      }
      await read(one);
      await ledgers.deliveries.complete(delivery);
      const isWrittenAgain = async (file: ObjectVersion) =>
        (await ledgers.deliveries.expecting(file)).map((one) => one.isParsed && one.isWrittenAgain);
      expect([await isWrittenAgain(one), await isWrittenAgain(again)]).toEqual([[false], [true]]);
      await read(again);
      expect([await isWrittenAgain(one), await isWrittenAgain(again)]).toEqual([[false], [false]]);
      await publish();
      expect([await statusOf(one), await statusOf(again)]).toEqual(['superseded', 'published']);
      expect(await ledgers.deliveries.expecting(version('1', 2))).toEqual([]);
    });

    it('has a manifest wait for files, until the last has landed', async () => {
      const manifest = version('manifest', 1);
      await ledgers.objects.receive(manifest, attempt);
      await ledgers.deliveries.awaitFiles(manifest, period, ['a', 'b']);
      expect(await ledgers.deliveries.landed(period, 'a')).toEqual([]);
      expect(await ledgers.deliveries.landed({ ...period, billingPeriod: '2024-02' }, 'b')).toEqual([]);
      expect(await ledgers.deliveries.landed(period, 'b')).toEqual([manifest]);
      expect(await ledgers.deliveries.landed(period, 'b')).toEqual([manifest]);
      await ledgers.deliveries.record(deliveryOf(manifest, at(1), [version('a', 2)]));
      expect(await ledgers.deliveries.landed(period, 'b')).toEqual([manifest]);
      await ledgers.deliveries.followed(manifest, period);
      expect(await ledgers.deliveries.landed(period, 'b')).toEqual([]);
    });

    it('keeps the later of two deliveries, whichever is complete first', async () => {
      const [one, two] = [version('1', 1), version('2', 3)];
      const older = await record(2, one);
      const newer = await record(4, two);
      await read(two);
      expect(await ledgers.deliveries.complete(newer)).toBe('complete');
      expect(await ledgers.deliveries.expecting(one)).toEqual([expect.objectContaining({ isSuperseded: true })]);
      await read(one);
      expect(await ledgers.deliveries.complete(older)).toBe('superseded');
      expect(await ledgers.publications.target(period, [])).toMatchObject({ deliveryId: newer.deliveryId });
      await publish();
      expect([await statusOf(one), await statusOf(older.manifest)]).toEqual(['superseded', 'superseded']);
      expect([await statusOf(two), await statusOf(newer.manifest)]).toEqual(['published', 'published']);
    });

    it('lets a file that was read too late share the fate of its delivery', async () => {
      const [one, two] = [version('1', 1), version('2', 3)];
      const older = await record(2, one);
      const newer = await record(4, two);
      await read(two);
      await ledgers.deliveries.complete(newer);
      await publish();
      await read(one);
      expect(await statusOf(one)).toBe('parsed');
      expect(await ledgers.deliveries.complete(older)).toBe('superseded');
      await publish();
      expect([await statusOf(one), await statusOf(two)]).toEqual(['superseded', 'published']);
    });

    it('goes back to a delivery whose manifest is sent again', async () => {
      const [one, two] = [version('1', 1), version('2', 3)];
      const first = await record(2, one);
      await read(one);
      await ledgers.deliveries.complete(first);
      await publish();
      const second = await record(4, two);
      await read(two);
      await ledgers.deliveries.complete(second);
      await publish();
      expect([await statusOf(one), await statusOf(two)]).toEqual(['superseded', 'published']);
      const again = await record(5, one);
      expect(again.deliveryId).toBe(first.deliveryId);
      expect(await ledgers.deliveries.complete(again)).toBe('complete');
      await publish();
      expect([await statusOf(one), await statusOf(two)]).toEqual(['published', 'superseded']);
      expect(await statusOf(again.manifest)).toBe('published');
    });

    it('goes back to a delivery also where seeing to its replacement broke off', async () => {
      const [one, two] = [version('1', 1), version('2', 3)];
      const upload = { ...version('upload.csv', 7), report: `${run}-upload` };
      await ledgers.objects.receive(upload, attempt);
      await ledgers.objects.adopt(upload, content('same'));
      const first = await record(2, one);
      await read(one, 'same');
      await ledgers.deliveries.complete(first);
      await publish();
      const again = await record(5, one);
      await publish();
      const second = await record(4, two);
      await read(two);
      await ledgers.deliveries.complete(second);
      await ledgers.publications.settle(period, await show());
      expect(await ledgers.deliveries.complete(again)).toBe('complete');
      await publish();
      expect([await statusOf(one), await statusOf(two)]).toEqual(['published', 'superseded']);
      expect(await ledgers.publications.target({ ...period, report: upload.report }, [])).toMatchObject({
        ...{ kind: 'nothing', reason: 'duplicate', duplicateOf: one.key },
      });
    });

    it('sees to a manifest that comes while its delivery is being seen to', async () => {
      const one = version('1', 1);
      const delivery = await record(2, one);
      await read(one);
      await ledgers.deliveries.complete(delivery);
      const settled = await ledgers.publications.settle(period, await show());
      const again = await record(3, one);
      await ledgers.publications.settled(period, settled);
      expect(await statusOf(again.manifest)).toBe('parsed');
      await publish();
      expect(await statusOf(again.manifest)).toBe('published');
    });

    it('knows the time of the newest delivery by the key of its manifest', async () => {
      const one = version('1', 1);
      const delivery = await record(2, one);
      expect(await ledgers.deliveries.newestTime(period, delivery.manifest.key)).toBeUndefined();
      await read(one);
      await ledgers.deliveries.complete(delivery);
      expect(await ledgers.deliveries.newestTime(period, delivery.manifest.key)).toBe(at(2));
      expect(await ledgers.deliveries.newestTime(period, 'another manifest')).toBeUndefined();
      expect(
        await ledgers.deliveries.newestTime({ ...period, billingPeriod: '2024-02' }, delivery.manifest.key),
      ).toBeUndefined();
    });

    it('gives up a delivery whose file is gone', async () => {
      const delivery = await record(2, version('1', 1));
      await ledgers.deliveries.supersede(delivery);
      expect(await ledgers.deliveries.complete(delivery)).toBe('given up');
      const later = version('2', 3);
      const next = await record(4, later);
      await read(later);
      await ledgers.deliveries.complete(next);
      expect(await ledgers.deliveries.complete(delivery)).toBe('superseded');
    });

    it('counts an upload with the content of a live part as a copy, for as long as that is live', async () => {
      const part = version('1', 1);
      const upload = { ...version('upload.csv', 6), report: `${run}-upload` };
      const uploaded = { report: upload.report, billingPeriod: '2024-01' };
      await ledgers.objects.receive(upload, attempt);
      await ledgers.objects.adopt(upload, content('same'));
      const first = await record(2, part);
      await read(part, 'same');
      await ledgers.deliveries.complete(first);
      expect(await ledgers.publications.target(uploaded, [])).toMatchObject({ kind: 'delivery' });
      expect((await publish()).copies).toEqual([uploaded]);
      expect((await ledgers.publications.settle(period, await ledgers.publications.target(period, []))).copies).toEqual(
        [],
      );
      expect(await ledgers.publications.target(uploaded, [])).toMatchObject({
        ...{ kind: 'nothing', reason: 'duplicate', duplicateOf: part.key },
      });
      const next = version('1', 3);
      const second = await record(4, next);
      await read(next, 'other');
      await ledgers.deliveries.complete(second);
      expect((await publish()).copies).toEqual([uploaded]);
      expect(await ledgers.publications.target(uploaded, [])).toMatchObject({ kind: 'delivery' });
    });

    it.each(['', '/data', '/meta'])(
      'calls no upload the copy of a live part of another kind, where the variable says "report%s"',
      async (folder) => {
        const [part, other] = [version('report/data/1', 1), version('upload.csv', 6)];
        const upload = { ...other, report: `${run}-upload` };
        const uploaded = { report: upload.report, billingPeriod: '2024-01' };
        await ledgers.objects.receive(upload, attempt);
        await ledgers.objects.adopt(upload, content('same'));
        const manifest = version('report/meta/manifest', 2);
        await ledgers.objects.receive(manifest, attempt);
        const delivery = deliveryOf(manifest, at(2), [part]);
        await ledgers.deliveries.record(delivery);
        await read(part, 'same');
        await ledgers.deliveries.complete(delivery);
        await publish();
        const copy = { kind: 'nothing', duplicateOf: part.key };
        const taken = { kind: 'delivery', deliveryId: upload.id };
        const shadowIs = (...keys: string[]) =>
          ledgers.publications.target(
            uploaded,
            keys.map((key) => `${run}/${key}`),
          );
        // The manifest's key says what the report is, as it does where its publication is decided.
        const isShadow = folder !== '/data';
        expect(await shadowIs(`report${folder}`)).toMatchObject(isShadow ? taken : copy);
        expect(await shadowIs(`report${folder}`, 'upload')).toMatchObject(isShadow ? copy : taken);
        expect(await shadowIs('upload')).toMatchObject(taken);
        expect(await shadowIs()).toMatchObject(copy);
      },
    );

    it('offers what was replaced for cleaning, once, the rest of a cleaning that broke off included', async () => {
      const { first, second } = await replaceOne();
      const [found] = await replaced();
      expect(idsOf(await replaced())).toEqual([first.deliveryId]);
      expect(await ledgers.cleaning.isNeeded(first)).toBe(false);
      expect(await ledgers.cleaning.isNeeded(second)).toBe(true);
      for await (const early of ledgers.cleaning.replaced(found?.changedAt ?? '')) {
        expect(early.deliveryId === first.deliveryId && early.changedAt < (found?.changedAt ?? '')).toBe(false);
      }
      if (found) expect(await ledgers.cleaning.claim(found)).toBe(true);
      const [again] = await replaced();
      expect(again).toEqual({ ...found, status: 'cleaning' });
      if (again) await clean(again);
      expect(await replaced()).toEqual([]);
      expect(await ledgers.cleaning.wasBegun(first)).toBe(true);
      await publish();
      expect(await ledgers.publications.target(period, [])).toMatchObject({ deliveryId: second.deliveryId });
    });

    it('takes a delivery that was cleaned and is delivered again for a new one', async () => {
      const { one, first } = await replaceOne();
      for (const found of await replaced()) await clean(found);
      expect(await ledgers.deliveries.expecting(one)).toEqual([]);
      expect(await ledgers.deliveries.complete(first)).toBe('superseded');
      const again = await record(5, one);
      expect(again.deliveryId).toBe(first.deliveryId);
      expect((await ledgers.deliveries.unread(again)).received).toEqual([expect.objectContaining({ id: one.id })]);
      expect(await ledgers.deliveries.complete(again)).toBe('waiting');
      await read(one);
      expect(await ledgers.deliveries.complete(again)).toBe('complete');
      await publish();
      expect(await ledgers.publications.target(period, [])).toMatchObject({ deliveryId: first.deliveryId, rows: 2 });
      expect(await statusOf(one)).toBe('published');
    });

    it('does not let a delivery be cleaned that has changed, nor one change that is being cleaned', async () => {
      await replaceOne();
      const [found] = await replaced();
      await new Promise((resolve) => setTimeout(resolve, 5));
      await record(5, version('1', 1));
      if (found) expect(await ledgers.cleaning.claim(found)).toBe(false);
      const late = await record(6, version('3', 6));
      const waiting = (await replaced()).find(({ deliveryId }) => deliveryId === late.deliveryId);
      expect(waiting?.status).toBe('waiting');
      await new Promise((resolve) => setTimeout(resolve, 5));
      await record(6, version('3', 6));
      if (waiting) expect(await ledgers.cleaning.claim(waiting)).toBe(false);
      const touched = (await replaced()).find(({ deliveryId }) => deliveryId === late.deliveryId);
      if (touched) expect(await ledgers.cleaning.claim(touched)).toBe(true);
      await read(version('3', 6));
      expect(await ledgers.deliveries.complete(late)).toBe('superseded');
      expect(await ledgers.publications.target(period, [])).not.toMatchObject({ deliveryId: late.deliveryId });
      await expect(record(7, version('3', 6))).rejects.toThrow(
        expect.objectContaining({ code: 'DELIVERY_BEING_CLEANED' }),
      );
    });

    it('lets the files and the manifest of a delivery that waited in vain wait no more', async () => {
      const [one, two, never] = [version('1', 1), version('2', 2), version('3', 3)];
      await ledgers.objects.receive(two, attempt);
      const delivery = await record(4, one, two, never);
      await read(one);
      const objects = [one, two, delivery.manifest];
      const statuses = () => Promise.all(objects.map(statusOf));
      expect(await statuses()).toEqual(['parsed', 'received', 'parsed']);
      for (const found of await replaced()) await clean(found);
      expect(await statuses()).toEqual(['superseded', 'superseded', 'superseded']);
    });

    it('still needs a copy that was withdrawn, for as long as its key holds it', async () => {
      const uploaded = { report: `${run}-upload`, billingPeriod: '2024-01' };
      const upload = (sequence: number) => ({ ...version('upload.csv', sequence), report: uploaded.report });
      const [old, copy] = [upload(6), upload(7)];
      for (const object of [old, copy]) {
        await ledgers.objects.receive(object, attempt);
        await ledgers.objects.adopt(object, content(object.etag));
      }
      expect(await ledgers.cleaning.isNeeded({ ...uploaded, deliveryId: copy.id })).toBe(true);
      expect(await ledgers.cleaning.isNeeded({ ...uploaded, deliveryId: old.id })).toBe(false);
      expect(await ledgers.cleaning.wasBegun({ ...uploaded, deliveryId: old.id })).toBe(false);
      expect(await abandonedKeys('')).toEqual([old.key]);
      expect(await abandonedKeys(END_OF_TIME)).toEqual([]);
      expect(await abandonedKeys('', '1970')).toEqual([]);
    });

    it('remembers how far uploads have been seen to, and names what is live', async () => {
      await ledgers.cleaning.saveSeenTo('2024-03-01T00:00:00.000Z');
      expect(await ledgers.cleaning.seenTo()).toBe('2024-03-01T00:00:00.000Z');
      const { second } = await replaceOne();
      const live: LivePeriod[] = [];
      for await (const one of ledgers.cleaning.live()) if (one.report === run) live.push(one);
      expect(live).toEqual([{ ...period, shadow: false, key: second.manifest.key }]);
    });

    it('keeps hundreds of parts', async () => {
      const files = Array.from({ length: 450 }, (_, index) => version(`${index}`, index + 1));
      const delivery = await record(999, ...files);
      const last = files.at(-1);
      if (last) await read(last);
      expect(await ledgers.deliveries.complete(delivery)).toBe('waiting');
      const { received, missing } = await ledgers.deliveries.unread(delivery);
      expect(received).toEqual([]);
      expect(missing).toEqual(delivery.files.slice(0, -1));
    });
  });
}
