import { randomUUID } from 'node:crypto';
import { stableId } from '@almanac/kernel';
import { CreateEventBusCommand, DeleteEventBusCommand } from '@aws-sdk/client-eventbridge';
import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { almanac } from './almanac.ts';
import { auditCopies } from './audit-copies.ts';
import { listen } from './event-listener.ts';
import { type FilesWatched, watchFiles } from './file-effects.ts';
import { dynamo, eventBridge } from './sdk.ts';
import { stack } from './stack.ts';
import { logLines } from './steps.ts';
import { quiet, until } from './until.ts';

const run = randomUUID();
const channel = `channel-${run}`;
const [good, bad] = [`replay-${run}-good`, `replay-${run}-bad`];
const startedAt = new Date();
const day = startedAt.toISOString().slice(0, 10);

/** How often each consumer has an event of the two files to handle; of the state machine's there are two jobs each. */
const CONSUMED = {
  'media-file-status': 6,
  'media-notify': 1,
  'media-failure-triage': 1,
  'media-analytics': 4,
  'media-post-processing': 2,
};
const CONSUMERS = Object.keys(CONSUMED) as (keyof typeof CONSUMED)[];
const sentTo = (consumer: keyof typeof CONSUMED) => (consumer === 'media-post-processing' ? 1 : CONSUMED[consumer]);

let watched: FilesWatched;
let window: string[];
let original: Awaited<ReturnType<FilesWatched['effects']>>;

const effects = () => watched.effects(good, bad);
/** Apart from how often something was written. */
const known = ({ files, counters }: typeof original) => ({
  files: files.map(({ versions: _, ...rest }) => rest),
  counters,
});
const copied = () => auditCopies(stack.media_bus_name, run);
const replay = (...args: string[]) => almanac('events', 'replay', ...args, ...window);

/** What a consumer says became of the events of a replay. */
const outcomes = async (consumer: string, name: string): Promise<unknown[]> =>
  (await logLines(consumer, startedAt.getTime(), '"event consumed"'))
    .filter(({ replay_name }) => replay_name === name)
    .map(({ outcome }) => outcome);
const untilConsumed = (consumer: keyof typeof CONSUMED, name: string) =>
  until(
    `${consumer} has consumed the events of ${name}`,
    () => outcomes(consumer, name),
    ({ length }) => length >= CONSUMED[consumer],
  );

/** How many events of this run a consumer has on record as handled. */
const recorded = async (consumer: string): Promise<number> => {
  const { Count = 0 } = await dynamo.send(
    new QueryCommand({
      TableName: stack.handled_events_table,
      KeyConditionExpression: 'consumer = :consumer',
      FilterExpression: '#status = :done AND done_at > :start',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':consumer': consumer, ':start': startedAt.toISOString(), ':done': 'done' },
    }),
  );
  return Count;
};

beforeAll(async () => {
  watched = await watchFiles(channel, day);
  await almanac('media', 'submit', good, '--user', channel);
  await almanac('media', 'submit', bad, '--user', channel, '--fail', 'TIMEOUT');
  window = ['--from', startedAt.toISOString(), '--to', new Date().toISOString()];
  await until(
    'the events have had all their effects',
    async () => {
      const { files, counters } = await effects();
      const counted = counters.map(({ completed, failed }) => [completed, failed]);
      const consumed = await Promise.all(CONSUMERS.map(async (name) => (await recorded(name)) === CONSUMED[name]));
      const { length: copies } = await copied();
      return {
        status: files.map(({ file }) => file?.status),
        sent: files[0]?.notifications,
        counted,
        consumed,
        copies,
      };
    },
    ({ status, sent, counted, consumed, copies }) =>
      `${status}` === 'downloaded,failed' &&
      sent?.length === 1 &&
      `${counted}` === '1,1' &&
      consumed.every(Boolean) &&
      copies === 6,
  );
  original = await effects();
});

afterAll(() => watched.close());

describe('a replay from the archive', () => {
  it('reaches every consumer, changes nothing, and is not copied to the audit', async () => {
    const { code, json } = await replay('--bus', 'media', '--yes');
    expect(code).toBe(0);
    expect(json).toEqual({
      ...{ way: 'archive', dry_run: false, replay: expect.stringMatching(/^almanac-/), bus: stack.media_bus_name },
      ...{ target: null, from: window[1], to: window[3], events: 6, repeats: 0, cleared: null, sent: null },
      types: { FileDownloadCompleted: 1, FileDownloadFailed: 1, FileDownloadStarted: 2, FileMetadataReady: 2 },
    });
    for (const consumer of CONSUMERS) {
      const all = await untilConsumed(consumer, json.replay);
      expect([consumer, ...all]).toEqual([consumer, ...Array(CONSUMED[consumer]).fill('duplicate')]);
    }
    await quiet();
    expect(await effects()).toEqual(original);
    expect(await copied()).toHaveLength(6);
  });

  it('reaches a rule that is named', async () => {
    const { code, json } = await replay('--bus', 'media', '--rule', 'media-failure-triage-dev', '--yes');
    expect({ code, types: json.types }).toEqual({ code: 0, types: { FileDownloadFailed: 1 } });
    expect(await untilConsumed('media-failure-triage', json.replay)).toEqual(['duplicate']);
    expect(await replay('--bus', 'media', '--rule', 'none', '--yes')).toMatchObject({
      code: 1,
      json: { error: 'NO_SUCH_RULE' },
    });
  });
});

describe('a replay from the audit copy', () => {
  it.each(CONSUMERS)('to %s changes nothing, twice', async (consumer) => {
    const names: string[] = [];
    for (let i = 0; i < 2; i++) {
      const { code, json } = await replay('--consumer', consumer, '--rate', '100', '--yes');
      expect({ code, ...json }).toMatchObject({ code: 0, way: 'consumer', target: consumer, sent: sentTo(consumer) });
      expect(json.cleared).toBeNull();
      names.push(json.replay);
    }
    for (const name of names) {
      expect(await untilConsumed(consumer, name)).toEqual(Array(CONSUMED[consumer]).fill('duplicate'));
    }
    expect(await effects()).toEqual(original);
    expect(await copied()).toHaveLength(6);
  });

  it('sends nothing in a dry run, and nothing when nobody says yes', async () => {
    const ways = [
      ['--bus', 'media'],
      ['--bus', 'media', '--to-bus', 'cost'],
      ['--consumer', 'media-file-status'],
    ];
    const dry = await Promise.all(ways.map((way) => replay(...way, '--dry-run')));
    for (const { code, json } of dry) {
      expect({ code, ...json }).toMatchObject({ code: 0, dry_run: true, events: 6, sent: null, cleared: null });
    }
    const asked = await Promise.all([...ways, ['--bus', 'media', '--to-bus', run]].map((way) => replay(...way)));
    expect(asked.map(({ code, json }) => [code, json.error])).toEqual([
      ...ways.map(() => [1, 'NOT_CONFIRMED']),
      [1, 'UNKNOWN_BUS'],
    ]);
    await quiet();
    for (const { json } of dry) expect(await outcomes('media-file-status', json.replay)).toEqual([]);
    expect(await auditCopies(stack.cost_bus_name, run)).toEqual([]);
    expect(await effects()).toEqual(original);
  });

  it('reaches another bus, with the metadata that the events had', async () => {
    const Name = `replay-${run}`;
    await eventBridge.send(new CreateEventBusCommand({ Name }));
    const heard = await listen(Name, { source: [{ prefix: 'mediadownloader.' }] });
    const args = ['--bus', 'media', '--to-bus', Name, '--type', 'FileDownloadCompleted', 'FileDownloadFailed'];
    const { code, json } = await replay(...args, '--yes');
    expect({ code, ...json }).toMatchObject({ code: 0, way: 'bus', target: Name, events: 2, sent: 2 });
    const details = (bodies: string[]) => bodies.map((body) => JSON.parse(body).detail);
    const expected = details((await copied()).filter((line) => /"FileDownload(Completed|Failed)"/.test(line)));
    await quiet();
    const arrived = details(await heard.until(2));
    await heard.close();
    await eventBridge.send(new DeleteEventBusCommand({ Name }));
    expect(arrived).toHaveLength(2);
    expect(arrived).toEqual(expect.arrayContaining(expected));
    expect(await effects()).toEqual(original);
  });
});

describe('a consumer that was wrong', () => {
  const change = (TableName: string, Key: Record<string, string>, rest: object) =>
    dynamo.send(new UpdateCommand({ TableName, Key, ...rest }));

  /** The row's status, and what the completed download was understood to say. */
  const damageRow = () =>
    change(
      stack.media_files_table,
      { file_id: good },
      {
        UpdateExpression: 'SET #status = :failed, completed.s3_key = :wrong',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':failed': 'failed', ':wrong': 'wrong.mp4' },
      },
    );

  /** The download as a byte too few and thrice: in what is noted of it, in what was counted of it, and in the counter. */
  const damageCounters = async () => {
    await change(
      stack.media_work_table,
      { pk: `file#${good}`, sk: 'downloads' },
      {
        UpdateExpression:
          'SET downloads[0].size = downloads[0].size - :one, counted[0].#bytes = counted[0].#bytes - :one, counted[0].completed = :three',
        ExpressionAttributeNames: { '#bytes': 'bytes' },
        ExpressionAttributeValues: { ':one': 1, ':three': 3 },
      },
    );
    await change(
      stack.media_work_table,
      { pk: `downloads#${day}`, sk: stableId(channel, 'video/mp4') },
      {
        UpdateExpression: 'ADD completed :two, #bytes :less',
        ExpressionAttributeNames: { '#bytes': 'bytes' },
        ExpressionAttributeValues: { ':two': 2, ':less': -1 },
      },
    );
  };

  it.each([
    ['media-file-status', damageRow],
    ['media-analytics', damageCounters],
  ] as const)('is repaired with --reprocess, and not without: %s', async (consumer, damage) => {
    await damage();
    const wrong = known(await effects());
    expect(wrong).not.toEqual(known(original));
    const plain = await replay('--consumer', consumer, '--yes');
    await untilConsumed(consumer, plain.json.replay);
    expect(known(await effects())).toEqual(wrong);

    const { code, json } = await replay('--consumer', consumer, '--reprocess', '--yes');
    const count = CONSUMED[consumer];
    expect({ code, ...json }).toMatchObject({ code: 0, sent: count, cleared: count });
    expect(await untilConsumed(consumer, json.replay)).toEqual(Array(count).fill('handled'));
    expect(known(await effects())).toEqual(known(original));
  });

  it.each([
    ['media-notify', 1, ['handled']],
    ['media-failure-triage', 1, ['handled']],
    ['media-post-processing', 2, ['handled', 'handled']],
  ] as const)('tells nobody a second time with --reprocess: %s', async (consumer, cleared, handled) => {
    const { code, json } = await replay('--consumer', consumer, '--reprocess', '--yes');
    expect({ code, ...json }).toMatchObject({ code: 0, sent: 1, cleared });
    expect(await untilConsumed(consumer, json.replay)).toEqual(handled);
    await quiet();
    expect(known(await effects())).toEqual(known(original));
  });
});
