import { type EventBridgeClient, ResourceNotFoundException } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from '@jest/globals';
import { eventBridgeArchive, rulePattern } from './eventbridge-archive.ts';

/** A client that notes its commands and answers each by its name. */
function answering(answers: Record<string, unknown>) {
  const asked: [string, Record<string, unknown>][] = [];
  const send = async (command: { input: Record<string, unknown> }) => {
    const name = command.constructor.name.replace(/Command$/, '');
    asked.push([name, command.input]);
    const answer = answers[name];
    if (answer instanceof Error) throw answer;
    return answer ?? {};
  };
  return { asked, client: { send } as unknown as EventBridgeClient };
}

const archiveArn = 'arn:aws:events:us-east-1:000000000000:archive/MediaDownloaderArchive';
const busArn = 'arn:aws:events:us-east-1:000000000000:event-bus/MediaDownloaderEvents';
const replay = { name: 'again', archiveArn, from: '2026-11-24T10:00:00.000Z', to: '2026-11-24T11:00:00.000Z' };

describe("EventBridge's archives", () => {
  it('replay to their own bus, to the named rules only', async () => {
    const { asked, client } = answering({ DescribeArchive: { EventSourceArn: busArn } });
    await eventBridgeArchive(client).start({ ...replay, rules: ['media-notify-dev'] });
    await eventBridgeArchive(client).start({ ...replay, rules: [] });
    const started = asked.flatMap(([name, input]) => (name === 'StartReplay' ? [input] : []));
    const window = { EventStartTime: new Date(replay.from), EventEndTime: new Date(replay.to) };
    const rule = 'arn:aws:events:us-east-1:000000000000:rule/MediaDownloaderEvents/media-notify-dev';
    const base = { ReplayName: 'again', EventSourceArn: archiveArn, ...window };
    expect(started).toEqual([
      { ...base, Destination: { Arn: busArn, FilterArns: [rule] } },
      { ...base, Destination: { Arn: busArn } },
    ]);
    expect(asked[0]).toEqual(['DescribeArchive', { ArchiveName: 'MediaDownloaderArchive' }]);
  });

  it('replay every second that has begun, as EventBridge keeps the times of events in whole seconds', async () => {
    const { asked, client } = answering({ DescribeArchive: { EventSourceArn: busArn } });
    const within = { from: '2026-11-24T10:00:00.700Z', to: '2026-11-24T10:59:59.200Z' };
    await eventBridgeArchive(client).start({ ...replay, ...within, rules: [] });
    expect(asked.at(-1)).toMatchObject([
      'StartReplay',
      { EventStartTime: new Date(replay.from), EventEndTime: new Date(replay.to) },
    ]);
  });

  it('tell how far a replay is, and how many are under way', async () => {
    const { client } = answering({
      DescribeReplay: { State: 'RUNNING', EventLastReplayedTime: new Date(replay.from), StateReason: 'fine' },
      ListReplays: { Replays: [{}, {}] },
    });
    const archive = eventBridgeArchive(client);
    expect(await archive.describe('again')).toEqual({ state: 'RUNNING', reason: 'fine', lastEventTime: replay.from });
    expect(await archive.active()).toBe(6);
  });
});

describe('the pattern of a rule', () => {
  it('is read, or the rule is not there', async () => {
    const { client } = answering({ DescribeRule: { EventPattern: '{"source":["s"]}' } });
    expect(await rulePattern(client, 'bus', 'rule')).toEqual({ source: ['s'] });
    const none = answering({ DescribeRule: new ResourceNotFoundException({ $metadata: {}, message: 'no' }) });
    await expect(rulePattern(none.client, 'bus', 'rule')).rejects.toMatchObject({ code: 'NO_SUCH_RULE' });
  });
});
