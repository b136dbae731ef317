import type { DeadLetter, RedriveTarget } from '@almanac/aws';
import { fileDownloadCompleted } from '@almanac/contracts';
import { busEvent } from '@almanac/testkit';
import { describe, expect, it } from '@jest/globals';
import { listed } from './dead-letter-queues.ts';
import { eventDeadLetterQueues } from './event-dead-letters.ts';
import { redrive } from './redrive.ts';

const url = (name: string) => `https://sqs.eu-west-1.amazonaws.com/123456789012/${name}`;
const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:post-dev';
const queues = eventDeadLetterQueues({
  ...{
    region: 'eu-west-1',
    cost_bus_name: 'cost',
    media_bus_name: 'media',
    cost_archive_arn: 'a',
    schedules_bus_name: 'schedules',
    schedules_archive_arn: 's',
  },
  ...{ media_archive_arn: 'm', audit_bucket: 'b', handled_events_table: 'h' },
  event_consumers: {
    status: { kind: 'queue', target: url('status-dev'), dlq_url: url('status-dlq-dev') },
    notify: { kind: 'lambda', target: 'notify-dev', dlq_url: url('notify-dlq-dev') },
    post: { kind: 'state_machine', target: MACHINE, dlq_url: url('post-dlq-dev') },
  },
  event_audit_queue_url: url('audit-dev'),
  event_audit_dlq_url: url('audit-dlq-dev'),
  event_outbox_queue_url: url('outbox-dev'),
  event_outbox_dlq_url: url('outbox-dlq-dev'),
  media_retry_requests_queue_url: url('retries-dev'),
  media_retry_requests_dlq_url: url('retries-dlq-dev'),
  media_processing_jobs_queue_url: url('jobs-dev'),
  media_processing_jobs_dlq_url: url('jobs-dlq-dev'),
  media_delivery_dlq_url: url('delivery-dlq-dev'),
});
const event = JSON.stringify(busEvent(fileDownloadCompleted, { id: 'e1' }));
const record = `{"requestContext":{"condition":"RetriesExhausted"},"requestPayload":${event},"responsePayload":{"errorType":"Error","errorMessage":"SNS is away"}}`;
const letter = (messageId: string, body: string, attributes = {}): DeadLetter => ({
  ...{ messageId, body, attributes, sentAt: '2026-11-24T10:00:00.000Z', receives: 3 },
});

/** Sends the letter of one queue back, on a stack where SQS cannot move, and says to where and as what. */
async function sentBack(name: string, held: DeadLetter) {
  const sent: [RedriveTarget['kind'], string, string][] = [];
  const deadLetters = {
    look: async (from: string) => (from === url(name) ? [held] : []),
    moveAll: async () => undefined,
    resend: async (_: string, to: RedriveTarget, bodyOf: (letter: DeadLetter) => string | undefined) => {
      sent.push([to.kind, to.target, bodyOf(held) ?? 'nothing']);
      return [{ messageId: held.messageId, newMessageId: 'new' }];
    },
  };
  const noRecord = { markRedriven: async () => undefined };
  const [result] = await redrive({ queues, deadLetters, record: noRecord }, { isDryRun: false, now: new Date(0) });
  return { result, sent };
}

describe('the dead-letter queues of events', () => {
  it.each([
    ['status-dlq-dev', 'status', 'queue', url('status-dev'), event],
    ['audit-dlq-dev', 'event-audit', 'queue', url('audit-dev'), `{"bus":"media","event":${event}}`],
    ['outbox-dlq-dev', 'event-outbox', 'queue', url('outbox-dev'), '{"id":"e1"}'],
    ['jobs-dlq-dev', 'media-post-processing', 'queue', url('jobs-dev'), `{"taskToken":"t","event":${event}}`],
    ['retries-dlq-dev', 'media-downloader', 'queue', url('retries-dev'), '{"fileId":"f1","attempt":2}'],
  ])('send what is in %s, of %s, back to its %s as it is', async (name, consumer, kind, target, body) => {
    const { result, sent } = await sentBack(name, letter('m1', body));
    expect(sent).toEqual([[kind, target, body]]);
    expect(result).toMatchObject({ queue: name, consumer, target: target.split('/').at(-1), messages: 1, left: [] });
  });

  it.each([
    ['what a function failed with', 'notify-dlq-dev', record, 'lambda', 'notify-dev'],
    ['what its rule could not hand to a function', 'notify-dlq-dev', event, 'lambda', 'notify-dev'],
    ['what could not start a machine', 'post-dlq-dev', event, 'state_machine', MACHINE],
  ])('hand %s on as the event alone', async (_, name, body, kind, target) => {
    const { result, sent } = await sentBack(name, letter('m1', body));
    expect(sent).toEqual([[kind, target, event]]);
    expect(result).toMatchObject({ method: 'resend', messages: 1 });
  });

  it('do not chase an event with which a function fails again', async () => {
    const back = letter('m2', record);
    const deadLetters = {
      look: async (from: string) => (from === url('notify-dlq-dev') ? [letter('m1', record)] : []),
      moveAll: async () => undefined,
      resend: async (_: string, __: RedriveTarget, bodyOf: (letter: DeadLetter) => string | undefined) => {
        expect(bodyOf(back)).toBeUndefined();
        return [{ messageId: 'm1', newMessageId: bodyOf(letter('m1', record)) ?? '' }];
      },
    };
    const ports = { queues, deadLetters, record: { markRedriven: async () => undefined } };
    const results = await redrive(ports, { isDryRun: false, now: new Date(0) });
    expect(results).toMatchObject([{ queue: 'notify-dlq-dev', message_ids: ['m1'], new_message_ids: [event] }]);
  });

  it('name the bus of an event that the audit rule itself could not deliver', async () => {
    const RULE_ARN = 'arn:aws:events:eu-west-1:123456789012:rule/MediaDownloaderEvents/MediaDownloaderEvents-audit';
    const { sent } = await sentBack('audit-dlq-dev', letter('m1', event, { RULE_ARN }));
    expect(sent.map(([, , body]) => JSON.parse(body))).toEqual([
      { bus: 'MediaDownloaderEvents', event: JSON.parse(event) },
    ]);
  });

  it.each([
    ['delivery-dlq-dev', '{"Type":"Notification","Subject":"A file"}'],
    ['notify-dlq-dev', 'no JSON'],
    ['post-dlq-dev', 'no JSON'],
  ])('keep what nothing takes: %s, %s', async (name, body) => {
    const { result, sent } = await sentBack(name, letter('m1', body));
    expect(sent).toEqual([]);
    expect(result).toMatchObject({ queue: name, messages: 0, left: ['m1'] });
  });

  const listedIn = (name: string, body: string, attributes = {}) => {
    const queue = queues.find((one) => one.name === name);
    if (!queue) throw new Error(`no ${name}`);
    return listed(queue, letter('m1', body, attributes), undefined);
  };

  it.each([
    ['status-dlq-dev', event, 'FileDownloadCompleted e1'],
    ['notify-dlq-dev', record, 'FileDownloadCompleted e1'],
    ['audit-dlq-dev', `{"bus":"media","event":${event}}`, 'FileDownloadCompleted e1'],
    ['outbox-dlq-dev', '{"id":"e2","detailType":"CostFileFailed","source":"almanac.cur"}', 'CostFileFailed e2'],
    ['status-dlq-dev', '{"detail-type":"A","id":"bus","detail":{"metadata":{"id":"own"}}}', 'A own'],
    ['jobs-dlq-dev', `{"taskToken":"t","task":"thumbnail","event":${event}}`, 'FileDownloadCompleted e1'],
    ['retries-dlq-dev', '{"fileId":"f1","attempt":2}', 'retry 2 of f1'],
    ['delivery-dlq-dev', '{"Type":"Notification","Subject":"A file"}', 'A file'],
    ['status-dlq-dev', '"no event"', ''],
  ])('say what a message is about: %s, %s', (name, body, about) => {
    expect(listedIn(name, body).about).toBe(about);
  });

  it('say why, as far as the message tells, and else where to look', () => {
    expect(listedIn('notify-dlq-dev', record).reason).toBe('SNS is away (Error)');
    const undelivered = { ERROR_CODE: 'NO_PERMISSIONS', ERROR_MESSAGE: 'not allowed' };
    expect(listedIn('post-dlq-dev', event, undelivered).reason).toBe('not allowed (NO_PERMISSIONS)');
    expect(listedIn('status-dlq-dev', event)).toMatchObject({
      consumer: 'status',
      error: null,
      reason: 'no error recorded: the log of status says why',
    });
  });
});
