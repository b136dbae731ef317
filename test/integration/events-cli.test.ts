import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { detailTypeOf, EVENT_CONTRACTS, fileDownloadCompleted } from '@almanac/contracts';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { root } from '../../scripts/local-stack/paths.ts';
import { almanac, folder } from './cli-steps.ts';
import { listen } from './event-listener.ts';
import { eventBridge } from './sdk.ts';
import { stack } from './stack.ts';
import { quiet, until } from './until.ts';

const events = (...args: string[]) => almanac('events', ...args, '--json');
const submit = (...args: string[]) => almanac('media', 'submit', ...args, '--json');

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const startedAt = new Date().toISOString();
const newFile = () => `events-cli-${randomUUID()}`;
const completed = (fileId: string) => ({ fileId, s3Key: `videos/${fileId}.mp4`, size: 12, contentType: 'video/mp4' });
const completedText = (fileId: string) => JSON.stringify(completed(fileId));
const listenFor = (fileId: string, bus = stack.media_bus_name) => listen(bus, { detail: { fileId: [fileId] } });

/** What `events tail` shows of a file, once that is so many events. */
const untilTailed = (fileId: string, count: number) =>
  until(
    `${count} events of ${fileId} in the tail`,
    async () => {
      const { stdout } = await events('tail', '--since', startedAt, '--for', '0');
      return stdout.split('\n').flatMap((line) => (line.includes(fileId) ? [JSON.parse(line)] : []));
    },
    ({ length }) => length >= count,
  );

describe('almanac events list and schema', () => {
  it('list every event type with its consumers', async () => {
    const { code, json } = await events('list');
    expect(code).toBe(0);
    expect(json.map((event: { detail_type: string }) => event.detail_type)).toEqual(EVENT_CONTRACTS.map(detailTypeOf));
    expect(json).toContainEqual({
      detail_type: 'FileDownloadFailed',
      version: '1.0',
      bus: 'media',
      source: 'mediadownloader.download',
      summary: expect.stringMatching(/./),
      producers: ['media downloader'],
      consumers: ['media-file-status', 'media-failure-triage', 'media-analytics'],
    });
    const { stdout } = await almanac('events', 'list');
    expect(stdout).toMatch(/^EVENT +VERSION +BUS +SOURCE +PRODUCED BY +CONSUMED BY\n/);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1 + EVENT_CONTRACTS.length);
  });

  it('print the document that the registry holds, and say what there is where there is none', async () => {
    const released = JSON.parse(readFileSync(join(root, 'infra/schemas/media/FileDownloadCompleted.json'), 'utf8'));
    for (const version of [[], ['--version', '1'], ['--version', '1.0']]) {
      expect(await events('schema', 'FileDownloadCompleted', ...version)).toMatchObject({ code: 0, json: released });
    }
    expect(await events('schema', 'FileDownloadCompleted', '--version', '9')).toMatchObject({
      code: 1,
      json: { error: 'UNKNOWN_VERSION', message: 'FileDownloadCompleted has no version 9: it has 1.0' },
    });
    const { code, stdout, output } = await almanac('events', 'schema', 'FileDownloadComplete');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(output).toMatch(/^almanac: There is no event FileDownloadComplete: did you mean FileDownloadCompleted/);
    expect(await events('schema')).toMatchObject({ code: 2, json: { error: 'BAD_USAGE' } });
  });
});

describe('almanac events publish', () => {
  it('sends what keeps its contract, and of what violates it nothing', async () => {
    const fileId = newFile();
    const heard = await listenFor(fileId);
    const bad = JSON.stringify({ ...completed(fileId), size: '12', contentType: '' });
    const text = await almanac('events', 'publish', 'FileDownloadCompleted', '--detail', bad);
    expect(text).toMatchObject({ code: 1, stdout: '' });
    expect(text.output).toMatch(
      /^almanac: FileDownloadCompleted violates its contract, and nothing was sent: detail\.size: .*string.*detail\.contentType: /,
    );
    expect(await events('publish', 'FileDownloadCompleted', '--detail', bad)).toMatchObject({
      code: 1,
      json: { error: 'INVALID_EVENT', details: expect.anything() },
    });

    const file = join(folder, `${fileId}.json`);
    writeFileSync(file, completedText(fileId));
    const id = randomUUID();
    const good = await events('publish', 'FileDownloadCompleted', '--detail', file, '--id', id);
    expect(good).toMatchObject({ code: 0 });
    expect(good.json).toEqual({
      event: 'FileDownloadCompleted',
      correlation_id: expect.stringMatching(UUID),
      events: [{ id, outcome: 'sent', event_id: expect.stringMatching(UUID) }],
    });
    await heard.until(1);
    await quiet();
    const [event, ...others] = (await heard.until(1)).map((body) => JSON.parse(body));
    await heard.close();
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      id: good.json.events[0].event_id,
      source: 'mediadownloader.download',
      'detail-type': 'FileDownloadCompleted',
      detail: {
        ...completed(fileId),
        metadata: { id, producer: 'almanac.cli', correlationId: good.json.correlation_id },
      },
    });
    expect(fileDownloadCompleted.detail.strict().parse(event.detail)).toEqual(event.detail);
  });

  it('sends so many as are asked for, each with an id of its own, and to another bus', async () => {
    const fileId = newFile();
    const heard = await listenFor(fileId, stack.cost_bus_name);
    const args = ['--detail', completedText(fileId), '--count', '12', '--bus', 'cost', '--correlation-id', fileId];
    const { code, json } = await events('publish', 'FileDownloadCompleted', ...args);
    expect({ code, correlation: json.correlation_id }).toEqual({ code: 0, correlation: fileId });
    const ids = json.events.map(({ id }: { id: string }) => id);
    const delivered = (await heard.until(12)).map((body) => JSON.parse(body).detail.metadata.id);
    await heard.close();
    expect(new Set(ids).size).toBe(12);
    expect(delivered.sort()).toEqual(ids.sort());
  });

  it('says what is wrong with the command', async () => {
    const wrong = [
      events('publish', 'FileDownloadComplete'),
      events('publish', 'FileDownloadCompleted', '--detail', '[1]'),
      events('publish', 'FileDownloadCompleted', '--count', '2', '--id', 'one'),
      events('publish'),
    ];
    expect((await Promise.all(wrong)).map(({ code, json }) => [code, json.error])).toEqual([
      [1, 'UNKNOWN_EVENT'],
      [1, 'BAD_DETAIL'],
      [2, 'BAD_USAGE'],
      [2, 'BAD_USAGE'],
    ]);
  });
});

describe('almanac media submit', () => {
  const [good, failed, coded] = [newFile(), newFile(), newFile()];
  const submitted: Record<string, Awaited<ReturnType<typeof submit>>> = {};
  const types = (end: string) => ['FileMetadataReady', 'FileDownloadStarted', end];

  beforeAll(async () => {
    submitted[good] = await submit(good, '--title', 'Ü', '--user', 'somebody');
    submitted[failed] = await submit(failed, '--fail');
    submitted[coded] = await submit(coded, '--fail', 'NOT_FOUND');
  });

  it.each([
    ['is downloaded', good, 'FileDownloadCompleted'],
    ['fails', failed, 'FileDownloadFailed'],
    ['fails with a code', coded, 'FileDownloadFailed'],
  ])('says which events it sent of a file that %s', async (_, fileId, end) => {
    expect(submitted[fileId]).toMatchObject({ code: 0 });
    const { json } = submitted[fileId] ?? {};
    expect(json).toEqual({
      file_id: fileId,
      correlation_id: expect.stringMatching(UUID),
      events: types(end).map((event) => ({
        event,
        id: expect.stringMatching(UUID),
        outcome: 'sent',
        event_id: expect.stringMatching(UUID),
      })),
    });
    const tailed = await untilTailed(fileId, 3);
    expect(tailed.map((event) => event['detail-type'])).toEqual(types(end));
    expect(tailed.map(({ id }) => id)).toEqual(json.events.map((event: { event_id: string }) => event.event_id));
    for (const { detail } of tailed) expect(detail.metadata.correlationId).toBe(json.correlation_id);
  });

  it('has the file called, and the download fail, as asked', async () => {
    expect((await untilTailed(good, 3))[0].detail).toMatchObject({ title: 'Ü', authorUser: 'somebody' });
    expect((await untilTailed(failed, 3))[2].detail.errorCode).toBe('TIMEOUT');
    expect((await untilTailed(coded, 3))[2].detail.errorCode).toBe('NOT_FOUND');
    expect(await submit()).toMatchObject({ code: 2, json: { error: 'BAD_USAGE' } });
  });
});

describe('almanac events tail', () => {
  it('follows what arrives while it runs, only the types asked for, and then ends', async () => {
    const fileId = newFile();
    const tail = almanac('events', 'tail', '--type', 'FileDownloadStarted', '--for', '10');
    await quiet(2); // it shows what happens once it has started
    const { json } = await submit(fileId);
    const { code, stdout } = await tail;
    expect(code).toBe(0);
    const lines = stdout.split('\n').filter((line) => line.includes(fileId));
    expect(lines).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}Z {2}FileDownloadStarted {2}/)]);
    expect(lines[0]).toContain(`  ${json.events[1].id}  {"fileId":"${fileId}",`);
    expect(stdout).not.toMatch(/FileMetadataReady|FileDownloadCompleted|"metadata"/);
  });

  it('shows nothing from before --since', async () => {
    const fileId = newFile();
    await submit(fileId);
    const [, , last] = await untilTailed(fileId, 3);
    const later = new Date(Date.parse(last.detail.metadata.time) + 1).toISOString();
    const { code, stdout } = await events('tail', '--since', later, '--for', '0');
    expect(code).toBe(0);
    expect(stdout).not.toContain(fileId);
  });

  it('says what is wrong with the command', async () => {
    expect(await events('tail', '--bus', 'none', '--for', '0')).toMatchObject({
      code: 1,
      json: { error: 'UNKNOWN_BUS' },
    });
    expect(await events('tail', '--since', 'yesterday')).toMatchObject({ code: 2, json: { error: 'BAD_USAGE' } });
  });
});

describe('almanac events show', () => {
  const source = `almanac.test.${randomUUID()}`; // nobody consumes it
  let injected: string;

  beforeAll(async () => {
    const Detail = JSON.stringify({ fileId: source, timestamp: 'soon' });
    const entry = { EventBusName: stack.media_bus_name, Source: source, DetailType: 'FileDownloadStarted', Detail };
    const { Entries } = await eventBridge.send(new PutEventsCommand({ Entries: [entry] }));
    injected = Entries?.[0]?.EventId ?? '';
    await untilTailed(source, 1);
  });

  it('takes the id of the metadata and the one of EventBridge', async () => {
    const fileId = newFile();
    const { json: sent } = await submit(fileId);
    const { id, event_id } = sent.events[2];
    const [, , tailed] = await untilTailed(fileId, 3);
    for (const one of [id, event_id]) {
      const { code, json } = await events('show', one);
      expect(code).toBe(0);
      expect(json).toEqual({ bus: stack.media_bus_name, problems: [], event: tailed });
    }
    const { stdout } = await almanac('events', 'show', id, '--bus', 'media');
    expect(stdout).toMatch(/^event +FileDownloadCompleted\nsource +mediadownloader\.download\n/);
    expect(stdout).toMatch(new RegExp(`\nid +${id}\nEventBridge id +${event_id}\n`));
    expect(stdout).toMatch(/\ncontract +kept\n/);
  });

  it('names what violates the contract of an event that was sent past the publisher', async () => {
    const { code, json } = await events('show', injected);
    expect({ code, problems: json.problems }).toEqual({
      code: 0,
      problems: [expect.stringMatching(/^detail\.timestamp: .*number/)],
    });
    expect((await almanac('events', 'show', injected)).stdout).toMatch(/\ncontract +detail\.timestamp: /);
  });

  it('says how far it looked', async () => {
    expect(await events('show', 'nothing', '--since', '2m', '--bus', 'cost')).toMatchObject({
      code: 1,
      json: {
        error: 'NO_SUCH_EVENT',
        message: expect.stringContaining(`no event nothing of ${stack.cost_bus_name} since `),
      },
    });
  });
});
